"""The queue against py-fsrs itself: what the library says is due, by the learner's day, is what is asked."""

from datetime import datetime, timedelta

import pytest
from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler, State
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.review.models import Card, ReviewLog
from portal.review.rules.queue import Mode
from portal.review.selectors import forecast, queue
from tests.review.helpers import NOON, make_own, say

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIBRARY = Scheduler(
    desired_retention=0.9,
    learning_steps=[timedelta(minutes=10)],
    relearning_steps=[timedelta(minutes=10)],
    enable_fuzzing=False,
)
histories = st.lists(
    st.lists(st.tuples(st.sampled_from(Rating), st.integers(1, 40)), min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)
by_database = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def both(learner: User, histories: list[list[tuple[Rating, int]]]) -> dict[str, FsrsCard]:
    """Give the same grades, whole days apart, to our cards and to the library's; return those by ref."""
    ReviewLog.objects.all().delete()
    Card.objects.all().delete()
    alone: dict[str, FsrsCard] = {}
    for n, grades in enumerate(histories):
        card, at = make_own(learner, ref=f"c{n}"), NOON
        alone[card.ref] = FsrsCard(n, due=NOON)
        for rating, days in grades:
            card = say(learner, card, rating, at=at, seconds=5.0)
            alone[card.ref], _ = LIBRARY.review_card(alone[card.ref], rating, at)
            at += days * DAY
    return alone


def due_by(card: FsrsCard, now: datetime, day_end: datetime) -> bool:
    """Return whether a card is to be asked: within its day, or from its minute on while it is being learned."""
    return card.due < day_end if card.state is State.Review else card.due <= now


@by_database
@given(histories, st.integers(0, 90))
def test_the_queue_holds_what_the_library_says_is_due(
    learner: User, histories: list[list[tuple[Rating, int]]], days: int
) -> None:
    alone, now = both(learner, histories), NOON + days * DAY
    day_end = now.replace(hour=4) + DAY  # the day of this learner begins at four, in UTC
    asked = queue(learner, now, minutes=240)
    assert {card.ref for card in asked.cards} == {ref for ref, c in alone.items() if due_by(c, now, day_end)}
    if asked.mode is Mode.USUAL:
        dues = [alone[card.ref].due for card in asked.cards]
        assert dues == sorted(dues)
    else:
        recalled = [LIBRARY.get_card_retrievability(alone[card.ref], now) for card in asked.cards]
        assert recalled == sorted(recalled, reverse=True)


@by_database
@given(histories)
def test_the_forecast_counts_each_card_on_the_day_the_library_says(
    learner: User, histories: list[list[tuple[Rating, int]]]
) -> None:
    alone, today = both(learner, histories), NOON - timedelta(hours=4)
    days = [max((card.due - timedelta(hours=4)).date(), today.date()) for card in alone.values()]
    for day in forecast(learner, NOON):
        assert day.cards == days.count(day.day)
