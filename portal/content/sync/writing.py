"""Write a compiled curriculum as a release: rows, versions and history, inside the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.accounts.models import User
from portal.content.compile import RENDERER, Compiled, Summary
from portal.content.compile.parts import LessonFile, QuizFile
from portal.content.models import Blob, FileVersion, Module, Release, SourceFile
from portal.content.sync import lessons as lesson_rows
from portal.content.sync.concepts import write_asked, write_declared
from portal.content.sync.parts import Changes, SyncedMeanwhile
from portal.content.sync.plan import in_plan_order, write_plan
from portal.content.sync.renames import rename, write_aliases
from portal.content.sync.served import Served, latest_release
from portal.core.batches import batched

BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What a release says of itself; ``by`` names authors who have no account here.

    ``merged`` gives the other side's digest by path, where two texts were joined.
    """

    now: datetime
    origin: Release.Origin = Release.Origin.FOLDER
    author: User | None = None
    message: str = ""
    undoes: Release | None = None
    merged: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


def touched_by(compiled: Compiled, served: Served, entry: Entry) -> set[str]:
    """Return the paths that are new, changed, gone, decided or made anew."""
    files = {file.path: file.sha256 for file in compiled.files}
    touched = {path for path, digest in files.items() if served.digest(path) != digest}
    return touched | (served.rows.keys() - files.keys()) | compiled.values.keys() | entry.merged.keys()


def hold(served: Served) -> None:
    """Let nobody else publish until the transaction ends. Raises ``SyncedMeanwhile`` when somebody has."""
    if served.release is not None:
        Release.objects.select_for_update().get(pk=served.release)
    if latest_release() != served.release:
        raise SyncedMeanwhile


def write_release(
    compiled: Compiled, touched: set[str], served: Served, entry: Entry
) -> tuple[Release, Changes]:
    """Write everything that differs; the caller holds the release."""
    release = _begin(compiled, entry)
    _write_files(compiled, touched)
    _write_history(compiled, touched, served, release, entry.merged)
    write_plan(compiled, entry.now)
    changes = _write_lessons(compiled, touched, release, entry.now)
    release.added, release.changed, release.retired = changes.added, changes.changed, changes.retired
    release.save()
    return release, changes


def _write_lessons(compiled: Compiled, touched: set[str], release: Release, now: datetime) -> Changes:
    """Write the lessons and what hangs on them."""
    lessons = [value for value in compiled.values.values() if isinstance(value, LessonFile)]
    order = in_plan_order(compiled)
    ids = {summary.id for summary in order}
    rename(lessons, ids)
    before = lesson_rows.live_uids()
    rows = lesson_rows.write_lessons(lessons, _modules_by_folder(compiled))
    sources = {file.path: file.sha256 for file in compiled.files}
    new = lesson_rows.write_versions(lessons, rows, sources, release)
    lesson_rows.write_items(lessons, rows, now)
    retired = sorted(before - ids)
    lesson_rows.retire(retired, now)
    write_aliases(lessons)
    write_declared(lessons, rows, retired)
    write_asked([value for value in compiled.values.values() if isinstance(value, QuizFile)], sorted(touched))
    lesson_rows.place(order)
    return Changes(
        added=[summary.id for summary in order if summary.id not in before],
        changed=[summary.id for summary in order if summary.id in before and summary.id in new],
        retired=retired,
        rendered=len(lessons) - len(new),
        files=len(touched),
    )


def _begin(compiled: Compiled, entry: Entry) -> Release:
    """Add the release row."""
    lines = "".join(f"{file.sha256} {file.path}\n" for file in compiled.files)
    return Release.objects.create(
        created_at=entry.now,
        digest=hashlib.sha256(lines.encode()).hexdigest(),
        origin=entry.origin,
        author=entry.author,
        by=entry.by[:200],
        message=entry.message,
        undoes=entry.undoes,
    )


def _write_files(compiled: Compiled, touched: set[str]) -> None:
    """Keep the bytes and the summary of each touched file; forget the paths that are gone (their bytes stay)."""
    files = [file for file in compiled.files if file.path in touched]
    new = [file for file in files if file.shelf is None]
    Blob.objects.bulk_create(
        [Blob(sha256=file.sha256, data=file.data) for file in new], batch_size=BATCH, ignore_conflicts=True
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
    for some in batched(gone, BATCH):
        SourceFile.objects.filter(path__in=some).delete()


def _write_history(
    compiled: Compiled, touched: set[str], served: Served, release: Release, merged: Mapping[str, str]
) -> None:
    """Write down what became of each file whose bytes are not as they were, and of each that was decided."""
    files = {file.path: file.sha256 for file in compiled.files if file.path in touched}
    changed = sorted(path for path in touched if files.get(path) != served.digest(path) or path in merged)
    moved = _moves(compiled, [path for path in changed if path in files], served)
    FileVersion.objects.bulk_create(
        (
            FileVersion(
                release=release,
                path=path,
                blob_id=files.get(path),
                before_id=served.digest(path),
                moved_from=moved.get(path, ""),
                merged_id=merged.get(path),
            )
            for path in changed
        ),
        batch_size=BATCH,
    )


def _moves(compiled: Compiled, paths: list[str], served: Served) -> dict[str, str]:
    """Return where each new path came from: a file that is gone and had its id, an id of before, or its bytes."""
    here = {file.path for file in compiled.files}
    gone = [path for path in served.rows if path not in here]
    by_id, by_bytes = {}, {}
    for path in gone:
        row = served.rows[path]
        by_bytes[row.blob_id] = path
        if row.summary.get("id"):
            by_id[row.summary["kind"], row.summary["id"]] = path
    digests = {file.path: file.sha256 for file in compiled.files} if gone else {}
    found = {}
    for path in paths if gone else []:
        if path not in served.rows:
            summary = compiled.summaries.get(path) or Summary(path, "data")
            names = [summary.id, *(alias for alias, _ in summary.aliases)]
            known = [by_id[summary.kind, name] for name in names if (summary.kind, name) in by_id]
            if before := next(iter(known), by_bytes.get(digests[path])):
                found[path] = before
    return found


def _modules_by_folder(compiled: Compiled) -> dict[str, Module]:
    """Return the module row of each folder that holds lessons."""
    rows = {(row.track.uid, row.uid): row for row in Module.objects.select_related("track")}
    return {
        f"{track.folder}/{module.folder}": rows[track.id, module.id]
        for track in compiled.plan.tracks
        for module in track.modules
    }
