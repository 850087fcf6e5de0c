"""The folder and the release, file by file: who changed it since they last agreed, and what is to be served."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portal.content.compile import SourceText
from portal.content.merging import merge
from portal.content.sync.moves import Sides

Digest = str | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A file both sides changed, each in its own way: digests, None for no such file."""

    base: Digest
    ours: Digest
    theirs: Digest


@dataclass(frozen=True, slots=True)
class Joined:
    """What is to be served.

    ``files`` by path; ``settled`` says, for each path that was decided, what the folder held; ``merged`` gives the
    digest of the folder's text where one was made of both; in ``clashes`` our side is served. ``parted`` gives the
    folder's place of a file that both sides moved, by ours, where it is served; ``aside`` are those of them whose texts
    could not be merged: ours is served, and ``merged`` has theirs for the history.
    """

    files: dict[str, SourceText] = field(default_factory=dict)
    settled: dict[str, Digest] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    parted: dict[str, str] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)


def join(
    ours: Mapping[str, SourceText],
    theirs: Mapping[str, SourceText],
    bases: Mapping[str, SourceText],
    *,
    apart: Collection[str] = (),
) -> Joined:
    """Join the release (``ours``) with the folder (``theirs``); ``bases`` is what the folder held when they agreed.

    The side that changed a file wins; what both changed alike is that; a text that both changed is merged, or clashes.
    Where one side moved a file, what the other did to it goes along, unless that clashes. Where both moved it, each to
    another place, ours is the place. Paths in ``apart`` are not merged.
    """
    joined, sides = Joined(), Sides(dict(ours), dict(theirs), dict(bases))
    for move in sides.moves():
        followed = sides.followed(move)
        clashes = move.place in apart or isinstance(_chosen(followed, move.place, apart), Clash)
        if move.parts:
            joined.parted[move.place] = move.theirs
        if move.parts or not clashes:
            sides = followed
    for path in sides.paths():
        chosen, mine, other, base = _chosen(sides, path, apart), *sides.at(path)
        if isinstance(chosen, Clash) and other is not None and path in joined.parted:
            joined.merged[path], chosen = other.sha256, mine
            joined.aside.add(path)
        elif isinstance(chosen, Clash):
            joined.clashes[path], chosen = chosen, mine
        elif other is not None and len({mine, other, base}) == 3:  # all three differ
            joined.merged[path] = other.sha256
        if chosen is not None:
            joined.files[path] = chosen
    decided = {*ours, *theirs, *bases} - joined.clashes.keys()
    joined.settled.update((path, _digest(theirs.get(path))) for path in sorted(decided))
    return joined


def _chosen(sides: Sides, path: str, apart: Collection[str]) -> SourceText | Clash | None:
    """Return what is to be at ``path``, None for no file; or the clash, when a person has to decide."""
    mine, other, base = sides.at(path)
    if mine == other or other == base:
        return mine
    if mine == base:
        return other
    made = None if path in apart else _merged(path, mine, other, base)
    return made or Clash(_digest(base), _digest(mine), _digest(other))


def _merged(
    path: str, mine: SourceText | None, other: SourceText | None, base: SourceText | None
) -> SourceText | None:
    """Return the text made of both, or None when a person has to decide."""
    texts = [text_of(side) for side in (base, mine, other)]
    if mine is None or other is None or base is None or None in texts:
        return None
    text = merge(*(text or "" for text in texts)).text
    return None if text is None else SourceText.of(path, text.encode())


def text_of(side: SourceText | None) -> str | None:
    """Return the text of a file, or None when it is no text."""
    try:
        text = side.data.decode() if side else ""
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _digest(side: SourceText | None) -> Digest:
    return side.sha256 if side else None
