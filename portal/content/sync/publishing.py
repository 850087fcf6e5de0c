"""Publish edits that were made here: each says what it began with, and all of them become one release, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.content.compile import Compiled, Problem, SourceText
from portal.content.compile.source.paths import MAX_BYTES, check_paths, too_big
from portal.content.models import FileVersion, Release
from portal.content.sync.parts import Part, Parts, insist
from portal.content.sync.served import Served, compile_beside, read_served
from portal.content.sync.writing import Entry, hold, touched_by, write_release
from portal.core.errors import Refused

TRIES = 5


@dataclass(frozen=True, slots=True)
class Edit:
    """One file as somebody wants it: its bytes, or None to take it away.

    ``base`` is the SHA-256 of the file they began with, or None when there was none; with ``moved_from``, that of the
    file at that path, which goes away. ``merged`` is the digest of the other side, when the text was made of two: kept
    in the history, even if nothing changes.
    """

    path: str
    data: bytes | None
    base: str | None
    moved_from: str = ""
    merged: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A file that somebody else changed since an edit of it began: digests, None for no such file."""

    path: str
    base: str | None
    ours: str | None
    edit: Edit


class Outdated(Exception):
    """What is served is no longer what the edits began with; nothing was written."""

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        """Keep every path that has to be merged."""
        super().__init__(", ".join(meeting.path for meeting in meetings))
        self.meetings = list(meetings)


class NothingChanges(Refused):
    """The edits are what is served already."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would be published: compiled, and not written. ``touched`` are the paths of files that would change."""

    served: Served
    compiled: Compiled
    parts: Sequence[Part]
    touched: frozenset[str]
    entry: Entry = field(repr=False)


def rehearse(edits: Iterable[Edit], *, parts: Parts, entry: Entry, jobs: int | None = None) -> Rehearsal:
    """Compile the release with ``edits`` and write nothing.

    Runs in any thread. Raises ``Outdated``, ``NothingChanges``, or ``ContentRefused`` with every problem there is.
    """
    served, made = read_served(), list(parts())
    edits = list(edits)
    files, bases = _wanted(edits)
    meetings = [
        Meeting(path, base, served.digest(path), edit)
        for path, (base, edit) in bases.items()
        if served.digest(path) not in (base, _digest(files[path]))
    ]
    if meetings:
        raise Outdated(meetings)
    changed = {path: text for path, text in files.items() if served.digest(path) != _digest(text)}
    merged = {edit.path: edit.merged for edit in edits if edit.merged}
    if not changed and not merged:
        raise NothingChanges("Nothing would change: all of this is published already.")
    texts = {path: text for path, text in {**served.texts(), **changed}.items() if text is not None}
    found = _check(changed, texts)
    compiled = compile_beside(served, texts.values(), found=found, parts=made, jobs=jobs)
    return Rehearsal(served, compiled, made, frozenset(changed), replace(entry, merged=merged))


def publish(
    edits: Iterable[Edit],
    *,
    author: User | None,
    message: str,
    now: datetime,
    parts: Parts,
    origin: Release.Origin = Release.Origin.STUDIO,
    undoes: Release | None = None,
    jobs: int | None = None,
    beside: Callable[[Release], None] = lambda release: None,
) -> Release:
    """Make ``edits`` the next release, all of them or none, and return it.

    ``beside`` writes what belongs to it in the same transaction. When somebody else publishes while this compiles, it
    is tried again on theirs. Raises ``Outdated``, ``NothingChanges``, ``ContentRefused``, and ``SyncedMeanwhile`` when
    others are faster each time. Called twice with the same edits, the second changes nothing and says so.
    """
    edits = list(edits)
    entry = Entry(now, origin, author, message[:200], undoes)
    return insist(lambda: _write(rehearse(edits, parts=parts, entry=entry, jobs=jobs), beside), TRIES)


def undoing(release: Release) -> list[Edit]:
    """Return the edits that take back what ``release`` changed; each says that nobody has changed the file since."""
    versions = FileVersion.objects.filter(release=release).select_related("before")
    return [
        Edit(version.path, bytes(version.before.data) if version.before else None, version.blob_id)
        for version in versions
        if version.blob_id != version.before_id
    ]


def _wanted(
    edits: Sequence[Edit],
) -> tuple[dict[str, SourceText | None], dict[str, tuple[str | None, Edit]]]:
    """Return what each path shall hold, and what each edit began with; a move is two paths."""
    files: dict[str, SourceText | None] = {}
    bases: dict[str, tuple[str | None, Edit]] = {}
    for edit in edits:
        if edit.moved_from and edit.moved_from != edit.path:
            files.setdefault(edit.moved_from, None)
            bases.setdefault(edit.moved_from, (edit.base, edit))
        files[edit.path] = None if edit.data is None else SourceText.of(edit.path, edit.data)
        bases[edit.path] = (None if edit.moved_from not in ("", edit.path) else edit.base), edit
    return files, bases


def _check(changed: Mapping[str, SourceText | None], texts: Mapping[str, SourceText]) -> list[Problem]:
    """Return what keeps the changed files from being files at all."""
    new = {path: text for path, text in changed.items() if text is not None}
    problems = check_paths(new, [path for path in texts if path not in new])
    return problems + [
        too_big(path, len(text.data)) for path, text in new.items() if len(text.data) > MAX_BYTES
    ]


def _digest(text: SourceText | None) -> str | None:
    return text.sha256 if text else None


@transaction.atomic
def _write(rehearsal: Rehearsal, beside: Callable[[Release], None]) -> Release:
    """Write what was compiled; the commit is the moment it is served."""
    served, compiled, entry = rehearsal.served, rehearsal.compiled, rehearsal.entry
    hold(served)
    release, _ = write_release(compiled, touched_by(compiled, served, entry), served, entry)
    for part in rehearsal.parts:
        if part.stale:
            part.write(entry.now)
    beside(release)
    return release
