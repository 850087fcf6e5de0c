"""Blocks of a lesson run in a process of their own, with a time limit."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.curriculum.tables import Table

SECONDS = 60.0
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Step:
    """One block to run.

    ``name`` is what tracebacks call it; ``fresh`` starts over with no names and an empty database; with
    ``file`` the code is written there instead of being run.
    """

    language: str
    code: str
    name: str = "lesson"
    fresh: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """The error that ended a block: class, message, the lines of the block it came through, the trace."""

    name: str
    message: str
    lines: tuple[int, ...]
    trace: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a block did; ``lost`` says why nothing is known: it hung, killed the process or never began."""

    printed: str = ""
    table: Table | None = None
    raised: Raised | None = None
    lost: str = ""

    @property
    def trouble(self) -> str:
        """Return why the block did not come to its end, empty when it did."""
        return self.lost or (self.raised.trace if self.raised else "")


def run(steps: Sequence[Step], folder: Path, seconds: float = SECONDS) -> list[Outcome]:
    """Run ``steps`` in order in one new process in ``folder``; return one outcome for each.

    After ``seconds`` for all of them the process is killed, with everything it started.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        asked, told, errors = (Path(aside, name) for name in ("steps.json", "replies.jsonl", "errors"))
        asked.write_text(json.dumps([asdict(step) for step in steps]), encoding="utf-8")
        why = _wait([sys.executable, str(_CHILD), str(asked), str(told)], folder, errors, seconds)
        lines = told.read_text(encoding="utf-8").split("\n")[:-1] if told.exists() else []
        outcomes = [_outcome(json.loads(line)) for line in lines]
        if len(outcomes) < len(steps):
            outcomes.append(Outcome(lost=f"{why}\n{errors.read_text(encoding='utf-8', errors='replace')}"))
    never = Outcome(lost="not run: a block before it ended the process")
    return outcomes + [never] * (len(steps) - len(outcomes))


def _wait(command: list[str], folder: Path, errors: Path, seconds: float) -> str:
    """Run ``command`` to its end or its limit and return how it ended."""
    variables = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "HOME": str(folder), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            start_new_session=True,
        )
        try:
            return f"the process ended with status {process.wait(seconds)}"
        except subprocess.TimeoutExpired:
            return f"still running after {seconds:g} s"
        finally:
            _kill_group(process)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it left running."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _outcome(reply: dict[str, Any]) -> Outcome:
    """Read one line that the child wrote."""
    table, raised = reply.get("table"), reply.get("raised")
    return Outcome(
        printed=reply["printed"],
        table=Table.of(**table) if table else None,
        raised=Raised(**(raised | {"lines": tuple(raised["lines"])})) if raised else None,
    )
