"""What somebody typed, as terms that must all be found. Pure; takes any text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from portal.index.rules.words import stem, words

LONGEST: Final = 200
"""Characters of a query that are read."""
MOST: Final = 12
"""Words of a query that are looked for."""
SMALL: Final = frozenset(
    "a an and are as at be by can do does for from how i in is it of on or the this to what when why with".split()  # noqa: SIM905 - a list is longer
)
"""Words that are not looked for, unless there is nothing else or they stand between quotation marks."""
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_PIECE: Final = re.compile(r'"([^"]*)("?)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one behind the other; of the last one the beginning is enough if ``prefix``.

    ``written`` is how it stood in the query.
    """

    words: tuple[str, ...]
    prefix: bool
    written: str

    @property
    def correctable(self) -> bool:
        """Return whether it may have been mistyped: one word of letters, without quotation marks."""
        return len(self.words) == 1 and self.prefix and len(self.words[0]) > 3 and self.words[0].isalpha()

    @property
    def starts(self) -> tuple[str, ...]:
        """Return what the last word may begin with: it is a plural, or not yet typed to its end."""
        return tuple(dict.fromkeys([stem(self.words[-1]), *([self.words[-1]] if self.prefix else [])]))

    @property
    def before(self) -> tuple[str, ...]:
        """Return the words before the last one, as they are kept."""
        return tuple(map(stem, self.words[:-1]))

    def meets(self, found: tuple[str, ...]) -> bool:
        """Return whether as many words of a text, as they are kept, are what this term looks for."""
        if found[:-1] != self.before:
            return False
        return found[-1].startswith(self.starts) if self.prefix else found[-1] == self.starts[0]


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, in one line, and the terms to look for; without any, nothing is found."""

    text: str
    terms: tuple[Term, ...]

    @property
    def whole(self) -> "Query":
        """Return the query for words that are typed to their end."""
        return replace(self, terms=tuple(replace(term, prefix=False) for term in self.terms))

    def corrected(self, better: Mapping[str, str]) -> "Query":
        """Return the query with words replaced."""
        terms = [
            Term((better[term.words[0]],), True, better[term.words[0]])
            if term.correctable and term.words[0] in better
            else term
            for term in self.terms
        ]
        return Query(" ".join(term.written for term in terms), tuple(terms))


def parse(text: str) -> Query:
    """Read a query: words, and phrases between quotation marks. Everything else in it only separates words."""
    line = " ".join(text.translate(_QUOTES).replace("\0", " ").split())[:LONGEST].strip()
    terms: dict[tuple[str, ...], Term] = {}
    left = MOST
    for quoted, closed, bare in _PIECE.findall(line):
        found = tuple(words(quoted or bare))[:left]
        left -= len(found)
        if found:
            prefix = not closed and len(found[-1]) > 1
            terms.setdefault(found, Term(found, prefix, bare or f'"{quoted}"'))
    sought = [term for term in terms.values() if not _is_small(term)]
    return Query(line, tuple(sought or terms.values()))


def _is_small(term: Term) -> bool:
    return term.written[0] != '"' and len(term.words) == 1 and term.words[0] in SMALL
