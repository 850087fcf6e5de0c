"""What a folder is remembered to hold: the base of the next three-way merge with it."""

from __future__ import annotations

from collections.abc import Mapping

from portal.content.models import FolderFile
from portal.core.batches import batched

BATCH = 500


def hold(folder: str, files: Mapping[str, str | None]) -> None:
    """Remember of each of these paths what the folder holds: a digest whose bytes are kept, or None for no such file.

    ``folder`` is its name (``selectors.name_of``); its other files stay as remembered. The caller's transaction.
    """
    for some in batched(sorted(files), BATCH):
        FolderFile.objects.filter(folder=folder, path__in=some).delete()
    FolderFile.objects.bulk_create(
        (
            FolderFile(folder=folder, path=path, blob_id=digest)
            for path, digest in sorted(files.items())
            if digest
        ),
        batch_size=BATCH,
    )
