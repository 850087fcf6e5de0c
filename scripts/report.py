"""What the runs of ``make test`` came to."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree  # pytest wrote what is read here

from scripts.common import say

_NO_TESTS = 5  # pytest's exit code when nothing matched


@dataclass(frozen=True)
class Run:
    """One run of pytest: how many tests did what, and how long it took."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    ok: bool


@dataclass
class Report:
    """Collects runs and what was left out; ``strict`` makes the latter a failure.

    A test that is skipped in one run and passes in another is not left out.
    """

    strict: bool
    runs: list[Run] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    since: float = field(default_factory=time.monotonic)

    def leave_out(self, what: str, remedy: str) -> None:
        """Note what could not be run and what would change that."""
        self.missing.append(f"{what}: {remedy}")

    def add(self, name: str, code: int, counts: Path) -> None:
        """Read the counts of a run that ended with ``code``; a run without tests is one left out."""
        cases = list(ElementTree.parse(counts).iter("testcase")) if counts.is_file() else []
        bad = {
            _id(case) for case in cases if case.find("failure") is not None or case.find("error") is not None
        }
        skips = {_id(case): _reason(skip) for case in cases if (skip := case.find("skipped")) is not None}
        good = {_id(case) for case in cases} - bad - skips.keys()
        now, since = time.monotonic(), self.since
        self.runs.append(Run(name, len(good), len(bad), len(skips), now - since, code in (0, _NO_TESTS)))
        self.since = now
        self.passed |= good
        self.skipped |= skips
        if code == _NO_TESTS:
            self.leave_out(f"{name}: no test was found", "write one, or mend the selection")

    def close(self, command: str = "make test") -> int:
        """Print the table and what was left out; return the exit code."""
        say(f"\n{'run':<24}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
        for run in self.runs:
            mark = "" if run.ok else "  FAILED"
            say(f"{run.name:<24}{run.passed:>8}{run.failed:>8}{run.skipped:>9}{run.seconds:>9.0f}{mark}")
        left_out = [*self.missing, *self._never_run()]
        for line in left_out:
            say(f"left out: {line}")
        failed = not all(run.ok for run in self.runs) or (self.strict and bool(left_out))
        say(f"{command}: {'FAILED' if failed else 'all passed.'}")
        return int(failed)

    def _never_run(self) -> list[str]:
        """Return the tests that no run has run, or the files none has read, and why."""
        files = {test.rpartition(".")[0] for test in self.passed}
        return [f"{test}: {why}" for test, why in self.skipped.items() if test not in self.passed | files]


def _id(case: ElementTree.Element) -> str:
    """Return the name of a test with its file; of a file skipped as a whole, that of the file."""
    return f"{case.get('classname', '')}.{case.get('name', '')}".strip(".")


def _reason(skipped: ElementTree.Element) -> str:
    """Return why a test was skipped; for a whole file the reason stands in the text, behind the place."""
    message = skipped.get("message", "")
    if message != "collection skipped":
        return message
    return (skipped.text or "").rpartition("Skipped: ")[2].rstrip("')")
