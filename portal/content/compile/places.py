"""What a text can link to or show: the lessons and pictures at their paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from portal.content.compile.source.paths import kind_of
from portal.content.compile.source.read import SourceText

_ID = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9/-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the portal serves lessons and pictures; the words in braces are filled in."""

    lesson: str = "/path/{id}/"
    picture: str = "/content/{sha256}.{extension}"


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at a path. ``stamp`` changes when a text that refers to it must be rendered again.

    ``data`` is there for drawings, which are put into the page; everything else has an ``address``.
    """

    kind: Literal["lesson", "picture", "drawing", "other"]
    stamp: str = ""
    address: str = ""
    data: bytes = b""


def places_of(files: Iterable[SourceText], ids: Mapping[str, str], addresses: Addresses) -> dict[str, Place]:
    """Return what stands at each path; ``ids`` gives the ids of lessons whose text need not be looked
    into."""
    return {file.path: _place(file, ids, addresses) for file in files}


def _place(file: SourceText, ids: Mapping[str, str], addresses: Addresses) -> Place:
    """Return what stands at the path of one file."""
    kind = kind_of(file.path)
    if kind == "drawing":
        return Place("drawing", file.sha256, data=file.data)
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
