"""A process whose lines a test waits for."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds to wait for what comes at once on a machine that is not busy."""


class Watched:
    """A running process; its output, errors included, is read line by line."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path = ROOT
    ) -> None:
        """Start it in a session of its own."""
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        # A shell lets what it starts in the background ignore Ctrl-C, and that is inherited.
        self.process = subprocess.Popen(
            ["env", "--default-signal=INT", *command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line.rstrip("\n"))

    def wait_for(self, text: str, within: float = PATIENCE) -> str:
        """Return the next line that holds ``text``."""
        try:
            while True:
                self.seen.append(self.lines.get(timeout=within))
                if text in self.seen[-1]:
                    return self.seen[-1]
        except queue.Empty:
            raise AssertionError(f"{text!r} was not said; this was: {self.seen}") from None

    def end(self, number: signal.Signals = signal.SIGINT, within: float = PATIENCE) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(within)


@contextmanager
def watched(
    command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> Iterator[Watched]:
    """Run ``command`` while the test does; kill its session after it."""
    program = Watched(command, env, cwd)
    try:
        yield program
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.process.pid, signal.SIGKILL)
        program.process.wait()


def python(*arguments: str) -> list[str]:
    """Return a command line for this Python."""
    return [sys.executable, *arguments]


def alive(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # the second when it ends between opening and reading
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    """Return the processes a process has started; one that has ended has none."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def gone(*pids: int, within: float = PATIENCE) -> bool:
    """Return whether all processes end in time; one that is not our child can only be looked at again."""
    ticks = threading.Event()
    for _ in range(int(within / 0.02)):
        if not any(map(alive, pids)):
            return True
        ticks.wait(0.02)
    return False
