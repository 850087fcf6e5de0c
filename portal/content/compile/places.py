"""What a text can link to or show: the lessons and pictures at their paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from portal.content.compile.source.paths import kind_of
from portal.content.compile.source.texts import SourceText, fetch

FEW = 50
_ID = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9/-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the portal serves lessons and pictures; the words in braces are filled in."""

    lesson: str = "/path/{id}/"
    picture: str = "/content/{sha256}.{extension}"


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at a path. ``stamp`` changes when a text that refers to it must be rendered again.

    ``text`` is there for drawings, which are put into the page; everything else has an ``address``.
    """

    kind: Literal["lesson", "picture", "drawing", "other"]
    stamp: str = ""
    address: str = ""
    text: SourceText | None = None

    @property
    def data(self) -> bytes:
        """Return the bytes of a drawing."""
        return self.text.data if self.text else b""


def places_of(files: Iterable[SourceText], ids: Mapping[str, str], addresses: Addresses) -> dict[str, Place]:
    """Return what stands at each path; ``ids`` gives the ids of lessons whose text need not be looked
    into."""
    files = list(files)
    fetch(file for file in files if kind_of(file.path) == "lesson" and not ids.get(file.path))
    return {file.path: _place(file, ids, addresses) for file in files}


def shown_by(texts: Sequence[SourceText], places: Mapping[str, Place]) -> Mapping[str, Place]:
    """Return the places without the drawings that none of a few ``texts`` can show, as they do not name them.

    So that what is sent to another process stays small, and drawings nobody asks for are not loaded.
    """
    if len(texts) > FEW:
        return places
    words = [text.data for text in texts]
    return {
        path: place
        for path, place in places.items()
        if place.text is None or any(path.rpartition("/")[2].encode() in word for word in words)
    }


def _place(file: SourceText, ids: Mapping[str, str], addresses: Addresses) -> Place:
    """Return what stands at the path of one file."""
    kind = kind_of(file.path)
    if kind == "drawing":
        return Place("drawing", file.sha256, text=file)
    if kind == "picture":
        extension = file.path.rpartition(".")[2]
        address = addresses.picture.format(sha256=file.sha256, extension=extension)
        return Place("picture", address, address)
    if kind == "lesson":
        address = addresses.lesson.format(id=ids.get(file.path) or peek_id(file.data))
        return Place("lesson", address, address)
    return Place("other")


def peek_id(data: bytes) -> str:
    """Return the id a file seems to have, without reading its front matter; "" when none is found."""
    found = _ID.search(data, 0, 4096)
    return found[1].decode() if found else ""
