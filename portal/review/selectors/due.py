"""The cards of a sitting."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, F, FloatField, Func, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from portal.accounts.models import User
from portal.review.models import Card, CardQuerySet, ReviewLog
from portal.review.rules.answers import Source
from portal.review.rules.memory import age_at
from portal.review.rules.pace import BOUNDS, LEAST, Kind
from portal.review.rules.queue import BACKLOG, EASE, EVERY_DAY, Mode, fill, mode_of, study_days_away
from portal.review.selectors.terms import Terms, terms_of, usual_seconds

SIGHT = 20_000
"""Due cards that are sorted by retrievability."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What to review now, in this order.

    ``seconds`` is what the cards will take. ``waiting`` counts what is due, these included; counting ends at
    ``more`` than two days' budgets hold, so it is exact unless that is true. ``done`` counts the grades given
    in this sitting that stand. ``terms`` are those it was made by.
    """

    cards: list[Card]
    mode: Mode
    seconds: float
    waiting: int
    more: bool
    done: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Spent:
    seconds: float
    new: int
    done: int


class _Days(Func):
    """An instant as days since 1970, in the arithmetic of the database."""

    template = "(date_part('epoch', %(expressions)s) / 86400.0)"
    output_field = FloatField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Any:
        """Return the same for SQLite, where an instant is a text in UTC."""
        return self.as_sql(compiler, connection, template="(julianday(%(expressions)s) - 2440587.5)")


def queue(
    learner: User,
    now: datetime,
    *,
    minutes: float | None = None,
    since: datetime | None = None,
    easy: bool = False,
    study_days: Set[int] = EVERY_DAY,
) -> Queue:
    """Return what to review now; at most 8 queries, whatever the number of cards.

    ``minutes`` asks for that much, counted from ``since`` on, else it is what is left of the day's. ``easy``:
    today is a rest day. ``study_days`` (0 is Monday) are the days on which being away counts.
    """
    terms = terms_of(learner)
    today, pace = terms.day(now), usual_seconds(learner)
    budget, spent = terms.minutes * 60.0, _spent(learner, today, since)
    asked = budget if minutes is None else minutes * 60.0
    left = max(asked - (spent.seconds if minutes is None or since else 0.0), 0.0)
    due = Card.objects.of(learner).live().due(now=now, day_end=terms.day_end(now))
    enough = int(BACKLOG * budget / LEAST) + 1
    waiting = list(due.values_list("pk", "kind")[:enough])
    mode = mode_of(
        easy=easy,
        away=study_days_away(_last_day(learner, today), today, study_days),
        waiting=sum(pace[kind] for _, kind in waiting),
        budget=budget,
    )
    rows = waiting if mode is Mode.USUAL else list(_by_memory(due, mode, terms, now)[: int(left / LEAST) + 1])
    if mode is Mode.USUAL:
        fresh = max(terms.new_per_day - spent.new, 0)
        rows = [*rows, *Card.objects.of(learner).live().new().values_list("pk", "kind")[:fresh]]
    chosen = fill(rows, pace, left)
    cards = Card.objects.in_bulk(chosen)
    in_order = [cards[pk] for pk in chosen]
    seconds = sum(pace[card.kind] for card in in_order)
    return Queue(in_order, mode, seconds, len(waiting), len(waiting) == enough, spent.done, terms)


def _by_memory(
    due: CardQuerySet, mode: Mode, terms: Terms, now: datetime
) -> "QuerySet[Card, tuple[int, str]]":
    """Return (id, kind) of what is due, the most retrievable first; on a rest day only what will not wait.

    Retrievability falls with the age in stabilities, so that a database can sort by it without the formula.
    Beyond ``SIGHT`` cards it looks at those that fell due last, months of review, so that no backlog slows
    the page down.
    """
    for horizon in due.order_by("-due").values_list("due", flat=True)[SIGHT : SIGHT + 1]:
        due = due.filter(due__gte=horizon)
    today = now.timestamp() / 86_400
    aged = due.annotate(age=(today - _Days("last_review")) / F("stability"))
    if mode is Mode.EASY:
        floor = age_at(terms.retention - EASE)
        aged = aged.filter(age__lte=floor, age__gt=floor - 1 / F("stability"))
    return aged.order_by("age", "pk").values_list("pk", "kind")


def _spent(learner: User, today: date, since: datetime | None) -> _Spent:
    """Return what the learner did in review today, or since then; what was not measured counts as usual.

    The new cards are those of the whole day, as their limit is one of the day.
    """
    logs = ReviewLog.objects.of(learner).grades().filter(local_date=today, source=Source.REVIEW)
    sitting = Q(reviewed_at__gte=since) if since else Q()
    took = Coalesce("seconds", BOUNDS[Kind.CARD].default, output_field=FloatField())
    row = logs.aggregate(
        seconds=Sum(took, filter=sitting, default=0.0),
        new=Count("pk", filter=Q(first=True, undone_by=None)),
        done=Count("pk", filter=Q(undone_by=None) & sitting),
    )
    return _Spent(row["seconds"], row["new"], row["done"])


def _last_day(learner: User, today: date) -> date | None:
    """Return the last day before ``today`` on which the learner reviewed."""
    logs = ReviewLog.objects.of(learner).filter(local_date__lt=today, source=Source.REVIEW)
    return logs.order_by("-local_date").values_list("local_date", flat=True).first()
