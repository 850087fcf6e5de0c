"""Two texts side by side: which lines left, came or changed, and which words within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

AROUND: Final = 3
"""Lines shown before and behind a change."""
LONG: Final = 2_000
"""Characters of a line whose words are still compared."""
ALIKE: Final = 0.5
"""Two lines of which less than this of the shorter one stayed have nothing in common worth showing."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; ``differs`` when the other side does not have it."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of both sides, or of one: numbers from 1, 0 for none. A ``skip`` stands for ``old`` lines left out."""

    kind: Literal["same", "changed", "removed", "added", "skip"]
    old: int = 0
    new: int = 0
    before: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()


def side_by_side(before: str, after: str) -> list[Row]:
    """Return the rows of a comparison: what changed, with a few lines around it; none when nothing did."""
    old, new = before.splitlines(), after.splitlines()
    rows: list[Row] = []
    for group in SequenceMatcher(None, old, new).get_grouped_opcodes(AROUND):
        first = group[0][1]
        shown = max((row.old for row in rows), default=0)
        if first > shown:
            rows.append(Row("skip", old=first - shown))
        for tag, a, b, c, d in group:
            rows += _rows(tag, old[a:b], new[c:d], a + 1, c + 1)
    return rows


def _rows(tag: str, old: Sequence[str], new: Sequence[str], at: int, to: int) -> Iterator[Row]:
    """Yield the rows of one piece; ``at`` and ``to`` are the numbers of its first lines."""
    for step in range(max(len(old), len(new))):
        mine = old[step] if step < len(old) else None
        other = new[step] if step < len(new) else None
        if mine is not None and other is not None:
            before, after = ((Span(mine),), (Span(other),)) if tag == "equal" else words(mine, other)
            yield Row("same" if tag == "equal" else "changed", at + step, to + step, before, after)
        elif mine is not None:
            yield Row("removed", old=at + step, before=(Span(mine),))
        elif other is not None:
            yield Row("added", new=to + step, after=(Span(other),))


def words(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return two lines in pieces, those that differ marked."""
    if max(len(before), len(after)) > LONG:
        return (Span(before, True),), (Span(after, True),)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    stayed = sum(block.size for block in matcher.get_matching_blocks())
    if stayed < ALIKE * min(len(old), len(new)):
        return (Span(before, True),), (Span(after, True),)
    left, right = [], []
    for tag, a, b, c, d in matcher.get_opcodes():
        left.append(Span("".join(old[a:b]), tag != "equal"))
        right.append(Span("".join(new[c:d]), tag != "equal"))
    return tuple(span for span in left if span.text), tuple(span for span in right if span.text)


def likeness(before: str, after: str) -> float:
    """Return how alike two texts are by their lines, from 0 to 1."""
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()
