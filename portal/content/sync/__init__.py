"""Bring the files of a curriculum into the database: all of them, or nothing.

The files are compiled first, without a lock. Then one transaction writes what changed; its commit is the moment the new
release is served. A process that dies, a full disk or a bad file leaves the last release as it was. What was changed in
the Studio meanwhile is joined with the folder, file by file; see ``sides``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from portal.content.compile import Compiled, OnProgress, Problem, SourceText
from portal.content.compile.source.read import read_tree
from portal.content.models import Release
from portal.content.sync.folders import bases_for, write_folder
from portal.content.sync.parts import Changes, ContentRefused, Part, Parts, SyncedMeanwhile, insist
from portal.content.sync.served import Served, compile_beside, read_served
from portal.content.sync.sides import Joined, join
from portal.content.sync.writing import Entry, hold, touched_by, write_release

__all__ = ["Changes", "ContentRefused", "Part", "Parts", "SyncedMeanwhile", "insist", "sync"]


@dataclass(frozen=True, slots=True)
class _Folder:
    """What lies in the folder, and how it compiles."""

    path: Path
    files: Mapping[str, SourceText]
    problems: Sequence[Problem]
    parts: Sequence[Part]
    jobs: int | None
    on_progress: OnProgress | None


def sync(
    folder: Path,
    *,
    now: datetime,
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
    parts: Sequence[Part] = (),
    origin: Release.Origin = Release.Origin.FOLDER,
    by: str = "",
    message: str = "",
) -> Changes:
    """Make the database serve the files below ``folder``, joined with what changed here; return what that changed.

    ``by`` and ``message`` stand in the history. ``parts`` are written in the same transaction. Calling it again without
    a change in the files writes nothing. Raises ``ContentRefused`` with every problem of every file, and
    ``SyncedMeanwhile``.
    """
    served = read_served()
    files, problems = read_tree(folder, settings.CONTENT_MAX_FILES)
    there = _Folder(folder, {file.path: file for file in files}, problems, parts, jobs, on_progress)
    joined, compiled = _compiled(there, served, now)
    entry = Entry(now, origin, message=message[:200], merged=joined.merged, by=by)
    touched = touched_by(compiled, served, entry)
    with transaction.atomic():
        hold(served)
        changes = write_release(compiled, touched, served, entry)[1] if touched else Changes()
        write_folder(folder, joined, there.files, now)
        for part in parts:
            if part.stale:
                changes.beside[part.name] = part.write(now)
    return replace(
        changes,
        merged=sorted(joined.merged.keys() - joined.aside),
        conflicts=sorted(joined.clashes),
        parted=joined.parted,
        aside=sorted(joined.aside),
    )


def _compiled(there: _Folder, served: Served, now: datetime) -> tuple[Joined, Compiled]:
    """Join and compile. A text made of both sides that has a problem neither need have had waits for a person."""
    bases = bases_for(there.path, there.files, served)
    apart: set[str] = set()
    while True:
        joined = join(served.texts(), there.files, bases, apart=apart)
        try:
            return joined, compile_beside(
                served,
                joined.files.values(),
                found=there.problems,
                parts=there.parts,
                jobs=there.jobs,
                on_progress=there.on_progress,
            )
        except ContentRefused as refused:
            faulty = (joined.merged.keys() & {problem.path for problem in refused.problems}) - apart
            if not faulty:
                if joined.clashes:
                    _remember(there, joined, now)
                raise
            apart |= faulty


def _remember(there: _Folder, joined: Joined, now: datetime) -> None:
    """Show a person what clashes, though nothing can be served: to decide may be the way out."""
    with transaction.atomic():
        write_folder(there.path, replace(joined, settled={}), there.files, now)
