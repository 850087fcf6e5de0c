"""The folder and the release, file by file: who changed it since they last agreed, and what is to be served."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portal.content.compile import SourceText
from portal.content.merging import merge

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

    ``files`` by path; ``settled`` says, for each path that was decided, what the folder held; ``merged`` are the paths
    whose text is made of both sides; in ``clashes`` our side is served.
    """

    files: dict[str, SourceText] = field(default_factory=dict)
    settled: dict[str, Digest] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)
    clashes: dict[str, Clash] = field(default_factory=dict)


def join(
    ours: Mapping[str, SourceText],
    theirs: Mapping[str, SourceText],
    bases: Mapping[str, SourceText],
    *,
    apart: Collection[str] = (),
) -> Joined:
    """Join the release (``ours``) with the folder (``theirs``); ``bases`` is what the folder held when they agreed.

    The side that changed a file wins; what both changed alike is that; a text that both changed is merged, or clashes.
    Paths in ``apart`` are not merged.
    """
    joined = Joined()
    for path in sorted({*ours, *theirs, *bases}):
        mine, other, base = ours.get(path), theirs.get(path), bases.get(path)
        if mine == other or other == base:
            chosen = mine
        elif mine == base:
            chosen = other
        else:
            chosen = None if path in apart else _merged(path, mine, other, base)
            if chosen is None:
                joined.clashes[path] = Clash(_digest(base), _digest(mine), _digest(other))
                chosen = mine
            else:
                joined.merged.add(path)
        if chosen is not None:
            joined.files[path] = chosen
        if path not in joined.clashes:
            joined.settled[path] = _digest(other)
    return joined


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
