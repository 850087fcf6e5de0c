"""Ids from titles: letters and digits of ASCII, unique, the same each time."""

# ruff: noqa: SIM905 - the letters of other alphabets, and lines of words

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

WORDS, LENGTH = 6, 48
_SPELT = str.maketrans(
    {
        **dict(zip("äöüßæœøåłđðþı", "ae oe ue ss ae oe o a l d d th i".split(), strict=True)),
        **dict(
            zip(
                "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
                "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i i e g".split(" "),
                strict=True,
            )
        ),
        **dict(
            zip(
                "αβγδεζηθικλμνξοπρσςτυφχψω",
                "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(" "),
                strict=True,
            )
        ),
        "&": " and ", "+": " plus ", "#": " sharp ",
    }
)  # fmt: skip
_FILLERS = frozenset(
    "the a an of and or to in on for with und der die das mit im le la les et de du des el los y".split()
)


def slug(title: str, fallback: str) -> str:
    """Return an id for a title; what has no letter that can be spelt in ASCII gets ``fallback`` and a digest.

    What stands in parentheses is left out when something is left without it.
    """
    for text in (re.sub(r"\([^()]*\)", " ", title), title):
        spelt = unicodedata.normalize("NFC", text.lower()).translate(_SPELT)
        bare = (
            unicodedata.normalize("NFKD", spelt)
            .replace("'", "")
            .replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
        )
        plain = "".join(character for character in bare if not unicodedata.combining(character))
        lost = sum(character.isalpha() and not character.isascii() for character in plain)
        words = re.findall(r"[a-z0-9]+", plain)
        if words and lost <= sum(map(len, words)):
            telling = [word for word in words if word not in _FILLERS] or words
            return "-".join(telling[:WORDS])[:LENGTH].strip("-")
    return f"{fallback}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"


class Names:
    """Ids of one kind that are taken already."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with those that are ``taken``."""
        self.taken = set(taken)

    def take(self, title: str, fallback: str) -> str:
        """Return a new id for ``title``; where it is taken, with a number behind it from 2 on."""
        name = base = slug(title, fallback)
        number = 2
        while name in self.taken:
            name, number = f"{base}-{number}", number + 1
        self.taken.add(name)
        return name
