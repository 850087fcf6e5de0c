"""What is allowed and yet may want a second look. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from portal.content.compile.parts import OLD, Fact
from portal.content.compile.problems import Problem
from portal.content.compile.summary import Summary

_VERIFIED = re.compile(rb"^verified_on:[ \t]*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)


def warnings_of(
    path: str, data: bytes, summary: Summary, facts: Iterable[Fact], today: date
) -> Iterator[Problem]:
    """Yield what no check refuses; each with its line."""
    by_id = {fact.id: fact for fact in facts}
    if summary.kind == "facts":
        yield from (
            _old_fact(path, fact.line, fact, today) for fact in by_id.values() if _is_old(fact, today)
        )
    for name, line in summary.facts:
        fact = by_id.get(name)
        if fact is not None and _is_old(fact, today):
            yield _old_fact(path, line, fact, today)
    if summary.kind == "lesson" and (found := _VERIFIED.search(data, 0, 8192)):
        yield from _old_claims(path, data, found, today)


def _is_old(fact: Fact, today: date) -> bool:
    return fact.checked is not None and today - fact.checked > OLD


def _old_fact(path: str, line: int, fact: Fact, today: date) -> Problem:
    days = (today - fact.checked).days if fact.checked else 0
    return Problem(
        path, line, f"the fact “{fact.id}” was checked {days} days ago", "check it again or remove it"
    )


def _old_claims(path: str, data: bytes, found: re.Match[bytes], today: date) -> Iterator[Problem]:
    try:
        days = (today - date.fromisoformat(found[1].decode())).days
    except ValueError:
        return
    if days > OLD.days:
        line = data.count(b"\n", 0, found.start()) + 1
        yield Problem(
            path, line, f"the lesson was verified {days} days ago", "run its blocks and check its claims"
        )
