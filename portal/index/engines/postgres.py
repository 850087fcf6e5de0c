"""PostgreSQL: a generated tsvector with weights in a GIN index. Queries are put together from words alone.

No extension is needed, so no right beyond those of the database's owner.
"""

from typing import Final

from portal.index.rules.query import Query, Term

_VECTOR: Final = " || ".join(
    f"setweight(to_tsvector('simple', {column}), '{weight}')"
    for column, weight in (("title_stems", "A"), ("heading_stems", "B"), ("body_stems", "D"))
)

create: list[str] = [
    f"ALTER TABLE index_document ADD COLUMN vector tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    "CREATE INDEX index_document_vector ON index_document USING gin (vector)",
]
remove: list[str] = ["ALTER TABLE index_document DROP COLUMN vector"]
lock: list[str] = ["LOCK TABLE index_document IN SHARE ROW EXCLUSIVE MODE"]
compact: list[str] = []

found: str = """
    SELECT d.id, -ts_rank('{0.1, 0.2, 0.4, 1.0}', d.vector, %(anywhere)s::tsquery, 1) AS score, CASE
        WHEN d.vector @@ %(in_title)s::tsquery THEN 0
        WHEN d.vector @@ %(in_heading)s::tsquery THEN 1
        ELSE 2 END AS tier
    FROM index_document d WHERE d.vector @@ %(anywhere)s::tsquery AND {seen}
"""


def looked_up(query: Query) -> dict[str, str]:
    """Return the same query for each place as a tsquery."""
    return {
        name: " & ".join(_term(term, weights) for term in query.terms)
        for name, weights in (("anywhere", ""), ("in_title", "A"), ("in_heading", "AB"))
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
