"""The processes that render, seen from the process that asks them: started when first needed, ended when too slow."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path
from queue import Empty, LifoQueue

from portal.content.prose.narrow import Prose

SIZE = 2
"""Renderers for each process that asks."""
START_SECONDS = 30.0
ANSWER_SECONDS = 6.0
"""Time on the clock: the renderer itself counts processor time, and less; this ends what does not even count."""
WAIT_SECONDS = 2.0
ROOT = Path(__file__).resolve().parents[3]
SLOW = Prose("", "takes too long to render. Allowed: simpler or shorter Markdown.")
BUSY = Prose("", "could not be rendered just now: the portal is busy. Save again in a moment.")


def prose_of(text: str) -> Prose:
    """Return the HTML of the Markdown ``text``, with what is wrong with it. Thread-safe; never raises for a text.

    The caller limits the length: 20 KB of ordinary Markdown take about 0.1 s, any text less than two.
    """
    return _pool.render(text.replace("\r\n", "\n").replace("\r", "\n"))


class _Renderer:
    """One process that renders, for one thread at a time."""

    def __init__(self) -> None:
        """Start the process and wait until it is ready."""
        self.line, theirs = Pipe()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own module, nothing of a request
                [sys.executable, "-m", "portal.content.prose.child", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env={},
                start_new_session=True,
            )
        try:
            if not self.line.poll(START_SECONDS):
                raise OSError("the renderer did not start")
            self.line.recv_bytes()
        except BaseException:
            self.end()
            raise

    def render(self, text: str) -> Prose:
        """Return the answer; ``SLOW`` when the process did not give one in time."""
        self.line.send_bytes(text.encode())
        if not self.line.poll(ANSWER_SECONDS):
            return SLOW
        return Prose(**json.loads(self.line.recv_bytes()))

    def end(self) -> None:
        """Kill the process and forget it."""
        self.process.kill()
        self.process.wait()
        self.line.close()


class _Pool:
    """At most ``SIZE`` renderers; a place without one is None until somebody comes."""

    def __init__(self) -> None:
        """Begin with empty places."""
        self.places: LifoQueue[_Renderer | None] = LifoQueue()
        for _ in range(SIZE):
            self.places.put(None)

    def render(self, text: str) -> Prose:
        """Render in a free place; a renderer that has ended meanwhile is replaced."""
        try:
            renderer = self.places.get(timeout=WAIT_SECONDS)
        except Empty:
            return BUSY
        try:
            if renderer is None or renderer.process.poll() is not None:
                renderer = _Renderer()
            answer = renderer.render(text)
        except (EOFError, OSError):
            answer = BUSY
        except BaseException:
            self.places.put(None)
            raise
        if answer in (BUSY, SLOW):
            _end(renderer)
            renderer = None
        self.places.put(renderer)
        return answer

    def close(self) -> None:
        """End every renderer that is at rest."""
        while not self.places.empty():
            _end(self.places.get())


def _end(renderer: _Renderer | None) -> None:
    if renderer:
        renderer.end()


def _anew() -> None:
    """Let a forked process have renderers of its own; those of its parent stay its parent's."""
    global _pool
    _left_behind.append(_pool)
    for renderer in list(_pool.places.queue):
        if renderer:
            renderer.line.close()
    _pool = _Pool()


_pool = _Pool()
_left_behind: list[_Pool] = []
os.register_at_fork(after_in_child=_anew)
atexit.register(lambda: _pool.close())
