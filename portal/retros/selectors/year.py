"""The weeks of a year as the index shows them, and what can be exported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from portal.accounts.models import User
from portal.retros.models import Retrospective, Words
from portal.retros.rules.drawing import Column, columns
from portal.retros.rules.weeks import Week, week_before
from portal.retros.selectors.terms import terms_of

WEEKS: Final = 52


@dataclass(frozen=True, slots=True)
class Row:
    """A week of the table: minutes planned and real, topics finished, days of study. ``closed``: by the learner."""

    week: Week
    planned: int
    real: int
    topics: int
    studied: int
    closed: bool
    words: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The last 52 weeks that are over: a drawing, oldest first, and the weeks with figures, latest first.

    ``running`` is the week that is not over; ``waiting`` the last one that is, while the learner has not closed it.
    """

    columns: tuple[Column, ...]
    months: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    running: Week
    waiting: Week | None
    minutes: int
    closed: int


def year_of(learner: User, now: datetime) -> Year:
    """Return the year; two statements."""
    terms = terms_of(learner)
    running = terms.week(now)
    weeks: list[Week] = []
    week = running
    for _ in range(WEEKS):
        week = week_before(week, terms.starts)
        weeks.insert(0, week)
    since = weeks[0].first
    figures = dict(Retrospective.objects.of(learner).filter(first__gte=since).values_list("first", "figures"))
    words = dict(Words.objects.filter(user=learner, first__gte=since).values_list("first", "closed_at"))
    rows = [
        _row(week, figures.get(week.first, {}), closed=words.get(week.first) is not None, words=week.first in words)
        for week in weeks
    ]  # fmt: skip
    drawn = columns([(row.week.name, row.planned, row.real, row.closed) for row in rows])
    months = [
        (column.x, f"{week.last:%b}") for column, week in zip(drawn, weeks, strict=True) if week.last.day <= 7
    ]
    kept = [row for row in reversed(rows) if row.week.first in figures or row.words]
    waiting = weeks[-1] if weeks[-1].first in figures and not rows[-1].closed else None
    return Year(
        columns=drawn,
        months=tuple(months),
        rows=tuple(kept),
        running=running,
        waiting=waiting,
        minutes=sum(row.real for row in rows),
        closed=sum(row.closed for row in rows),
    )


def _row(week: Week, figures: Mapping[str, Any], *, closed: bool, words: bool) -> Row:
    time = figures.get("time", {})
    return Row(
        week=week,
        planned=time.get("planned", 0),
        real=time.get("real", 0),
        topics=figures.get("topics", {}).get("read", 0),
        studied=figures.get("rhythm", {}).get("studied", 0),
        closed=closed,
        words=words,
    )
