"""The history as pages show it: releases, versions of a file, and two of them side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from portal.content.merging import Conflict as Clash
from portal.content.merging import merge
from portal.content.models import Blob, Conflict, FileVersion, Release
from portal.content.selectors import history, releases
from portal.studio.models import Proposal
from portal.studio.rules.merges import proposed
from portal.studio.selectors.proposals import Change, change, text_of

PAGE = 50
SHOWN = 12
"""Files of a release that are shown line by line."""
MOST_FILES = 1_000


def page_of_releases(before: int | None) -> list[Release]:
    """Return the newest releases, or those before one; one more than a page holds says that there are more."""
    rows = releases().prefetch_related("proposals__decided_by", "undone_by")
    return list((rows if before is None else rows.filter(pk__lt=before))[: PAGE + 1])


def versions_of(path: str) -> list[FileVersion]:
    """Return every version of a file, the newest first, with what its release was proposed as."""
    rows, decided = history(path), Proposal.objects.select_related("decided_by")
    prefetch_related_objects(rows, Prefetch("release__proposals", decided))
    return rows


def proposal_behind(release: Release) -> Proposal | None:
    """Return what a release was proposed as, which says who published it; None for one that came another way."""
    return release.proposals.select_related("decided_by").first()


def changes_of_release(release: Release) -> tuple[list[Change], list[str]]:
    """Return files of a release beside what they were before; and of a big one, the paths of the others."""
    versions = FileVersion.objects.filter(release=release).order_by("path")
    shown = [_changed(version) for version in versions.select_related("blob", "before")[:SHOWN]]
    return shown, list(versions.values_list("path", flat=True)[SHOWN:MOST_FILES])


def _changed(version: FileVersion) -> Change:
    what = f"moved from {version.moved_from}" if version.moved_from else ""
    return change(version.path, version.before, version.blob, what)


@dataclass(frozen=True, slots=True)
class ThreeTexts:
    """A file two sides changed: the three texts (None where there is no such file, or it is no text), and a merge.

    ``clashes`` are the places where a person has to choose; ``merged`` is None when a side is no text.
    """

    path: str
    base: str | None
    ours: str | None
    theirs: str | None
    merged: str | None
    clashes: tuple[Clash, ...]

    @property
    def sides(self) -> list[tuple[str, str | None]]:
        """Return the three texts with the names of their sides."""
        return [("base", self.base), ("ours", self.ours), ("theirs", self.theirs)]


def three_texts(path: str, blobs: Iterable[Blob | None]) -> ThreeTexts:
    """Return base, ours and theirs of a file with the merge to edit."""
    base, ours, theirs = blobs
    texts = [text_of(blob) for blob in (base, ours, theirs)]
    shown = [None if blob is None else words for blob, words in zip((base, ours, theirs), texts, strict=True)]
    if None in texts:
        return ThreeTexts(path, shown[0], shown[1], shown[2], None, ())
    found = merge(*(words or "" for words in texts))
    return ThreeTexts(path, shown[0], shown[1], shown[2], proposed(found), found.conflicts)


def open_conflicts() -> list[Conflict]:
    """Return the conflicts nobody has decided, by path."""
    return list(Conflict.objects.order_by("path", "folder"))
