"""What comes out of a text box, as the bytes of a file; and what in a text may be the name of something."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from itertools import islice
from typing import Final
from urllib.parse import unquote

from portal.content.compile.source.paths import MAX_BYTES

MOST_NAMES: Final = 5_000
_WORD = re.compile(r"[A-Za-z0-9._/-]+")
_ENDINGS = (".md", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
_LESSON = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
_CONCEPT = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def bytes_of(typed: str, before: bytes) -> bytes:
    """Return what was typed with the line ends that ``before`` has; a browser sends ones of its own.

    A text that is ``before`` but for its line ends is ``before``, byte for byte.
    """
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    ends = before.count(b"\r\n")
    data = text.encode("utf-8", "replace")
    if data == before.replace(b"\r\n", b"\n").replace(b"\r", b"\n"):
        return before
    return data.replace(b"\n", b"\r\n") if ends * 2 > before.count(b"\n") else data


def text_in(data: bytes) -> str | None:
    """Return the bytes as a text that a box can hold, or None for what is no text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def too_large(size: int) -> str:
    """Return the sentence that says so, or nothing."""
    if size <= MAX_BYTES:
        return ""
    return f"The file has {size / 1024:.0f} KB; {MAX_BYTES // 1024} KB are allowed. Shorten it, or make two of it."


def names_in(path: str, data: bytes) -> tuple[set[str], set[str], set[str]]:
    """Return what the file at ``path`` may speak of: paths of files, ids of lessons, concepts; at most so many."""
    text = data.decode("utf-8", "replace")
    if "%" in text:
        text = f"{text}\n{unquote(text)}"
    # word by word, as a pattern that looks for a whole name takes quadratic time on a long word
    folder, words = posixpath.dirname(path), {match[0] for match in _WORD.finditer(text)}
    names = sorted(word.rstrip(".") for word in words if len(word) < 400)
    paths = {posixpath.normpath(posixpath.join(folder, name)) for name in names if name.endswith(_ENDINGS)}
    return _some(paths), _some(filter(_LESSON.fullmatch, names)), _some(filter(_CONCEPT.fullmatch, names))


def _some(names: Iterable[str]) -> set[str]:
    return set(islice(names, MOST_NAMES))
