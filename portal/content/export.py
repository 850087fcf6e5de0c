"""Write the files of the release that is served, as the same bytes that came in.

First everything is compared and nothing is written; then each file is written whole. A text that only the folder has
is never lost without being asked for. What the folder holds then is the base of the next sync.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import transaction

from portal.content.compile.source.paths import IGNORED
from portal.content.holding import hold
from portal.content.models import Blob, Conflict, SourceFile
from portal.content.selectors import held_by, name_of
from portal.core.batches import batched
from portal.core.files import write_whole

BATCH = 100
LINK = "a symbolic link"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A release beside a folder, by path, each list in the order of the paths.

    ``missing`` are not in the folder; ``same`` have the bytes of the release; ``behind`` have those of the last sync,
    and the release has gone on; ``differ`` have bytes that nobody synced; ``gone`` left the release, and the folder has
    them as they were last synced; ``kept`` left it too, and the folder has other bytes; ``blocked`` cannot be written,
    each with what stands in the way. ``waiting`` are for a person to decide, and are in no other list.
    """

    missing: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    differ: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    blocked: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


class NoRelease(Exception):
    """Nothing has been synced yet."""


class WouldOverwrite(Exception):
    """The folder holds what the export would lose, or has no place for it; nothing was written."""

    def __init__(self, comparison: Comparison) -> None:
        """Keep the comparison for the caller to show."""
        super().__init__(f"{len(comparison.differ)} files differ")
        self.comparison = comparison


def export(folder: Path, *, force: bool = False) -> Comparison:
    """Make ``folder`` hold every file of the release, byte for byte; return what stood there before.

    A file that is neither as it was when the folder was synced last nor as in the release is written over with
    ``force`` only. A file that left the release goes if nobody changed it; others are left alone, and so is what waits
    for a person: of neither is it said that both agree. Calling it again writes nothing. Raises ``NoRelease``,
    ``WouldOverwrite`` and ``OSError``.
    """
    release = dict(SourceFile.objects.order_by("path").values_list("path", "blob_id"))
    if not release:
        raise NoRelease
    name = name_of(folder)
    waiting = set(Conflict.objects.filter(folder=name).values_list("path", flat=True))
    release, synced = (_without(files, waiting) for files in (release, held_by(name) or {}))
    comparison = replace(compare(folder, release, synced), waiting=sorted(waiting))
    if comparison.blocked or (comparison.differ and not force):
        raise WouldOverwrite(comparison)
    _write(folder, release, [*comparison.missing, *comparison.behind, *comparison.differ])
    for path in comparison.gone:
        _remove(folder, path)
    follow(folder, release, _without(synced, comparison.kept))
    return comparison


def compare(folder: Path, release: Mapping[str, str], synced: Mapping[str, str]) -> Comparison:
    """Lay the release beside ``folder``; both mappings give the SHA-256 in hex by path. Follows no link."""
    found = Comparison()
    for path, wanted in sorted(release.items()):
        obstacle, digest = _look(folder, path)
        if obstacle:
            found.blocked.append((path, obstacle))
        elif digest is None:
            found.missing.append(path)
        elif digest == wanted:
            found.same.append(path)
        else:
            (found.behind if digest == synced.get(path) else found.differ).append(path)
    for path in sorted(synced.keys() - release.keys()):
        if (there := _look(folder, path)) != ("", None):
            (found.gone if there == ("", synced[path]) else found.kept).append(path)
    return found


def _without(files: Mapping[str, str], paths: Collection[str]) -> dict[str, str]:
    return {path: digest for path, digest in files.items() if path not in paths}


def _look(folder: Path, path: str) -> tuple[str, str | None]:
    """Return what keeps ``path`` from being written ("" for nothing), and the SHA-256 of the file that is there."""
    at = folder
    *above, name = path.split("/")
    for part in above:
        at = at / part
        if at.is_symlink():
            return LINK, None
        if at.exists() and not at.is_dir():
            return "a file where a folder belongs", None
    at = at / name
    if at.is_symlink():
        return LINK, None
    if not at.exists():
        return "", None
    if not at.is_file():
        return "no plain file", None
    return "", hashlib.sha256(at.read_bytes()).hexdigest()


def _write(folder: Path, release: Mapping[str, str], paths: list[str]) -> None:
    """Write these files of the release; blobs never change, so a sync that happens meanwhile does no harm."""
    for batch in batched(paths, BATCH):
        blobs = Blob.objects.in_bulk({release[path] for path in batch})
        for path in batch:
            write_whole(folder / path, bytes(blobs[release[path]].data))


def _remove(folder: Path, path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    (folder / path).unlink(missing_ok=True)
    for parent in list(Path(path).parents)[:-1]:
        with suppress(OSError):
            (folder / parent).rmdir()


def follow(folder: Path, release: Mapping[str, str], synced: Mapping[str, str]) -> None:
    """Remember that the folder holds the release now. A process that dies before this is mended by the next sync."""
    name = name_of(folder)
    differs = sorted(path for path in {*release, *synced} if release.get(path) != synced.get(path))
    if not differs:
        return
    with transaction.atomic():
        hold(name, {path: release.get(path) for path in differs})


def others(folder: Path, release: Iterable[str]) -> list[str]:
    """Return the paths of the files in ``folder`` that the release does not have; hidden ones do not count."""
    known = set(release)
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_left_out(name))
        prefix = Path(root).relative_to(folder)
        paths = ((prefix / name).as_posix() for name in names if not _is_left_out(name))
        found += [path for path in paths if path not in known]
    return sorted(found)


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name in IGNORED
