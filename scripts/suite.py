"""``make test``: the whole suite, on every database and browser this machine has."""

import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from scripts import promises, servers, tools
from scripts.common import PYTHON, Trouble, run, say
from scripts.lanes import environment_of, lanes
from scripts.packages import DEV, install
from scripts.report import Report

CORES = min(os.cpu_count() or 1, 8)
"""At most half of the 16 databases of a Redis, of which each of ``MANY`` has one."""
MANY = f"-n{2 * CORES}"
"""For tests that wait half of their time: for a process they started, a server, a disk."""
FEW = f"-n{CORES}"
"""For tests in a browser, which is at work all the time."""
AGAIN = ["--reruns=1", "--rerun-show-tracebacks"]
"""A browser has clocks and processes of its own: a test of it may fail once, and what failed is printed."""


def test() -> int:
    """Run everything and end with a table; return 1 if something failed, or was left out and must not be."""
    with _suite(strict=bool(os.environ.get("REQUIRE_ALL"))) as suite:
        suite.node_packages()
        suite.portal("SQLite", "not browser and not postgres and not redis", MANY)
        suite.start_servers()
        if len(suite.servers) == 2:
            suite.portal("PostgreSQL and Redis", "not browser and not once", MANY, env=suite.servers)
        suite.browser()
        suite.lessons()
    return suite.report.close()


def lessons() -> int:
    """Run what the lessons claim, and nothing else; a lane that cannot be run is a failure."""
    with _suite(strict=True) as suite:
        suite.lessons()
    return suite.report.close()


def bench() -> int:
    """Measure on SQLite, and on PostgreSQL and Redis where they are, far from your data; return the exit code."""
    with _suite(strict=False) as suite:
        suite.start_servers()
        own = {"VAR_DIR": str(suite.folder), "ENV_FILE": os.devnull, "SECRET_KEY": secrets.token_urlsafe(64)}
        env = {**_without_servers(), **own}
        for databases in ({}, suite.servers):
            run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], {**env, **databases})
        return run([PYTHON, "-m", "tests.bench"], {**env, **suite.servers})


def faults() -> int:
    """Break the portal for some minutes, on both forms, and publish what was counted; return the exit code."""
    since = time.monotonic()
    with _suite(strict=True) as suite:
        figures = suite.folder / "figures"
        suite.faults("SQLite", "not postgres and not redis", figures)
        suite.start_servers()
        if len(suite.servers) == 2:
            suite.faults("PostgreSQL and Redis", "not once", figures)
        found = promises.rows(figures)  # before the folder goes
    code = suite.report.close("make faults")
    if code == 0:
        promises.publish(found, datetime.now(timezone.utc).date(), time.monotonic() - since)
    return code


@contextmanager
def _suite(*, strict: bool) -> Iterator["Suite"]:
    """Give out a suite with a folder that goes, and servers that stop, when it ends, however it ends."""
    install(DEV)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-"))
        yield Suite(Report(strict), Path(folder), stack, tools.find())


@dataclass
class Suite:
    """The runs of pytest on this machine; ``servers`` are the variables that name the ones that are up."""

    report: Report
    folder: Path
    stack: ExitStack
    tools: tools.Tools
    servers: dict[str, str] = field(default_factory=dict)

    def start_servers(self) -> None:
        """Start the servers whose programs are here; name the packages of the others."""
        if programs := self.tools.postgres:
            self.servers["DATABASE_URL"] = self.stack.enter_context(
                servers.postgres(programs, self.folder)
            ).url
        else:
            self.report.leave_out("the suite on PostgreSQL", "apt install postgresql")
        if program := self.tools.redis:
            self.servers["REDIS_URL"] = self.stack.enter_context(servers.redis(program, self.folder)).url
        else:
            self.report.leave_out("the suite on Redis", "apt install redis-server")

    def node_packages(self) -> None:
        """Install what tests of accessibility and of odd Markdown read."""
        if not self.tools.npm:
            self.report.leave_out("the tests that read npm's packages", "apt install npm")
        elif not tools.node_packages_are_new() and run([self.tools.npm, "ci", "--silent"]):
            self.report.leave_out("the tests that read npm's packages", "npm ci")

    def portal(self, name: str, markers: str, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        """Run the portal's own tests that match ``markers``."""
        self._pytest(name, ["--ignore=tests/curriculum", "-m", markers, *arguments], env or {})

    def faults(self, name: str, markers: str, figures: Path) -> None:
        """Run the long form of the tests that kill and cut."""
        env = {**self.servers, "FAULTS": "long", "FIGURES": str(figures)}
        self._pytest(name, ["tests/faults", FEW, "-m", f"not browser and {markers}"], env)

    def browser(self) -> None:
        """Run the browser tests, on the servers if they are up."""
        if not self.tools.chromium:
            self.report.leave_out("the browser tests", "apt install chromium")
            return
        self.portal("browser", "browser", FEW, *AGAIN, env=self.servers)

    def lessons(self) -> None:
        """Run the lessons of each lane with the packages of that lane."""
        for requirements in lanes():
            lane, name = requirements.stem, f"lessons: {requirements.stem}"
            try:
                python = environment_of(requirements)
            except Trouble as trouble:
                say(str(trouble))
                self.report.leave_out(name, f"pip install -r {requirements}")
                continue
            self._pytest(name, ["tests/curriculum", FEW], {"LANE": lane}, python)

    def _pytest(
        self,
        name: str,
        arguments: list[str],
        env: Mapping[str, str],
        python: Path = PYTHON,
    ) -> None:
        """Run pytest once and put what it counted into the report."""
        say(f"\n=== {name}")
        counts = self.folder / f"{len(self.report.runs)}.xml"
        code = run(
            [python, "-m", "pytest", f"--junitxml={counts}", *arguments], {**_without_servers(), **env}
        )
        self.report.add(name, code, counts)


def _without_servers() -> dict[str, str]:
    """Return the environment without the servers it may name: those are somebody's, and hold their data."""
    return {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
