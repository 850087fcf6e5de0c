"""Bring a plain study plan into the folder of a curriculum: all of it, or nothing that has a problem."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.content.compile import Compiled, Problem, compile_tree
from portal.content.compile.problems import Problems
from portal.content.compile.source.paths import MAX_BYTES
from portal.content.compile.source.text import text_of
from portal.content.planning import MEMORY, Draft, Repair, draft, read_plan, read_present, repair
from portal.core.files import write_whole

_MARK = b"\xef\xbb\xbf"


class PlanRefused(Exception):
    """The plan, or what is in the folder already, has problems; nothing was written."""

    def __init__(self, problems: Sequence[Problem], where: str) -> None:
        """Keep the problems; ``where`` says whose they are."""
        super().__init__(f"{len(problems)} problems in {where}")
        self.problems = list(problems)
        self.where = where


class DecodedWrongly(Exception):
    """The plan looks as if it had been read with the wrong encoding; nothing was written."""

    def __init__(self, found: Repair) -> None:
        """Keep what was found, with the examples."""
        super().__init__(found.how)
        self.found = found


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did, or would do. ``written`` and ``removed`` are paths, ``notes`` are lines of the plan."""

    draft: Draft
    notes: Problems
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


def import_plan(
    file: Path,
    folder: Path,
    *,
    mend: bool | None = None,
    prune: bool = False,
    dry: bool = False,
    jobs: int | None = None,
) -> Import:
    """Make ``folder`` hold the plan in ``file``, with what is there; return what that changed.

    ``mend`` says what to do with a text that was decoded wrongly: mend it, leave it as it is, or (None) refuse. The
    file of the plan is never changed. Before anything is written, the whole result is compiled. With ``dry``
    nothing is written. Calling it again changes nothing. Raises ``PlanRefused``, ``DecodedWrongly`` and ``OSError``.
    """
    problems, notes = Problems(file.name), Problems(file.name)
    text = read_text(file, mend, problems)
    plan = read_plan(text, file.stem.replace("-", " ").replace("_", " ").title(), problems, notes)
    if plan is None:
        raise PlanRefused(problems, str(file))
    files = _present(folder, jobs)
    memory = folder / MEMORY
    present = read_present(files, memory.read_bytes() if memory.is_file() else b"")
    made = draft(plan, present, notes, prune=prune)
    _check(made.files, jobs)
    done = _compared(files, made, notes)
    if not dry:
        _apply(folder, files, done)
    return done


def read_text(file: Path, mend: bool | None, problems: Problems) -> str:
    """Return the text of a plan. Raises ``PlanRefused``, ``DecodedWrongly`` and ``OSError``."""
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        problems.add(0, f"{len(data) / 1024:,.0f} KB", f"at most {MAX_BYTES // 1024} KB")
        raise PlanRefused(problems, str(file))
    with suppress(UnicodeDecodeError):
        found = repair(data.removeprefix(_MARK).decode()) if mend is not False else None
        if found and mend is None:
            raise DecodedWrongly(found)
        data = found.text.encode() if found else data
    text = text_of(data.removeprefix(_MARK), problems)
    if text is None:
        raise PlanRefused(problems, str(file))
    return text


def _present(folder: Path, jobs: int | None) -> dict[str, bytes]:
    """Return the files that are in the folder; none when it is not there or empty."""
    if not folder.exists() or not any(not path.name.startswith(".") for path in folder.iterdir()):
        return {}
    found = compile_tree(folder, jobs=jobs)
    if not isinstance(found, Compiled):
        raise PlanRefused(found, str(folder))
    return {source.path: source.data for source in found.files}


def _check(files: dict[str, bytes], jobs: int | None) -> None:
    """Compile what would be written."""
    with tempfile.TemporaryDirectory(prefix="plan-") as name:
        for path, data in files.items():
            target = Path(name) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        found = compile_tree(Path(name), jobs=jobs)
    if not isinstance(found, Compiled):
        raise PlanRefused(found, "the files the plan would become")


def _compared(files: dict[str, bytes], made: Draft, notes: Problems) -> Import:
    """Return what has to be written and removed."""
    written = sorted(path for path, data in made.files.items() if files.get(path) != data)
    removed = sorted(files.keys() - made.files.keys())
    return Import(made, notes, written, removed, len(made.files) - len(written))


def _apply(folder: Path, files: dict[str, bytes], done: Import) -> None:
    """Move, write and remove; a file that only moves is renamed, so that no moment has it twice."""
    folder.mkdir(parents=True, exist_ok=True)
    for old, new in done.draft.moved.items():
        if not (folder / new).exists() and (folder / old).exists():
            (folder / new).parent.mkdir(parents=True, exist_ok=True)
            os.rename(folder / old, folder / new)
    for path in done.written:
        at = folder / path
        if not at.is_file() or at.read_bytes() != done.draft.files[path]:
            write_whole(at, done.draft.files[path])
    for path in done.removed:
        (folder / path).unlink(missing_ok=True)
        for parent in list((folder / path).relative_to(folder).parents)[:-1]:
            with suppress(OSError):
                (folder / parent).rmdir()
    memory = folder / MEMORY
    if not memory.is_file() or memory.read_bytes() != done.draft.memory:
        write_whole(memory, done.draft.memory)
