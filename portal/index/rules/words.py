"""From text to the words that are compared. Texts and queries go through the same steps, so that they meet. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

LONGEST: Final = 40
"""Characters of a word that count."""
_RUN: Final = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of letters and digits in a text, and the words it stands for: one, seldom none or more."""

    start: int
    end: int
    words: tuple[str, ...]


def spans(text: str, start: int = 0) -> Iterator[Span]:
    """Yield the runs of ``text`` in their order, from ``start`` on."""
    for run in _RUN.finditer(text, start):
        yield Span(run.start(), run.end(), fold(run.group()))


def words(text: str) -> list[str]:
    """Return the words of ``text``: lower case, without accents, at most ``LONGEST`` characters each."""
    return [word for run in _RUN.findall(text) for word in fold(run)]


@lru_cache(maxsize=1 << 16)
def fold(run: str) -> tuple[str, ...]:
    """Return the words of one run of letters and digits."""
    plain = "".join(sign for sign in normalize("NFKD", run.casefold()) if not combining(sign))
    return tuple(word[:LONGEST] for word in _WORD.findall(plain.casefold()))


class _Flat(dict[int, int]):
    """Maps each character to its small letter without accents, where that is one character."""

    def __missing__(self, sign: int) -> int:
        plain = fold(chr(sign)) or (chr(sign),)
        self[sign] = ord(plain[0]) if len(plain) == 1 and len(plain[0]) == 1 else sign
        return self[sign]


FLAT: Final = _Flat()
"""For ``str.translate``: the text keeps its length, and most of its words are as ``words`` gives them."""


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return ``word`` without the ending of a plural: "windows" and "window" meet, "queries" and "query" as well."""
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-2]
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}i"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> str:
    """Return what a database keeps of ``text``: the stems of its words, with one space between two."""
    return " ".join(map(stem, words(text)))
