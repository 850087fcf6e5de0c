"""A portal that sends: worker and beat as processes of their own that can be killed, and a mail server that is watched."""

import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from scripts import servers, tools
from scripts.common import Trouble
from tests.faults.portal import Portal
from tests.faults.smtp import Sink, sink
from tests.ops.process import ROOT, python

PATIENCE = 120.0  # seconds; a slow machine is no fault of the portal
APP = ["-m", "celery", "-q", "-A", "tests.faults.clockwork"]
EVENING = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
LEASE = 121.0  # seconds after which what a dead process was sending is anybody's


@dataclass
class Office(Portal):
    """The processes on one database and one broker. ``staff`` are those that run, by name."""

    sink: Sink = field(default_factory=Sink)
    database: servers.Server | None = None
    broker: servers.Server | None = None
    staff: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)
    kills: int = 0
    ahead: float = field(default_factory=lambda: (EVENING - datetime.now(UTC)).total_seconds())
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """As those of any portal, and where letters go."""
        return {
            **super().env,
            "REDIS_URL": self.broker.url if self.broker else "",
            "EMAIL_URL": self.sink.url,
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    @property
    def large(self) -> bool:
        """Whether it stands on PostgreSQL and Redis."""
        return self.database is not None

    @property
    def form(self) -> str:
        """P or S, as the table of the figures has it."""
        return "P" if self.large else "S"

    @property
    def now(self) -> datetime:
        """What the clock of the processes shows."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def hire(self, *names: str) -> None:
        """Start processes: ``web``, or a name that begins with ``worker`` or ``beat``."""
        for name in names:
            if name == "web":
                self.start()
                continue
            command = python(*APP, *self._duty(name))
            with (self.var / f"{name}.log").open("ab") as log:
                self.staff[name] = subprocess.Popen(
                    command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
                )

    def _duty(self, name: str) -> list[str]:
        """Return what a process does; without Redis one worker is its own beat, as on a laptop."""
        clock = ["--schedule", str(self.var / name)]
        if name.startswith("beat"):
            return ["beat", *clock]
        return ["worker", "-n", name] if self.broker else ["worker", "-n", name, "--beat", *clock]

    def strike(self, name: str) -> None:
        """Kill a process as a power cut would."""
        self.kills += 1
        if name == "web":
            return self.kill()
        process = self.staff.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None

    def dismiss(self) -> None:
        """End whatever runs."""
        kills = self.kills
        for name in list(self.staff):
            self.strike(name)
        self.kill()
        self.kills = kills

    def jump(self, seconds: float) -> None:
        """Move the clock of every process by ``seconds``, also of those that are started later."""
        self.ahead += seconds
        written = self.var / "clock.new"
        written.write_text(str(self.ahead))
        written.rename(self.var / "clock")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a query finds, asked past the portal."""
        if not self.database:
            with closing(sqlite3.connect(self.var / "portal.sqlite3", timeout=20)) as line:
                return line.execute(statement).fetchall()
        with psycopg.connect(self.database.url) as line:
            return line.execute(statement).fetchall()  # type: ignore[arg-type]

    def open(self) -> list[tuple[str, datetime]]:
        """Return of each delivery that has not ended its owner, and until when nobody else takes it."""
        rows = self.rows(
            "SELECT owner, try_at, lease_until FROM outbox_delivery WHERE state IN ('due', 'claimed', 'sending')"
        )
        return [(owner, _instant(lease or next_try)) for owner, next_try, lease in rows]

    def at_rest(self) -> bool:
        """Return whether whoever lives has nothing to do: what is left waits for its time or belongs to the dead."""
        alive = [f":{process.pid}:" for process in self.staff.values()]
        return not self.waiting() and not any(
            until <= self.now or any(pid in owner for pid in alive) for owner, until in self.open()
        )

    def waiting(self) -> int:
        """Return how many of the learners have not had their first reminder put into the outbox."""
        return self.figure("SELECT count(*) FROM reminders_reminderrule WHERE last_due_at IS NULL")

    def more_letters(self, count: int) -> None:
        """Wait until so many more letters have come to the mail server, which takes a few more at most until the next call.

        A lease passes when only the dead have any.
        """
        enough = len(self.sink.log) + count
        self.sink.most = enough + 3
        while len(self.sink.log) < enough:
            self.until(lambda: len(self.sink.log) >= enough or self.at_rest())
            if len(self.sink.log) < enough:
                assert self.open(), "there were too few letters"
                self.jump(LEASE)

    def settle(self) -> None:
        """Let time pass until nothing is open, a lease at a time, and only while nobody has anything in hand."""
        self.sink.most = inf
        self.until(self.at_rest)
        for _ in range(200):
            if not self.open():
                return
            self.jump(LEASE)
            self.until(self.at_rest)
        raise AssertionError(self.words())

    def remind(self, count: int, within: float) -> None:
        """Make the tables, and so many learners whose reminders come due one after the other in so many seconds."""
        words = ["-m", "tests.faults.reminded", str(count), str(within)]
        subprocess.run(python(*words), cwd=ROOT, env=self.env, check=True)

    def figure(self, statement: str) -> int:
        """Return the one number a query finds; 0 for none."""
        return int(self.rows(statement)[0][0] or 0)

    def until(self, happened: Callable[[], bool], within: float = PATIENCE) -> None:
        """Wait for an event; what the processes have said is shown when it does not come."""
        end, pause = time.monotonic() + within, threading.Event()
        while not happened():
            assert time.monotonic() < end, self.words()
            self.restart()
            pause.wait(0.1)

    def restart(self) -> None:
        """Start what has ended by itself, as ``make up`` and Docker do; a worker may, whose Redis goes away."""
        for name, process in list(self.staff.items()):
            if process.poll() is not None:
                self.kills += 1
                self.hire(name)

    def words(self) -> str:
        """Return the last words of every process, and how the outbox looks."""
        said = [f"== {log.name}\n{log.read_text()[-1500:]}" for log in sorted(self.var.glob("*.log"))]
        states = self.rows("SELECT state, tries, answer, count(*) FROM outbox_delivery GROUP BY 1, 2, 3")
        return "\n".join([*said, *map(str, states)])


def _instant(at: str | datetime) -> datetime:
    """Return what a database calls an instant."""
    return datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at


def power_cut(database: servers.Server) -> None:
    """Kill a server and start it again as soon as the last of its processes has let go of the data."""
    database.kill()
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return database.start()
        except Trouble:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@contextmanager
def office(var: Path, *, large: bool, **settings: str) -> Iterator[Office]:
    """Give out an office without tables: on PostgreSQL and Redis if ``large``, else on SQLite and folders."""
    with ExitStack() as stack:
        # pytest's own folders are closed to the user PostgreSQL runs as.
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="portal-")))
        place = Office(var, sink=stack.enter_context(sink()), settings=settings)
        if large:
            found = tools.find()
            assert found.postgres is not None
            assert found.redis is not None
            place.database = stack.enter_context(servers.postgres(found.postgres, folder))
            place.broker = stack.enter_context(servers.redis(found.redis, folder))
            place.url = place.database.url
        place.jump(0)
        stack.callback(place.dismiss)
        yield place
