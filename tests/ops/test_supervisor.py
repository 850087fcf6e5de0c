"""The supervisor, with real processes under it."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ops.process import Watched, children, gone, python, watched

pytestmark = pytest.mark.once

SLEEP = "import os, time; os.write(1, b'pid %d\\n' % os.getpid()); time.sleep(600)"
FAIL = "raise SystemExit(3)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); {SLEEP}"


@contextmanager
def supervised(*programs: str, patience: float = 10.0, fifo: Path | None = None) -> Iterator[Watched]:
    """Run a supervisor over programs."""
    arguments = ["0.05", str(patience), str(fifo or ""), *programs]
    with watched(python("-m", "tests.ops.supervise", *arguments)) as supervisor:
        yield supervisor


def next_pid(supervisor: Watched) -> int:
    """Return the number of the next process that starts."""
    return int(supervisor.wait_for("pid ").split()[1])


def test_a_killed_process_is_announced_and_comes_back() -> None:
    with supervised(SLEEP) as supervisor:
        first = next_pid(supervisor)
        os.kill(first, signal.SIGKILL)
        assert re.fullmatch(
            r"p0 has stopped \(signal 9\) after \d+ s; starting it again in 0.05 s.",
            supervisor.wait_for("stopped"),
        )
        assert next_pid(supervisor) != first


def test_each_failure_in_a_row_waits_twice_as_long() -> None:
    with supervised(FAIL) as supervisor:
        waits = [supervisor.wait_for("(exit code 3)").split()[-2] for _ in range(4)]
    assert waits == ["0.05", "0.1", "0.2", "0.4"]


def test_a_failing_process_leaves_the_others_alone() -> None:
    with supervised(SLEEP, FAIL) as supervisor:
        pid = next_pid(supervisor)
        supervisor.wait_for("in 0.2 s")
        assert not gone(pid, within=0.05)


def test_what_a_dead_process_started_dies_with_it() -> None:
    with supervised(PARENT) as supervisor:
        one, two = next_pid(supervisor), next_pid(supervisor)
        leader = one if os.getpgid(one) == one else two
        os.kill(leader, signal.SIGKILL)
        assert gone(one, two)


def test_ctrl_c_stops_everything_and_is_no_error() -> None:
    with supervised(SLEEP, PARENT) as supervisor:
        pids = [next_pid(supervisor) for _ in range(3)]
        assert supervisor.end(signal.SIGINT) == 0
        assert gone(*pids)


def test_a_closed_terminal_stops_everything() -> None:
    with supervised(SLEEP) as supervisor:
        pid = next_pid(supervisor)
        assert supervisor.end(signal.SIGHUP) == 0
        assert gone(pid)


def test_a_process_that_will_not_stop_is_killed() -> None:
    with supervised(STUBBORN, patience=0.2) as supervisor:
        pid = next_pid(supervisor)
        assert supervisor.end(signal.SIGTERM) == 0
        assert gone(pid)


def test_a_killed_supervisor_leaves_no_orphan() -> None:
    with supervised(SLEEP, SLEEP) as supervisor:
        pids = [next_pid(supervisor) for _ in range(2)]
        supervisor.end(signal.SIGKILL)
        assert gone(*pids)


def test_the_others_start_when_the_first_has_answered(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with supervised(SLEEP, "print('the second', flush=True)", fifo=tmp_path / "fifo") as supervisor:
        next_pid(supervisor)
        assert len(children(supervisor.process.pid)) == 1
        (tmp_path / "fifo").write_text("ready\n")
        supervisor.wait_for("the second")


def test_a_first_that_dies_before_it_answers_ends_everything(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with supervised(FAIL, SLEEP, fifo=tmp_path / "fifo") as supervisor:
        assert supervisor.wait_for("p0") == "p0 could not start; the reason stands above."
        assert supervisor.process.wait(20) == 1
