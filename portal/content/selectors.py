"""What is known of files beside their text: what folders hold, and what every file was before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db.models import Count, QuerySet

from portal.content.models import FileVersion, FolderFile, Release, SourceFile
from portal.core.batches import batched

BATCH = 500


def name_of(folder: Path) -> str:
    """Return the name under which a folder is remembered: its absolute path, links resolved."""
    return str(folder.resolve())


def held_by(name: str | None) -> dict[str, str] | None:
    """Return the digest of each file that the folder held when last synced, by path; None if it never was.

    Without a name, those of the folder that was synced last.
    """
    if name is None:
        name = FolderFile.objects.order_by("-pk").values_list("folder", flat=True).first()
    rows = FolderFile.objects.filter(folder=name) if name is not None else FolderFile.objects.none()
    return dict(rows.values_list("path", "blob_id")) or None


def texts_before(files: Mapping[str, str]) -> dict[str, str]:
    """Return those of ``files`` (digests by path) that were served at their path at some time."""
    paths, found = sorted(files), set[tuple[str, str]]()
    for some in batched(paths, BATCH):
        rows = FileVersion.objects.filter(path__in=some, blob__isnull=False)
        found |= {(path, digest) for path, digest in rows.values_list("path", "blob_id") if digest}
    return {path: digest for path, digest in files.items() if (path, digest) in found}


def history(path: str) -> list[FileVersion]:
    """Return every version of the file at ``path``, the newest first, under all the paths it had; none is loaded."""
    found: list[FileVersion] = []
    before: int | None = None
    while path:
        rows = FileVersion.objects.filter(path=path).select_related("release__author").order_by("-release_id")
        if before is not None:
            rows = rows.filter(release_id__lt=before)
        path = ""
        for version in rows:
            found.append(version)
            if version.moved_from:
                path, before = version.moved_from, version.release_id
                break
    return found


def place_now(path: str) -> str:
    """Return where a file that was served at ``path`` is served after all its moves; ``path`` itself if it is gone."""
    seen, at = {path}, path
    while version := FileVersion.objects.filter(moved_from=at).order_by("-release_id").first():
        if version.path in seen:
            break
        at = version.path
        seen.add(at)
    return at if SourceFile.objects.filter(path=at).exists() else path


def releases() -> QuerySet[Release]:
    """Return the releases that changed a file, the newest first, each with its author and ``changes``, their number.

    One that only made pages anew, with another compiler, is no news to anybody.
    """
    rows = Release.objects.select_related("author", "undoes").annotate(changes=Count("files"))
    return rows.filter(changes__gt=0).order_by("-pk")
