"""The release that is served, as the compiler sees it: texts whose bytes stay in the database until they are needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from portal.content.compile import (
    RENDERER,
    Compiled,
    Known,
    OnProgress,
    Problem,
    SourceText,
    Summary,
    compile_texts,
)
from portal.content.models import Blob, Release, SourceFile
from portal.content.sync.parts import ContentRefused, Part
from portal.core.batches import batched

BATCH = 100


class Stored:
    """The shelf on which every text lies that the portal ever took in."""

    def __init__(self) -> None:
        """Begin with nothing at hand."""
        self._near: dict[str, bytes] = {}

    def fetch(self, digests: Collection[str]) -> None:
        """Load those that are not at hand, many in a query."""
        for some in batched(sorted(set(digests) - self._near.keys()), BATCH):
            rows = Blob.objects.filter(sha256__in=some)
            self._near.update((digest, bytes(data)) for digest, data in rows.values_list("sha256", "data"))

    def take(self, digest: str) -> bytes:
        """Return the bytes. Raises ``KeyError``."""
        if digest not in self._near:
            self.fetch([digest])
        return self._near[digest]


@dataclass(frozen=True, slots=True)
class Served:
    """The newest release when it was read: its number (None before the first), its files by path, and their shelf."""

    release: int | None
    rows: Mapping[str, SourceFile]
    shelf: Stored

    def text(self, path: str, digest: str) -> SourceText:
        """Return a text the portal has, of this release or of any."""
        return SourceText(path, self.shelf, digest)

    def texts(self) -> dict[str, SourceText]:
        """Return every file by path; none is loaded."""
        return {path: self.text(path, row.blob_id) for path, row in self.rows.items()}

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of the file at ``path``, or None when there is none."""
        return self.rows[path].blob_id if path in self.rows else None

    def known(self) -> dict[str, Known]:
        """Return what the compiler need not do again."""
        return {
            path: Known(row.blob_id, Summary.from_json(row.summary))
            for path, row in self.rows.items()
            if row.renderer == RENDERER and row.summary
        }


def read_served() -> Served:
    """Return the release that is served now.

    Its number is read first: a release that is committed in between is noticed when this one is to be written.
    """
    release = latest_release()
    return Served(release, {row.path: row for row in SourceFile.objects.all()}, Stored())


def latest_release() -> int | None:
    """Return the number of the release that is served, or None before the first."""
    return Release.objects.order_by("-pk").values_list("pk", flat=True).first()


def compile_beside(
    served: Served,
    files: Iterable[SourceText],
    *,
    found: Sequence[Problem] = (),
    parts: Sequence[Part] = (),
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
) -> Compiled:
    """Compile ``files``, of which those that are served already are not compiled again. Raises ``ContentRefused``."""
    files = sorted(files, key=lambda file: file.path)
    if len(files) > settings.CONTENT_MAX_FILES:
        most = f"{settings.CONTENT_MAX_FILES:,} files"
        found = [*found, Problem(".", 0, f"more than {most}", f"at most {settings.CONTENT_MAX_FILES:,}")]
    compiled = compile_texts(
        files,
        found=found,
        known=served.known(),
        jobs=jobs,
        on_progress=on_progress,
        checks=[part.check for part in parts],
    )
    if not isinstance(compiled, Compiled):
        raise ContentRefused(compiled)
    return compiled
