"""A file as the compiler sees it: its bytes are at hand, or on a shelf from which they are taken when asked for."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Protocol


class Shelf(Protocol):
    """Where bytes lie by their SHA-256. Each is handed out as often as asked for."""

    def fetch(self, digests: Collection[str]) -> None:
        """Bring these nearer, many at once, as they are asked for soon."""

    def take(self, digest: str) -> bytes:
        """Return the bytes. Raises ``KeyError`` when they do not lie here."""


class SourceText:
    """One file: its path below the curriculum, with slashes, its bytes and their SHA-256 in hex.

    ``data`` may be given as a shelf; then most files are never loaded. Two texts are equal when path and digest are.
    A text that is sent to another process takes its bytes along.
    """

    __slots__ = ("_data", "path", "sha256")

    def __init__(self, path: str, data: bytes | Shelf, sha256: str) -> None:
        """Keep what is given; nothing is loaded."""
        self.path, self._data, self.sha256 = path, data, sha256

    @classmethod
    def of(cls, path: str, data: bytes) -> SourceText:
        """Return the text of bytes whose digest is not known yet."""
        return cls(path, data, hashlib.sha256(data).hexdigest())

    @property
    def data(self) -> bytes:
        """Return the bytes, from the shelf if need be."""
        return self._data if isinstance(self._data, bytes) else self._data.take(self.sha256)

    @property
    def shelf(self) -> Shelf | None:
        """Return where the bytes lie, or None when they are at hand."""
        return None if isinstance(self._data, bytes) else self._data

    def __eq__(self, other: object) -> bool:
        """Return whether path and bytes are the same."""
        return isinstance(other, SourceText) and (self.path, self.sha256) == (other.path, other.sha256)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash((self.path, self.sha256))

    def __repr__(self) -> str:
        """Name path and digest; the bytes can be long."""
        return f"SourceText({self.path!r}, {self.sha256[:12]})"

    def __reduce__(self) -> tuple[type[SourceText], tuple[str, bytes, str]]:
        """Take the bytes along."""
        return SourceText, (self.path, self.data, self.sha256)


def fetch(texts: Iterable[SourceText]) -> None:
    """Bring the bytes of all these texts nearer before each of them is asked for its own."""
    wanted: defaultdict[int, list[SourceText]] = defaultdict(list)
    for text in texts:
        if text.shelf is not None:
            wanted[id(text.shelf)].append(text)
    for group in wanted.values():
        shelf = group[0].shelf
        if shelf is not None:
            shelf.fetch({text.sha256 for text in group})
