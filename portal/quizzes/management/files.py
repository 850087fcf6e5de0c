"""Files that commands write: whole, and never over one that is there unless asked to."""

from collections.abc import Mapping
from pathlib import Path

from django.core.management.base import CommandError


def write_files(files: Mapping[Path, bytes], *, force: bool) -> None:
    """Write ``files``, none of them if one is there and ``force`` is not set."""
    there = [str(path) for path in files if path.exists()]
    if there and not force:
        raise CommandError(f"{', '.join(there)}: already there; --force writes over it", returncode=2)
    for path, data in files.items():
        try:
            with path.open("wb" if force else "xb") as file:
                file.write(data)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
