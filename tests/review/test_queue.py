"""What is to be reviewed now, and in the days ahead."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fsrs import Rating

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.review.models import Card
from portal.review.rules.memory import age_at
from portal.review.rules.pace import Kind
from portal.review.rules.queue import Mode
from portal.review.selectors import forecast, queue
from portal.review.services import set_retired, set_settings, set_suspended
from tests.factories import make_learner
from tests.review.helpers import NOON, make_known, make_own, say

DAY = timedelta(days=1)


def refs(learner: User, at: datetime = NOON, **options: object) -> list[str]:
    return [card.ref for card in queue(learner, at, **options).cards]  # type: ignore[arg-type]


def known(learner: User, ref: str, *, due: timedelta, age: float = 1.0, **fields: object) -> Card:
    """Make a card due ``due`` from now, which waited ``age`` stabilities since it was seen."""
    seen = NOON - timedelta(days=10 * age)
    return make_known(learner, ref=ref, due=NOON + due, seen=seen, **fields)  # type: ignore[arg-type]


def yesterday(learner: User) -> None:
    """Let the learner have reviewed yesterday, a card that is far from due."""
    say(learner, make_own(learner, ref="done"), Rating.Easy, at=NOON - DAY)


def test_the_longest_due_comes_first_and_new_cards_last(learner: User) -> None:
    known(learner, "late", due=-DAY)
    known(learner, "later", due=-2 * DAY)
    make_own(learner, ref="new")
    assert refs(learner) == ["later", "late", "new"]


def test_the_queue_is_capped_by_minutes_not_by_count(learner: User) -> None:
    for n in range(12):
        known(learner, f"c{n:02}", due=-timedelta(hours=12 - n))
    assert refs(learner, minutes=2) == [f"c{n:02}" for n in range(8)]
    for n in range(12):
        Card.objects.filter(ref=f"c{n:02}").update(kind=Kind.QUESTION)
    result = queue(learner, NOON, minutes=2)
    assert (len(result.cards), result.seconds, result.waiting) == (2, 90.0, 12)


def test_what_was_reviewed_today_is_taken_off_the_budget(learner: User) -> None:
    set_settings(learner, retention=0.9, minutes=2, new_per_day=9)
    for n in range(12):
        known(learner, f"c{n:02}", due=-timedelta(hours=12 - n))
    say(learner, Card.objects.get(ref="c00"), Rating.Good, at=NOON, seconds=70.0)
    assert refs(learner) == ["c01", "c02", "c03"]


def test_after_the_budget_is_spent_nothing_is_asked_for(learner: User) -> None:
    set_settings(learner, retention=0.9, minutes=1, new_per_day=9)
    known(learner, "a", due=-DAY)
    known(learner, "b", due=-DAY)
    say(learner, Card.objects.get(ref="a"), Rating.Good, at=NOON, seconds=90.0)
    assert (refs(learner), queue(learner, NOON).waiting) == ([], 1)
    assert refs(learner, minutes=1) == ["b"]


def test_new_cards_are_limited_by_the_day(learner: User) -> None:
    set_settings(learner, retention=0.9, minutes=20, new_per_day=2)
    for n in range(4):
        make_own(learner, ref=f"n{n}")
    say(learner, Card.objects.get(ref="n0"), Rating.Easy, at=NOON)
    assert refs(learner) == ["n1"]
    assert refs(learner, NOON + DAY) == ["n1", "n2"]


def test_what_waits_for_days_is_due_from_the_beginning_of_its_day(learner: User) -> None:
    known(learner, "tonight", due=timedelta(hours=11))
    known(learner, "tomorrow", due=timedelta(hours=17))
    known(learner, "in ten minutes", due=timedelta(minutes=10), state=3, step=0)
    assert refs(learner) == ["tonight"]


def test_the_day_ends_by_the_learners_clock(db: None) -> None:
    learner = make_learner(zone="Pacific/Auckland")
    known(learner, "tonight", due=timedelta(hours=2))
    known(learner, "tomorrow", due=timedelta(hours=4))
    assert refs(learner) == ["tonight"]


def test_cards_put_aside_or_retired_do_not_come_up_until_they_are_back(learner: User) -> None:
    card = known(learner, "aside", due=-DAY)
    known(learner, "gone", due=-DAY, kind=Kind.QUESTION)
    set_suspended(learner, card, suspended=True, now=NOON)
    set_retired(["gone"], retired=True, now=NOON)
    assert refs(learner) == []
    set_suspended(learner, card, suspended=False, now=NOON)
    set_retired(["gone"], retired=False, now=NOON)
    assert refs(learner) == ["aside", "gone"]


def test_a_backlog_begins_with_what_is_best_remembered_and_nothing_new(learner: User) -> None:
    yesterday(learner)
    set_settings(learner, retention=0.9, minutes=1, new_per_day=9)
    for n in range(9):
        known(learner, f"c{n}", due=-DAY * (n + 1), age=2 - n / 10)
    make_own(learner, ref="new")
    result = queue(learner, NOON)
    assert result.mode is Mode.CATCH_UP
    assert [card.ref for card in result.cards] == ["c8", "c7", "c6", "c5"]


def test_after_three_study_days_away_one_catches_up(learner: User) -> None:
    say(learner, make_own(learner, ref="done"), Rating.Easy, at=NOON - 4 * DAY)
    make_own(learner, ref="new")
    assert queue(learner, NOON).mode is Mode.CATCH_UP
    assert queue(learner, NOON, study_days={0}).mode is Mode.USUAL


def test_a_rest_day_asks_only_for_what_would_fall_below_the_floor_by_tomorrow(learner: User) -> None:
    age = age_at(0.8) - 0.05  # half a day before the floor, for a stability of ten days
    known(learner, "falls", due=-DAY, age=age)
    known(learner, "fallen", due=-DAY, age=age + 0.2)
    known(learner, "holds", due=-DAY, age=age - 0.2)
    make_own(learner, ref="new")
    result = queue(learner, NOON, easy=True)
    assert ([card.ref for card in result.cards], result.mode) == (["falls"], Mode.EASY)


def test_a_backlog_out_of_sight_is_cut_to_what_fell_due_last(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.review.selectors.due.SIGHT", 2)
    yesterday(learner)
    set_settings(learner, retention=0.9, minutes=1, new_per_day=9)
    for n in range(9):
        known(learner, f"c{n}", due=-DAY * (n + 1), age=2 - n / 10)
    assert refs(learner) == ["c2", "c1", "c0"]


def test_another_learners_cards_are_not_in_the_queue(learner: User) -> None:
    known(make_learner(), "theirs", due=-DAY)
    assert refs(learner) == []


@pytest.mark.parametrize("easy", [False, True])
def test_the_queue_costs_at_most_eight_queries(learner: User, easy: bool) -> None:
    for n in range(30):
        known(learner, f"c{n}", due=-DAY)
    with CaptureQueriesContext(connection) as queries:
        queue(learner, NOON, easy=easy)
    assert len(queries) <= 8


def test_the_forecast_puts_each_card_on_its_day_and_what_is_overdue_on_the_first(learner: User) -> None:
    for days in (-40, -1, 0, 1, 1, 29, 30):
        known(learner, f"{days} {Card.objects.count()}", due=days * DAY)
    ahead = forecast(learner, NOON)
    assert [(n, day.cards, day.minutes) for n, day in enumerate(ahead) if day.cards] == [
        (0, 3, 0.75),
        (1, 2, 0.5),
        (29, 1, 0.25),
    ]
    assert (len(ahead), ahead[0].day) == (30, NOON.date())


def test_the_forecasts_days_are_the_learners(learner: User) -> None:
    known(learner, "at 3:59", due=datetime(2026, 11, 26, 3, 59, tzinfo=UTC) - NOON)
    known(learner, "at 4:00", due=datetime(2026, 11, 26, 4, 0, tzinfo=UTC) - NOON)
    assert [day.cards for day in forecast(learner, NOON)[:3]] == [0, 1, 1]


@pytest.mark.parametrize(
    "wrong",
    [{"retention": 0.79}, {"retention": 0.98}, {"minutes": 0}, {"minutes": 241}, {"new_per_day": 201}],
)
def test_settings_out_of_bounds_are_refused(learner: User, wrong: dict[str, float]) -> None:
    with pytest.raises(Refused):
        set_settings(learner, **{"retention": 0.9, "minutes": 20, "new_per_day": 10, **wrong})  # type: ignore[arg-type]
