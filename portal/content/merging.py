"""Two versions of a text that began as one: joined where they do not meet, kept both where they do.

The rule is that of diff3 (S. Khanna, K. Kunal, B. Pierce, "A formal investigation of diff3", 2007): lines that all
three have in common part the text into pieces; a piece that only one side changed takes that side, one that both
changed alike is taken once, and any other is a conflict for a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Same:
    """A piece on which there is nothing to decide."""

    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A piece that both sides changed, each in its own way; every text is whole lines, or empty."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The pieces of a merge in order; no two pieces without a conflict stand side by side."""

    pieces: tuple[Same | Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return what a person has to decide."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def text(self) -> str | None:
        """Return the merged text, or None while there is a conflict."""
        return (
            None
            if self.conflicts
            else "".join(piece.text for piece in self.pieces if isinstance(piece, Same))
        )

    @property
    def ours(self) -> str:
        """Return the text with our side in every conflict."""
        return "".join(piece.text if isinstance(piece, Same) else piece.ours for piece in self.pieces)

    @property
    def theirs(self) -> str:
        """Return the text with their side in every conflict."""
        return "".join(piece.text if isinstance(piece, Same) else piece.theirs for piece in self.pieces)


def merge(base: str, ours: str, theirs: str) -> Merge:
    """Join two texts that came from ``base``, line by line. Line ends belong to their lines and are never changed."""
    if ours == theirs or theirs == base:
        return _merged([Same(ours)])
    if ours == base:
        return _merged([Same(theirs)])
    return _merged(_pieces(*(text.splitlines(keepends=True) for text in (base, ours, theirs))))


def _pieces(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Same | Conflict]:
    """Yield the pieces between the lines that all three have in common, and those lines."""
    at, left, right = 0, 0, 0
    for line, mine, other in [*_common(base, ours, theirs), (len(base), len(ours), len(theirs))]:
        yield _decided("".join(base[at:line]), "".join(ours[left:mine]), "".join(theirs[right:other]))
        yield Same("".join(base[line : line + 1]))
        at, left, right = line + 1, mine + 1, other + 1


def _common(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, int]]:
    """Yield the places of each line of ``base`` that is still in both texts."""
    mine, other = _kept(base, ours), _kept(base, theirs)
    return ((line, mine[line], other[line]) for line in sorted(mine.keys() & other.keys()))


def _kept(base: Sequence[str], text: Sequence[str]) -> dict[int, int]:
    """Return where in ``text`` each line of ``base`` is that stayed, in rising order on both sides."""
    blocks = SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _decided(base: str, ours: str, theirs: str) -> Same | Conflict:
    """Return the piece that is right when only one side changed, or both did alike; else the conflict."""
    if ours in (theirs, base):
        return Same(theirs)
    return Same(ours) if theirs == base else Conflict(base, ours, theirs)


def _merged(pieces: Sequence[Same | Conflict] | Iterator[Same | Conflict]) -> Merge:
    """Return the pieces without empty ones, neighbours joined."""
    result: list[Same | Conflict] = []
    for piece in pieces:
        if isinstance(piece, Conflict):
            result.append(piece)
        elif piece.text and result and isinstance(result[-1], Same):
            result[-1] = Same(result[-1].text + piece.text)
        elif piece.text:
            result.append(piece)
    return Merge(tuple(result))
