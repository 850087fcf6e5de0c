"""Owner, kind and track of a document as words, each of them one word whatever is in its name. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched: everybody's and ``owner``'s own, of some kinds, of one track (empty: of any)."""

    owner: int | None
    kinds: Sequence[str]
    track: str


def facet(letter: str, name: object) -> str:
    """Return the word for one facet: small letters and digits alone."""
    return letter + str(name).encode().hex()


def facets_of(owner: int | None, kind: str, track: str) -> str:
    """Return all facets of a document."""
    return f"{facet('o', owner or 0)} {facet('k', kind)} {facet('t', track)}"
