"""What a result shows: text with the words that were looked for in ``<mark>``. Pure; returns HTML that is escaped."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from portal.index.rules.query import Query, Term
from portal.index.rules.words import FLAT, spans, stem

ROOM: Final = 220
"""Characters of a snippet, about."""
LEAD: Final = 50
"""Characters of it before the first word that is marked, at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text that holds a term of the query, by the term's number."""

    start: int
    end: int
    term: int


def marked(text: str, query: Query) -> str:
    """Return all of ``text`` as HTML, marked."""
    return _marked(text, 0, len(text), places(text, query))


def snippet(text: str, query: Query) -> str:
    """Return the part of ``text`` that holds most terms of the query as HTML, marked; without one, its beginning."""
    found = places(text, query)
    start, end = _window(text, found)
    before, behind = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{_marked(text, start, end, found)}{behind}"


def places(text: str, query: Query) -> list[Found]:
    """Return where the terms stand in ``text``, without one inside another."""
    found: list[Found] = []
    for start in _starts(query).finditer(text.translate(FLAT)) if query.terms else ():
        at = start.start()
        if found and at < found[-1].end:
            continue
        for number, term in enumerate(query.terms):
            if end := _end(text, at, term):
                found.append(Found(at, end, number))
                break
    return found


@lru_cache(maxsize=64)
def _starts(query: Query) -> re.Pattern[str]:
    """Return what finds every place in a flat text where a term may begin; looking at each word would take long."""
    first = {start.removesuffix("i") for term in query.terms for start in (*term.before[:1], *term.starts)}
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(first)))})")


def _end(text: str, at: int, term: Term) -> int:
    """Return where ``term`` ends that begins at ``at``, or 0 when it does not."""
    held: tuple[str, ...] = ()
    for span in spans(text, at):
        held += tuple(map(stem, span.words))
        if len(held) >= len(term.words):
            return span.end if term.meets(held[: len(term.words)]) else 0
    return 0


def _window(text: str, found: list[Found]) -> tuple[int, int]:
    """Return where a snippet begins and ends: at most ``ROOM`` around as many different terms as possible."""
    best, most = 0, (0, 0)
    inside: deque[Found] = deque()
    for one in found:
        inside.append(one)
        while one.end - inside[0].start > ROOM - LEAD and len(inside) > 1:
            inside.popleft()
        worth = (len({other.term for other in inside}), len(inside))
        if worth > most:
            best, most = inside[0].start, worth
    start = max(best - LEAD, 0)
    if start and (space := text.find(" ", start, best)) >= 0:
        start = space + 1
    elif start:
        start = best
    end = start + ROOM
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start + ROOM // 2, end)
    return start, space if space > 0 else end


def _marked(text: str, start: int, end: int, found: list[Found]) -> str:
    """Return ``text[start:end]``: each piece is escaped by itself, and only then put between marks."""
    pieces: list[str] = []
    at = start
    for one in found:
        if at <= one.start and one.end <= end:
            pieces += [escape(text[at : one.start]), "<mark>", escape(text[one.start : one.end]), "</mark>"]
            at = one.end
    return "".join([*pieces, escape(text[at:end])])
