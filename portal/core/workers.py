"""Processes that work for this one: started when first needed, kept warm, ended when too slow.

A limit on processor time works in the main thread of a process only, and a regular expression holds all threads of its
process still while it searches; so a web process has texts of strangers read elsewhere. A worker is a module run with
``python -m MODULE DESCRIPTOR`` that calls ``serve``. It knows no settings, no database and no secret.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import weakref
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, LifoQueue

SIZE = 2
"""Workers of a kind for each process that asks."""
START_SECONDS = 30.0
ANSWER_SECONDS = 6.0
"""Time on the clock: the worker itself counts processor time, and less; this ends what does not even count."""
WAIT_SECONDS = 2.0
ROOT = Path(__file__).resolve().parents[2]


class Slow(Exception):
    """The worker did not answer in time, and has been ended."""


class Busy(Exception):
    """No worker was free, or the one that was asked has gone; asking again may help."""


def serve(descriptor: str, answer: Callable[[bytes], bytes]) -> None:
    """Say that we are ready, then answer each question, until the other side has gone."""
    line = Connection(int(descriptor))
    line.send_bytes(b"ready")
    while True:
        try:
            line.send_bytes(answer(line.recv_bytes()))
        except (EOFError, OSError):
            return


class _Worker:
    """One process, for one thread at a time."""

    def __init__(self, module: str) -> None:
        """Start the process and wait until it is ready."""
        self.line, theirs = Pipe()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own module, nothing of a request
                [sys.executable, "-m", module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env={},
                start_new_session=True,
            )
        try:
            if not self.line.poll(START_SECONDS):
                raise OSError("the worker did not start")
            self.line.recv_bytes()
        except BaseException:
            self.end()
            raise

    def ask(self, question: bytes) -> bytes:
        """Return the answer; raises ``Slow`` when there is none in time."""
        self.line.send_bytes(question)
        if not self.line.poll(ANSWER_SECONDS):
            raise Slow
        return self.line.recv_bytes()

    def end(self) -> None:
        """Kill the process and forget it."""
        self.process.kill()
        self.process.wait()
        self.line.close()


class Workers:
    """At most ``SIZE`` workers of one module; a place without one is None until somebody comes. Thread-safe."""

    def __init__(self, module: str) -> None:
        """Begin with empty places."""
        self.module = module
        self._begin()
        _all.add(self)

    def _begin(self) -> None:
        self.places: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(SIZE):
            self.places.put(None)

    def ask(self, question: bytes) -> bytes:
        """Return what a free worker answers; one that has ended meanwhile is replaced. Raises ``Slow`` and ``Busy``."""
        try:
            worker = self.places.get(timeout=WAIT_SECONDS)
        except Empty:
            raise Busy from None
        kept: _Worker | None = None
        try:
            if worker is None or worker.process.poll() is not None:
                worker = _Worker(self.module)
            answer = worker.ask(question)
            kept = worker
            return answer
        except (EOFError, OSError) as error:
            raise Busy from error
        finally:
            if worker is not None and kept is None:
                worker.end()
            self.places.put(kept)

    def close(self) -> None:
        """End every worker that is at rest."""
        while not self.places.empty():
            worker = self.places.get()
            if worker:
                worker.end()

    def anew(self) -> None:
        """In a forked process: have workers of its own; those of its parent stay its parent's."""
        _left_behind.append(self.places)
        for worker in list(self.places.queue):
            if worker:
                worker.line.close()
        self._begin()


_all: weakref.WeakSet[Workers] = weakref.WeakSet()
_left_behind: list[LifoQueue[_Worker | None]] = []


def _anew() -> None:
    for workers in list(_all):
        workers.anew()


def _close() -> None:
    for workers in list(_all):
        workers.close()


os.register_at_fork(after_in_child=_anew)
atexit.register(_close)
