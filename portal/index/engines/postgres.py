"""PostgreSQL: a generated tsvector with weights in a GIN index. Queries are put together from words alone.

No extension is needed, so no right beyond those of the database's owner.
"""

from typing import Final

from portal.index.rules.facets import Scope
from portal.index.rules.query import Query, Term

_TITLE: Final = "setweight(to_tsvector('simple', title_stems), 'A')"
_HEADING: Final = "setweight(to_tsvector('simple', heading_stems), 'B')"
_BODY: Final = "setweight(to_tsvector('simple', body_stems), 'D')"
_COLUMNS: Final = {"head_vector": f"{_TITLE} || {_HEADING}", "vector": f"{_TITLE} || {_HEADING} || {_BODY}"}

create: list[str] = [
    statement
    for column, made in _COLUMNS.items()
    for statement in (
        f"ALTER TABLE index_document ADD COLUMN {column} tsvector GENERATED ALWAYS AS ({made}) STORED",
        f"CREATE INDEX index_document_{column} ON index_document USING gin ({column})",
    )
]
remove: list[str] = [f"ALTER TABLE index_document DROP COLUMN {column}" for column in _COLUMNS]
lock: list[str] = ["LOCK TABLE index_document IN SHARE ROW EXCLUSIVE MODE"]
compact: list[str] = []

# Ranking reads the whole vector of a document. So of those that hold the words in their prose alone, 400 of
# everybody's and 200 of the owner's are ranked: any of them, as an order would have the database look at all.
_IN_HEAD: Final = "SELECT d.id FROM index_document d WHERE d.head_vector @@ %(anywhere)s::tsquery AND {seen}"
_IN_PROSE: Final = "SELECT d.id FROM index_document d WHERE d.vector @@ %(anywhere)s::tsquery AND {seen}"
found: str = f"""
    SELECT d.id, -ts_rank('{{0.1, 0.2, 0.4, 1.0}}', d.vector, %(anywhere)s::tsquery, 1) AS score, CASE
        WHEN d.head_vector @@ %(in_title)s::tsquery THEN 0
        WHEN d.head_vector @@ %(in_heading)s::tsquery THEN 1
        ELSE 2 END AS tier, NOT CASE
        WHEN d.head_vector @@ %(in_title)s::tsquery THEN d.head_vector @@ %(whole_in_title)s::tsquery
        WHEN d.head_vector @@ %(in_heading)s::tsquery THEN d.head_vector @@ %(whole_in_heading)s::tsquery
        ELSE d.vector @@ %(whole)s::tsquery END AS rough
    FROM index_document d WHERE d.id IN (
        {_IN_HEAD}
        UNION ({_IN_PROSE} AND d.owner_id IS NULL LIMIT 400)
        UNION ({_IN_PROSE} AND d.owner_id = %(owner)s LIMIT 200)
    )
"""  # noqa: S608 - put together from the lines above


def looked_up(query: Query, scope: Scope) -> dict[str, str]:
    """Return the same query for each place as a tsquery; ``scope`` is looked at in the columns themselves."""
    return {
        name: " & ".join(_term(term, weights) for term in asked.terms)
        for names, asked in (
            (("anywhere", "in_title", "in_heading"), query),
            (("whole", "whole_in_title", "whole_in_heading"), query.whole),
        )
        for name, weights in zip(names, ("", "A", "AB"), strict=True)
    }


def _term(term: Term, weights: str) -> str:
    """Return a term: letters and digits between quotation marks, so nothing of it is read as an operator."""
    last = f":*{weights}" if term.prefix else f":{weights}" if weights else ""
    mark = f":{weights}" if weights else ""
    ways = [
        " <-> ".join([*(f"'{word}'{mark}" for word in term.before), f"'{start}'{last}"])
        for start in term.starts
    ]
    return f"({' | '.join(ways)})"
