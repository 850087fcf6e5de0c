"""What review will ask for in the days ahead."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, IntegerField, Value, When
from fsrs import State

from portal.accounts.models import User
from portal.review.models import Card
from portal.review.rules.days import day_starts
from portal.review.selectors.terms import Terms, terms_of, usual_seconds

DAYS = 30


@dataclass(frozen=True, slots=True)
class DayAhead:
    """The cards that come due on a day, and the minutes they take. The first day holds what is overdue."""

    day: date
    cards: int
    minutes: float


def forecast(learner: User, now: datetime, *, days: int = DAYS, terms: Terms | None = None) -> list[DayAhead]:
    """Return the days from today on; two queries, and one for ``terms`` that are not given.

    Each card stands on the one day its next turn comes; what that answer brings back later, and cards not
    seen yet, are not foretold. Every learner answers differently, and the forecast is made anew each time it
    is looked at.
    """
    terms, pace = terms or terms_of(learner), usual_seconds(learner)
    today = terms.day(now)
    ends = day_starts(today + timedelta(days=1), days, terms.zone, terms.rollover_hour)
    upcoming = Card.objects.of(learner).live().seen().filter(due__lt=ends[-1])
    day = Case(*(When(due__lt=end, then=Value(n)) for n, end in enumerate(ends)), output_field=IntegerField())
    rows = upcoming.order_by().annotate(day=day).values_list("day", "kind").annotate(cards=Count("pk"))
    cards = Counter[int]()
    took: dict[int, float] = dict.fromkeys(range(days), 0.0)
    for n, kind, count in rows:
        cards[n] += count
        took[n] += count * pace[kind]
    return [DayAhead(today + timedelta(days=n), cards[n], took[n] / 60) for n in range(days)]


def next_turn(learner: User, now: datetime, terms: Terms) -> datetime | None:
    """Return when the first card that is being learned comes back later today; None when none does."""
    learning = Card.objects.of(learner).live().seen().exclude(state=State.Review)
    return (
        learning.filter(due__gt=now, due__lt=terms.day_end(now))
        .order_by("due")
        .values_list("due", flat=True)
        .first()
    )
