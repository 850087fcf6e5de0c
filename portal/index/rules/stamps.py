"""What tells whether something in the index was made from what there is now, by the code there is now. Pure."""

import hashlib
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parents[1]


def code_of(*paths: Path) -> str:
    """Return 16 hex digits over the sources at ``paths`` and those that make the index."""
    digest = hashlib.sha256()
    for path in (*sorted((_HERE / "rules").glob("*.py")), _HERE / "services.py", *sorted(paths)):
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def stamp_of(code: str, *values: object) -> str:
    """Return 32 hex digits that change with ``code`` and with any of ``values``."""
    return hashlib.sha256("\0".join([code, *map(str, values)]).encode()).hexdigest()[:32]
