"""A file that one side moved while the other still has it where it was: what the other did to it goes along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.content.compile import SourceText
from portal.content.compile.source.paths import kind_of

ALIKE = 0.5
"""How much of two texts must agree for one to be the other, moved: the share of lines in common."""
MOST_PAIRS = 200
"""How many pairs of texts are compared at most; above it only files that were moved as they were are followed."""


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

    def moves(self) -> list[tuple[str, str]]:
        """Return from where to where one side moved a file that the other still has in its old place."""
        return [
            pair
            for side, other in ((self.ours, self.theirs), (self.theirs, self.ours))
            for pair in _moves(
                {path: self.bases[path] for path in sorted(self.bases.keys() & other.keys() - side.keys())},
                {path: side[path] for path in sorted(side.keys() - other.keys() - self.bases.keys())},
            )
        ]

    def followed(self, old: str, new: str) -> Sides:
        """Return the sides as if what is at ``old`` had always been at ``new``."""
        return Sides(*(_at(side, old, new) for side in (self.ours, self.theirs, self.bases)))


def _at(side: Mapping[str, SourceText], old: str, new: str) -> dict[str, SourceText]:
    """Return the files with the one at ``old`` at ``new``."""
    files = dict(side)
    if moved := files.pop(old, None):
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
        if kind_of(old) == kind_of(path) and (share := _share(before.data, after.data)) >= ALIKE
    ]
    taken: set[str] = set()
    for _, old, path in sorted(found, key=lambda each: (-each[0], *each[1:])):
        if taken.isdisjoint((old, path)):
            taken |= {old, path}
            yield old, path


def _share(before: bytes, after: bytes) -> float:
    """Return the share of lines in common, from 0 to 1."""
    return SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False).ratio()
