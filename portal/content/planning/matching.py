"""Which entry of a plan is which that is there already: by its title, by an id it has or had, or by likeness."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from portal.content.planning.names import slug

LIKE = 0.72
"""From this likeness on (0 to 1), a title is taken for the old one in other words."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is there: its title, and the ids it has and had, without what stands before a slash."""

    title: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which wanted title (by place) is which known entry (by place); ``alike`` are the places of renamed ones."""

    of: dict[int, int] = field(default_factory=dict)
    alike: set[int] = field(default_factory=set)


def match(wanted: Sequence[str], known: Sequence[Known]) -> Pairs:
    """Pair each title with at most one entry, and the other way round: the surest pairs first, equals in order."""
    found = Pairs()
    free = dict(enumerate(known))
    by_title = _places({at: (_bare(entry.title),) for at, entry in free.items()})
    by_id = _places({at: entry.ids for at, entry in free.items()})
    for keys in ([_bare(title) for title in wanted], None):
        for at, title in enumerate(wanted):
            if at in found.of:
                continue
            places = by_title.get(keys[at], []) if keys else by_id.get(slug(title, ""), [])
            place = next((place for place in places if place in free), None)
            if place is not None:
                found.of[at] = place
                del free[place]
    _match_alike(wanted, free, found)
    return found


def _places(keys: Mapping[int, Collection[str]]) -> dict[str, list[int]]:
    """Return the places that have each key, in order."""
    places: dict[str, list[int]] = {}
    for at, names in keys.items():
        for name in names:
            places.setdefault(name, []).append(at)
    return places


def _match_alike(wanted: Sequence[str], free: dict[int, Known], found: Pairs) -> None:
    """Pair what is left by likeness, the most alike first."""
    scores = [
        (-likeness(title, entry.title), at, place)
        for at, title in enumerate(wanted)
        if at not in found.of
        for place, entry in free.items()
    ]
    for score, at, place in sorted(scores):
        if -score < LIKE:
            return
        if at not in found.of and place in free:
            found.of[at] = place
            found.alike.add(at)
            del free[place]


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how alike two titles are, whatever the order of their words."""
    first, second = _bare(one).split(), _bare(other).split()
    if not first or not second:
        return 0.0
    matcher = SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False)
    if matcher.real_quick_ratio() < LIKE and not set(first) & set(second):
        return 0.0
    shared = 2 * len(set(first) & set(second)) / (len(set(first)) + len(set(second)))
    return max(matcher.ratio(), shared)


def _bare(title: str) -> str:
    """Return a title without case, signs and double spaces."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split()) or folded
