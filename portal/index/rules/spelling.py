"""Which known word a mistyped one was meant to be. Pure."""

from collections.abc import Iterable
from heapq import nlargest
from typing import Final

SHORTEST: Final = 3
LONGEST: Final = 30
SHORT: Final = 6
"""Up to this length a word is also found by its first letter and its length: one slip may leave no three letters."""


def is_learned(word: str) -> bool:
    """Return whether a word of a text is one that a mistyped word may have been meant to be."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def grams(word: str) -> set[str]:
    """Return the runs of three letters of a word, its ends marked; for a short one, its first letter and length."""
    marked = f"^{word}$"
    found = {marked[at : at + 3] for at in range(len(marked) - 2)}
    return found | ({shape(word[0], len(word))} if len(word) <= SHORT else set())


def shape(first: str, length: int) -> str:
    """Return the gram that says with what letter a short word begins, and how long it is."""
    return f"{first}{length}"


def sought(word: str) -> set[str]:
    """Return the grams one of which the word that was meant has."""
    close = {shape(word[0], len(word) + more) for more in (-1, 0, 1)} if len(word) < SHORT else set()
    return grams(word) | close


def nearest(word: str, known: Iterable[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """Return those of the ``known`` words, with their uses, that share most grams with ``word``; others than none."""
    asked = sought(word)
    shared = ((len(asked & grams(other)), uses, other) for other, uses in known)
    return [(other, uses) for count, uses, other in nlargest(most, shared) if count]


def slips(word: str) -> int:
    """Return how many letters of ``word`` may be wrong."""
    return 1 if len(word) < SHORT else 2


def distance(word: str, other: str, most: int) -> int:
    """Return how many letters are missing, too many, wrong or swapped; ``most + 1`` if more than ``most``.

    The optimal string alignment distance. Costs at most the product of both lengths.
    """
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(word, start=1):
        last, before, row = before, row, [at]
        for to, letter in enumerate(other, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != letter))
            if at > 1 and to > 1 and sign == other[to - 2] and word[at - 2] == letter:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def meant(word: str, known: Iterable[tuple[str, int]]) -> str:
    """Return which of the ``known`` words, each with how often it is used, was meant; empty when none is near.

    Nearest first, then with the same letters, then with the same first letter, then used most, then by the alphabet.
    """
    most = slips(word)
    near = [
        (away, sorted(other) != sorted(word), other[0] != word[0], -uses, other)
        for other, uses in known
        if (away := distance(word, other, most)) <= most
    ]
    return min(near)[-1] if near else ""
