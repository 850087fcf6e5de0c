"""A file that one side moved, or both did: what the other side did to it goes along to where it is served."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.content.compile import SourceText
from portal.content.compile.places import peek_id
from portal.content.compile.source.paths import kind_of

ALIKE = 0.5
"""How much of two texts must agree for one to be the other, moved: the share of lines in common."""
NAMED = ("lesson", "quiz", "track", "milestone")
"""The kinds of files that have an id."""
MOST_PAIRS = 200
"""How many pairs of texts are compared at most; above it only files that were moved as they were are followed."""


@dataclass(frozen=True, slots=True)
class Move:
    """A file that was at ``old``, and where both sides have it by now; at least one of them moved it."""

    old: str
    ours: str
    theirs: str

    @property
    def place(self) -> str:
        """Return where it is served: where we moved it, or else where they did."""
        return self.theirs if self.ours == self.old else self.ours

    @property
    def parts(self) -> bool:
        """Return whether the sides moved it to different places."""
        return len({self.old, self.ours, self.theirs}) == 3


@dataclass(frozen=True, slots=True)
class Sides:
    """Three states of the files, by path."""

    ours: dict[str, SourceText]
    theirs: dict[str, SourceText]
    bases: dict[str, SourceText]

    def paths(self) -> list[str]:
        """Return every path that any of them has."""
        return sorted({*self.ours, *self.theirs, *self.bases})

    def at(self, path: str) -> tuple[SourceText | None, SourceText | None, SourceText | None]:
        """Return what each has at ``path``: ours, theirs, base."""
        return self.ours.get(path), self.theirs.get(path), self.bases.get(path)

    def moves(self) -> list[Move]:
        """Return what was moved, where no other file is in the way; a file that one side removed was not."""
        ours, theirs = self._places(self.ours), self._places(self.theirs)
        moves = [
            Move(old, ours[old], theirs[old]) for old in sorted(self.bases) if old in ours and old in theirs
        ]
        return [move for move in moves if {move.ours, move.theirs} != {move.old} and self._is_free(move)]

    def followed(self, move: Move) -> Sides:
        """Return the sides as if the file had always been where it is served."""
        return Sides(
            _at(self.ours, move.ours, move.place),
            _at(self.theirs, move.theirs, move.place),
            _at(self.bases, move.old, move.place),
        )

    def _places(self, side: Mapping[str, SourceText]) -> dict[str, str]:
        """Return where a side has each file of the bases by now; one that it does not have is not there."""
        gone = {path: self.bases[path] for path in sorted(self.bases.keys() - side.keys())}
        new = {path: side[path] for path in sorted(side.keys() - self.bases.keys())}
        return {path: path for path in self.bases if path in side} | dict(_moves(gone, new))

    def _is_free(self, move: Move) -> bool:
        """Return whether neither side has another file where the other one has this."""
        return move.ours == move.theirs or (move.ours not in self.theirs and move.theirs not in self.ours)


def _at(side: Mapping[str, SourceText], old: str, new: str) -> dict[str, SourceText]:
    """Return the files with the one at ``old`` at ``new``."""
    files = dict(side)
    if old != new and (moved := files.pop(old, None)):
        files[new] = SourceText(new, moved.shelf or moved.data, moved.sha256)
    return files


def _moves(gone: Mapping[str, SourceText], new: Mapping[str, SourceText]) -> Iterator[tuple[str, str]]:
    """Yield which file that is gone came back at which new path: as it was, or else as the text most like it."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path, text in new.items():
        places[text.sha256].append(path)
    left, free = [], dict(new)
    for path, text in gone.items():
        if found := places[text.sha256]:
            free.pop(found[0])
            yield path, found.pop(0)
        else:
            left.append(path)
    if len(left) * len(free) <= MOST_PAIRS:
        yield from _alike({path: gone[path] for path in left}, free)


def _alike(gone: Mapping[str, SourceText], new: Mapping[str, SourceText]) -> Iterator[tuple[str, str]]:
    """Yield pairs of which the texts agree enough, those that agree most first."""
    found = [
        (share, old, path)
        for old, before in gone.items()
        for path, after in new.items()
        if kind_of(old) == kind_of(path) and (share := _likeness(before, after)) >= ALIKE
    ]
    taken: set[str] = set()
    for _, old, path in sorted(found, key=lambda each: (-each[0], *each[1:])):
        if taken.isdisjoint((old, path)):
            taken |= {old, path}
            yield old, path


def _likeness(before: SourceText, after: SourceText) -> float:
    """Return the share of lines in common, from 0 to 1; texts with one id are one file, whatever they say."""
    if kind_of(before.path) in NAMED and peek_id(before.data) == peek_id(after.data) != "":
        return 1.0
    return SequenceMatcher(None, before.data.splitlines(), after.data.splitlines(), autojunk=False).ratio()
