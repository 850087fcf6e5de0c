"""Zip archives that somebody sends: nothing is unpacked to disk, and no more is read than was said beforehand."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO, Any, Final

from portal.owndata.rules.lines import row_of
from portal.owndata.rules.values import Wrong

FORMAT: Final = 1
"""The format that is written, and the only one that is read."""
MANIFEST: Final = "manifest.json"
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of the archive itself."""
MOST_UNPACKED: Final = 512 * 1024 * 1024
MOST_FILES: Final = 50_000
LONGEST_MANIFEST: Final = 16 * 1024 * 1024
PIECE: Final = 256 * 1024


@contextmanager
def opened(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """Open an archive and check everything that can be known without its tables; raises ``Wrong``.

    Names are plain, sizes are bounded, each file is the one the manifest speaks of. What breaks later, while it
    is read, is ``Wrong``, too.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_names(archive)
            _check_digests(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Wrong("it is not a whole zip archive") from error


def manifest_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest; raises ``Wrong`` for one of another format."""
    if MANIFEST not in archive.namelist():
        raise Wrong(f"it has no {MANIFEST}, so it was not made by “Export everything”")
    if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise Wrong(f"{MANIFEST} is too large")
    try:
        manifest = row_of(archive.read(MANIFEST))
    except Wrong as error:
        raise Wrong(f"{MANIFEST} {error}") from error
    if manifest.get("format") != FORMAT:
        found = json.dumps(manifest.get("format"))[:20]
        raise Wrong(f"{MANIFEST} names the format {found}; this portal reads format {FORMAT}")
    if not isinstance(manifest.get("files"), dict):
        raise Wrong(f"{MANIFEST} does not list the files")
    return manifest


def _check_names(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise Wrong(f"it has more than {MOST_FILES:,} files")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or str(path) != name:
            raise Wrong(f"it has a file with an unsafe name: {name[:80]!r}")
        if name in seen:
            raise Wrong(f"it has two files of the name {name[:80]}")
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Wrong(f"{name[:80]} is encrypted or packed in an unusual way")
        seen.add(name)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Wrong(f"it would unpack to more than {MOST_UNPACKED // 1024**2} MB")


def _check_digests(archive: zipfile.ZipFile) -> None:
    files = manifest_of(archive)["files"]
    names = set(archive.namelist()) - {MANIFEST}
    if differ := sorted(names ^ files.keys()):
        raise Wrong(f"{differ[0][:80]} is not both in the archive and in {MANIFEST}")
    for name in sorted(names):
        told = files[name].get("sha256") if isinstance(files[name], dict) else None
        if _digest(archive, name) != told:
            raise Wrong(
                f"{name[:80]} is not as it was exported: its digest differs from the one in {MANIFEST}"
            )


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    with archive.open(name) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
