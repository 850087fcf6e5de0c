"""Bring the files of a curriculum into the database: all of them, or nothing.

The files are compiled first, without a lock. Then one transaction writes what changed; its commit is the moment the new
release is served. A process that dies, a full disk or a bad file leaves the last release as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from portal.content.compile import (
    RENDERER,
    Compiled,
    Known,
    OnProgress,
    Place,
    Problem,
    SourceText,
    Summary,
    compile_tree,
)
from portal.content.compile.parts import LessonFile, QuizFile
from portal.content.models import Blob, Module, Release, SourceFile
from portal.content.sync import lessons as lesson_rows
from portal.content.sync.concepts import write_asked, write_declared
from portal.content.sync.plan import in_plan_order, write_plan

BATCH = 500


class ContentRefused(Exception):
    """The files have problems; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems for the caller to show."""
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class SyncedMeanwhile(Exception):
    """Another sync was committed while this one compiled; nothing was written. Run it again."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sync did: lesson uids in the plan's order; ``rendered`` counts lessons whose page was only made anew.

    ``beside`` counts what each part wrote.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    rendered: int = 0
    files: int = 0
    beside: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether anything was written."""
        return self.files > 0 or any(self.beside.values())


class Part(Protocol):
    """What an upper app makes of the same files, in the same transaction."""

    name: str

    def check(self, files: Sequence[SourceText], places: Mapping[str, Place]) -> list[Problem]:
        """Return what is wrong with the files; with any problem, nothing of anybody's is written."""

    @property
    def stale(self) -> bool:
        """Return whether ``write`` has anything to do."""

    def write(self, now: datetime) -> int:
        """Write what ``check`` saw; return how much that changed. The lessons are there already."""


def sync(
    folder: Path,
    *,
    now: datetime,
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
    parts: Sequence[Part] = (),
) -> Changes:
    """Make the database serve the files below ``folder``; return what that changed.

    Raises ``ContentRefused`` with every problem of every file, and ``SyncedMeanwhile``. Calling it again without
    a change in the files writes nothing. ``parts`` are written in the same transaction.
    """
    base = _latest_release()
    stored = {row.path: row for row in SourceFile.objects.all()}
    compiled = compile_tree(
        folder,
        known=_known(stored),
        max_files=settings.CONTENT_MAX_FILES,
        jobs=jobs,
        on_progress=on_progress,
        checks=[part.check for part in parts],
    )
    if not isinstance(compiled, Compiled):
        raise ContentRefused(compiled)
    files = {file.path: file for file in compiled.files}
    touched = {
        path for path, file in files.items() if path not in stored or stored[path].blob_id != file.sha256
    }
    touched |= (stored.keys() - files.keys()) | compiled.values.keys()
    with transaction.atomic():
        changes = _write(compiled, touched, base, now) if touched else Changes()
        for part in parts:
            if part.stale:
                changes.beside[part.name] = part.write(now)
    return changes


def _latest_release() -> int | None:
    """Return the number of the release that is served, or None before the first."""
    return Release.objects.order_by("-pk").values_list("pk", flat=True).first()


def _known(stored: Mapping[str, SourceFile]) -> dict[str, Known]:
    """Return what the compiler need not do again."""
    return {
        path: Known(row.blob_id, Summary.from_json(row.summary))
        for path, row in stored.items()
        if row.renderer == RENDERER and row.summary
    }


def _write(compiled: Compiled, touched: set[str], base: int | None, now: datetime) -> Changes:
    """Write everything that differs, inside the caller's transaction."""
    release = _begin(compiled, base, now)
    _write_files(compiled, touched)
    write_plan(compiled, now)
    lessons = [value for value in compiled.values.values() if isinstance(value, LessonFile)]
    order = in_plan_order(compiled)
    lesson_rows.rename(lessons)
    before = lesson_rows.live_uids()
    rows = lesson_rows.write_lessons(lessons, _modules_by_folder(compiled))
    sources = {file.path: file.sha256 for file in compiled.files}
    new = lesson_rows.write_versions(lessons, rows, sources, release)
    lesson_rows.write_items(lessons, rows, now)
    lesson_rows.write_aliases(lessons, rows)
    retired = sorted(before - {summary.id for summary in order})
    lesson_rows.retire(retired, now)
    write_declared(lessons, rows, retired)
    write_asked([value for value in compiled.values.values() if isinstance(value, QuizFile)], sorted(touched))
    lesson_rows.place(order)
    changes = Changes(
        added=[summary.id for summary in order if summary.id not in before],
        changed=[summary.id for summary in order if summary.id in before and summary.id in new],
        retired=retired,
        rendered=len(lessons) - len(new),
        files=len(touched),
    )
    release.added, release.changed, release.retired = changes.added, changes.changed, changes.retired
    release.save()
    return changes


def _begin(compiled: Compiled, base: int | None, now: datetime) -> Release:
    """Add the release row; two syncs at once meet here, and the second finds the first's release and gives way."""
    if base is not None:
        Release.objects.select_for_update().get(pk=base)
    if _latest_release() != base:
        raise SyncedMeanwhile
    lines = "".join(f"{file.sha256} {file.path}\n" for file in compiled.files)
    return Release.objects.create(created_at=now, digest=hashlib.sha256(lines.encode()).hexdigest())


def _write_files(compiled: Compiled, touched: set[str]) -> None:
    """Keep the bytes and the summary of each touched file; forget the paths that are gone (their bytes stay)."""
    files = [file for file in compiled.files if file.path in touched]
    Blob.objects.bulk_create(
        [Blob(sha256=file.sha256, data=file.data) for file in files], batch_size=BATCH, ignore_conflicts=True
    )
    rows = [
        SourceFile(
            path=file.path,
            blob_id=file.sha256,
            renderer=RENDERER,
            summary=summary.as_json() if (summary := compiled.summaries.get(file.path)) else {},
        )
        for file in files
    ]
    SourceFile.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["blob", "renderer", "summary"],
    )
    gone = sorted(touched - {file.path for file in files})
    for start in range(0, len(gone), BATCH):
        SourceFile.objects.filter(path__in=gone[start : start + BATCH]).delete()


def _modules_by_folder(compiled: Compiled) -> dict[str, Module]:
    """Return the module row of each folder that holds lessons."""
    rows = {(row.track.uid, row.uid): row for row in Module.objects.select_related("track")}
    return {
        f"{track.folder}/{module.folder}": rows[track.id, module.id]
        for track in compiled.plan.tracks
        for module in track.modules
    }
