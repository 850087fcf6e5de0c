"""SQLite: an FTS5 table over the stems of each document, kept by triggers. Queries are made of words alone."""

from typing import Final

from portal.index.rules.facets import Scope, facet
from portal.index.rules.query import Query, Term

_COLUMNS: Final = "title_stems, heading_stems, body_stems, facets"
_TEXTS: Final = "{title_stems heading_stems body_stems}"
_NEW: Final = "new.id, new.title_stems, new.heading_stems, new.body_stems, new.facets"
_OLD: Final = "old.id, old.title_stems, old.heading_stems, old.body_stems, old.facets"
_ADD: Final = f"INSERT INTO index_text(rowid, {_COLUMNS}) VALUES ({_NEW})"  # noqa: S608 - names of ours
_TAKE: Final = f"INSERT INTO index_text(index_text, rowid, {_COLUMNS}) VALUES ('delete', {_OLD})"  # noqa: S608 - names of ours

create: list[str] = [
    f"CREATE VIRTUAL TABLE index_text USING fts5({_COLUMNS}, content='index_document', content_rowid='id', "
    "tokenize=\"unicode61 remove_diacritics 0\", prefix='2 3')",
    f"CREATE TRIGGER index_text_added AFTER INSERT ON index_document BEGIN {_ADD}; END",
    f"CREATE TRIGGER index_text_taken AFTER DELETE ON index_document BEGIN {_TAKE}; END",
    f"CREATE TRIGGER index_text_changed AFTER UPDATE ON index_document BEGIN {_TAKE}; {_ADD}; END",
    "INSERT INTO index_text(index_text) VALUES ('rebuild')",
]
remove: list[str] = [
    "DROP TRIGGER index_text_added",
    "DROP TRIGGER index_text_taken",
    "DROP TRIGGER index_text_changed",
    "DROP TABLE index_text",
]
lock: list[str] = []  # a transaction that writes is the only one
compact: list[str] = ["INSERT INTO index_text(index_text) VALUES ('optimize')"]

found: str = """
    SELECT rowid AS id, bm25(index_text, 10.0, 4.0, 1.0, 0.0) AS score, CASE
        WHEN rowid IN (SELECT rowid FROM index_text WHERE index_text MATCH %(in_title)s) THEN 0
        WHEN rowid IN (SELECT rowid FROM index_text WHERE index_text MATCH %(in_heading)s) THEN 1
        ELSE 2 END AS tier, CASE
        WHEN rowid IN (SELECT rowid FROM index_text WHERE index_text MATCH %(in_title)s)
        THEN rowid NOT IN (SELECT rowid FROM index_text WHERE index_text MATCH %(whole_in_title)s)
        WHEN rowid IN (SELECT rowid FROM index_text WHERE index_text MATCH %(in_heading)s)
        THEN rowid NOT IN (SELECT rowid FROM index_text WHERE index_text MATCH %(whole_in_heading)s)
        ELSE rowid NOT IN (SELECT rowid FROM index_text WHERE index_text MATCH %(whole)s) END AS rough
    FROM index_text WHERE index_text MATCH %(anywhere)s
"""


def looked_up(query: Query, scope: Scope) -> dict[str, str]:
    """Return the same query for each place in the language of FTS5; who may see what is part of it."""
    asked, whole = (" AND ".join(map(_term, one.terms)) for one in (query, query.whole))
    owners = [facet("o", 0), *([facet("o", scope.owner)] if scope.owner else [])]
    facets = [owners, [facet("k", kind) for kind in scope.kinds]]
    facets += [[facet("t", scope.track)]] if scope.track else []
    within = " AND ".join(f"facets : ({' OR '.join(one)})" for one in facets)
    return {
        "anywhere": f"{_TEXTS} : ({asked}) AND {within}",
        "in_title": f"{{title_stems}} : ({asked})",
        "in_heading": f"{{title_stems heading_stems}} : ({asked})",
        "whole": f"{_TEXTS} : ({whole})",
        "whole_in_title": f"{{title_stems}} : ({whole})",
        "whole_in_heading": f"{{title_stems heading_stems}} : ({whole})",
    }


def _term(term: Term) -> str:
    """Return a term: letters and digits between quotation marks, so nothing of it is read as an operator."""
    ways = [f'"{" ".join((*term.before, start))}"{" *" if term.prefix else ""}' for start in term.starts]
    return f"({' OR '.join(ways)})"
