"""Keep processes running: start them, restart what dies, and leave none behind."""

import math
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from scripts.common import die_with_parent

STEADY = 30.0  # seconds a process must have run for its next failure to count as the first
LONGEST_WAIT = 30.0
_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Waiter(Protocol):
    """Something besides processes that the supervisor waits for."""

    def fileno(self) -> int:
        """Return what ``select`` looks at."""

    def done(self) -> bool:
        """Take what has arrived; return whether there is nothing left to wait for."""


@dataclass
class Service:
    """A process to keep running; ``name`` is what the reader of the terminal calls it.

    ``due`` is when it is to be started, on the monotonic clock; ``failures`` how often it has died in a row.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    inherit: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    due: float = 0.0
    started: float = 0.0
    failures: int = 0


@dataclass
class Supervisor:
    """Runs services until it is told to stop by Ctrl-C, SIGTERM or a closed terminal.

    With a ``waiter`` the first service is alone until that has what it waits for; its death before ends all.
    """

    services: Sequence[Service]
    say: Callable[[str], None]
    folder: Path
    waiter: Waiter | None = None
    first_wait: float = 1.0  # seconds before a dead process comes back for the first time
    patience: float = 10.0  # seconds between the request to stop and the end
    stopping: bool = field(default=False, init=False)
    code: int = field(default=0, init=False)

    def run(self) -> int:
        """Keep everything running, then stop everything; return the exit code."""
        wake, waken = os.pipe()
        for end in (wake, waken):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(waken)
        for number in (*_STOP, signal.SIGCHLD):
            signal.signal(number, self._on_signal)
        try:
            while not self.stopping:
                self._turn(wake)
        finally:
            self._stop()
        return self.code

    def _on_signal(self, number: int, _frame: object) -> None:
        """Note a request to stop; the death of a child only wakes the loop."""
        self.stopping = self.stopping or number in _STOP

    def _turn(self, wake: int) -> None:
        """Look after every service once and sleep until something happens or a restart is due."""
        now = time.monotonic()
        due = self.services if self.waiter is None else self.services[:1]
        for service in due:
            if (process := service.process) is not None and process.poll() is not None:
                self._bury(service, process, now)
            if service.process is None and service.due <= now:
                self._start(service, now)
        if self.stopping:
            return
        waits = [service.due - now for service in due if service.process is None]
        watched = [wake] if self.waiter is None else [wake, self.waiter.fileno()]
        ready = select.select(watched, [], [], min(waits, default=None))[0]
        if wake in ready:
            os.read(wake, 4096)
        if self.waiter is not None and self.waiter.fileno() in ready and self.waiter.done():
            self.waiter = None

    def _start(self, service: Service, now: float) -> None:
        """Start a service in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        service.started = now
        service.process = subprocess.Popen(
            service.command,
            cwd=self.folder,
            env=service.env,
            stdin=subprocess.DEVNULL,
            pass_fds=service.inherit,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def _bury(self, service: Service, process: "subprocess.Popen[bytes]", now: float) -> None:
        """End what a dead process has left behind, and decide when it comes back: after 1, 2, 4 … 30 s."""
        _signal_group(process, signal.SIGKILL)
        ran, status, service.process = now - service.started, process.returncode, None
        if self.waiter is not None:
            self.say(f"{service.name} could not start; the reason stands above.")
            self.stopping, self.code, service.due = True, 1, math.inf
            return
        service.failures = 1 if ran >= STEADY else service.failures + 1
        wait = min(self.first_wait * 2 ** (service.failures - 1), LONGEST_WAIT)
        service.due = now + wait
        end = f"signal {-status}" if status < 0 else f"exit code {status}"
        self.say(f"{service.name} has stopped ({end}) after {ran:.0f} s; starting it again in {wait:g} s.")

    def _stop(self) -> None:
        """Ask every process to stop, wait, and kill what is left, with all its children."""
        running = [service.process for service in self.services if service.process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + self.patience
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, end - time.monotonic()))
            _signal_group(process, signal.SIGKILL)
            process.wait()


def _signal_group(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Send a signal to a process and everything it has started; its session carries its own number."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
