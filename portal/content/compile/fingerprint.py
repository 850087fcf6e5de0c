"""Which compiler this is: what it makes of a text may change only when this changes."""

import hashlib
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("markdown", "pygments", "nh3")


def fingerprint(here: Path) -> str:
    """Return 16 hex digits over the sources below ``here`` and the versions of the libraries that render."""
    digest = hashlib.sha256()
    for source in sorted(here.rglob("*.py")):
        digest.update(f"{source.relative_to(here)}\0".encode() + source.read_bytes() + b"\0")
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    return digest.hexdigest()[:16]
