"""Reads of the index: what is found, and what a mistyped word was meant to be. One query each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from portal.accounts.models import User
from portal.index.engines import engine
from portal.index.models import Document
from portal.index.rules.facets import Scope
from portal.index.rules.query import Query, Term
from portal.index.rules.spelling import meant, nearest, slips, sought

NEAREST: Final = 250
"""Words of everybody's that share most grams with a mistyped one and are compared with it."""
MOST: Final = 1000
"""Documents that are looked at for one query: a word that stands everywhere takes no longer than others."""
MINE: Final = "d.owner_id IS NULL OR d.owner_id = %(owner)s"

FIND: Final = """
WITH found AS ({found} ORDER BY tier, rough, score LIMIT %(most)s),
ranked AS (
    SELECT d.id, d.kind, d.ref, d.later, found.tier, found.rough, found.score,
        CASE WHEN found.tier > 0 OR d.kind = %(first)s THEN 0 ELSE 1 END AS behind, row_number() OVER (
        PARTITION BY d.kind, d.ref
        ORDER BY found.tier, found.rough, CASE d.part WHEN 0 THEN 1 ELSE 0 END, found.score, d.part
    ) AS place
    FROM found JOIN index_document d ON d.id = found.id WHERE {seen}
),
page AS (
    SELECT id, row_number() OVER (ORDER BY tier, rough, behind, later, score, kind, ref) AS rank,
        count(*) OVER () AS total
    FROM ranked WHERE place = 1 ORDER BY rank LIMIT %(size)s OFFSET %(start)s
)
SELECT page.total, (SELECT count(*) FROM found), d.kind, d.ref, d.place, d.track, d.title, d.heading, d.body
FROM page JOIN index_document d ON d.id = page.id ORDER BY page.rank
"""

NEAR: Final = """
SELECT {at} AS asked, near.text, near.uses FROM (
    SELECT w.text, w.uses FROM (
        SELECT word_id FROM index_gram WHERE gram IN ({grams})
        GROUP BY word_id ORDER BY count(*) DESC, word_id LIMIT {nearest}
    ) g JOIN index_word w ON w.id = g.word_id
) near
"""

OWN: Final = """
SELECT -1 AS asked, w.text, w.uses FROM index_word w
WHERE w.owner_id = %(owner)s AND w.initial IN ({initials}) AND ({like})
"""

LIKE: Final = """
    substr(w.text, 1, %(long{at})s) = %(word{at})s OR (
    length(w.text) BETWEEN %(low{at})s AND %(high{at})s AND substr(w.text, 1, 1) = substr(%(word{at})s, 1, 1))
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and the part of it where the words stand best."""

    kind: str
    ref: str
    place: str
    track: str
    title: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found, the best first, and how much it is in all; or ``more``, than can be looked at."""

    rows: tuple[Hit, ...]
    total: int
    more: bool = False


def find(
    owner: User | None,
    query: Query,
    *,
    kinds: Collection[str],
    track: str,
    start: int,
    size: int,
    first: str = "",
) -> Hits:
    """Return what holds every term of ``query``, each thing once: everybody's, and what is ``owner``'s own.

    All in the title comes before title or heading, and that before the rest. Of each, whole words come before
    beginnings; of the titles, those of the kind ``first`` before others; what is ``later`` comes last. Only the best
    ``MOST`` documents are looked at. An empty ``track`` is any.
    """
    if not query.terms or not kinds:
        return Hits((), 0)
    scope = Scope(owner.pk if owner else None, sorted(kinds), track)
    names = {f"kind{at}": kind for at, kind in enumerate(scope.kinds)}
    seen = f"({MINE}) AND d.kind IN ({', '.join(f'%({name})s' for name in names)})"
    seen += " AND d.track = %(track)s" if track else ""
    found = engine().found.replace("{seen}", seen)
    rows = _rows(
        FIND.replace("{found}", found).replace("{seen}", seen),
        engine().looked_up(query, scope)
        | names
        | {"owner": scope.owner, "track": track, "start": start, "size": size, "most": MOST, "first": first},
    )
    total, looked_at = rows[0][:2] if rows else (0, 0)
    return Hits(tuple(Hit(*row[2:]) for row in rows), total, looked_at == MOST)


def corrections(owner: User | None, query: Query) -> dict[str, str]:
    """Return for words of ``query`` with which no known word begins those that were probably meant.

    Known are the words of everybody's things and of ``owner``'s own.
    """
    terms = [term for term in query.terms if term.correctable]
    asked = [term.words[0] for term in terms]
    if not asked:
        return {}
    parts: list[str] = []
    values: dict[str, Any] = {"owner": owner.pk if owner else None}
    for at, word in enumerate(asked):
        low, high = len(word) - slips(word), len(word) + slips(word)
        values |= {f"word{at}": word, f"long{at}": len(word), f"low{at}": low, f"high{at}": high}
        names = {f"gram{at}_{to}": gram for to, gram in enumerate(sorted(sought(word)))}
        values |= names
        places = ", ".join(f"%({name})s" for name in names)
        parts.append(NEAR.format(at=at, grams=places, nearest=NEAREST))
    if owner:
        like = " OR ".join(LIKE.format(at=at) for at in range(len(asked)))
        values |= {f"initial{at}": word[0] for at, word in enumerate(asked)}
        parts.append(
            OWN.format(like=like, initials=", ".join(f"%(initial{at})s" for at in range(len(asked))))
        )
    known = defaultdict[int, list[tuple[str, int]]](list)
    for at, text, uses in _rows(" UNION ALL ".join(parts), values):
        known[at].append((text, uses))
    found = {term.words[0]: _better(term, known[at] + known[-1]) for at, term in enumerate(terms)}
    return {word: better for word, better in found.items() if better}


def _better(term: Term, known: Sequence[tuple[str, int]]) -> str:
    """Return the word that was meant, or nothing when a known one begins like it or none is near."""
    if any(text.startswith(term.starts) for text, _ in known):
        return ""
    return meant(term.words[0], nearest(term.words[0], known, NEAREST))


def stamps(kind: str) -> dict[str, str]:
    """Return what each thing of a kind was made from, by its ref."""
    return dict(Document.objects.filter(kind=kind, part=0).values_list("ref", "stamp"))


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
