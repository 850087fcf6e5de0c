"""What one grade does to one card, against py-fsrs itself."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.core.dates import local_day
from portal.review.rules.days import day_start
from portal.review.rules.memory import Graded, Memory, after, age_at, fold, retrievability
from tests.review.helpers import NOON

TEN_MINUTES = timedelta(minutes=10)
ratings = st.sampled_from(Rating)
retentions = st.integers(80, 97).map(lambda n: n / 100)
gaps = st.one_of(
    st.timedeltas(timedelta(0), timedelta(hours=2)), st.timedeltas(timedelta(days=1), timedelta(days=900))
)


def library(retention: float) -> Scheduler:
    return Scheduler(
        desired_retention=retention,
        learning_steps=[TEN_MINUTES],
        relearning_steps=[TEN_MINUTES],
        enable_fuzzing=False,
    )


@given(st.lists(st.tuples(ratings, gaps, retentions), max_size=12))
def test_any_grades_give_the_card_that_the_library_gives_alone(
    grades: list[tuple[Rating, timedelta, float]],
) -> None:
    alone, ours, at = FsrsCard(1, due=NOON), Memory(due=NOON), NOON
    for rating, gap, retention in grades:
        at += gap
        alone, _ = library(retention).review_card(alone, rating, at)
        day = ours.reviewed_on if ours.reviewed_on and gap < timedelta(days=1) else at.date()
        ours = after(ours, Graded(rating, at, day, retention))
    for name in ("state", "step", "stability", "difficulty", "due", "last_review"):
        assert getattr(ours, name) == getattr(alone, name)


@given(st.lists(st.tuples(ratings, gaps), max_size=8))
def test_a_memory_survives_json_to_the_last_bit(grades: list[tuple[Rating, timedelta]]) -> None:
    at, values = NOON, []
    for rating, gap in grades:
        at += gap
        values.append(Graded(rating, at, at.date(), 0.9, proof=True))
    memory = fold(Memory(due=NOON), values)
    assert Memory.from_json(json.loads(json.dumps(memory.as_json()))) == memory


@pytest.mark.parametrize("early", [timedelta(minutes=1), timedelta(hours=12)])
def test_the_next_evening_a_little_early_counts_as_a_whole_day(early: timedelta) -> None:
    evening = datetime(2026, 11, 24, 19, tzinfo=UTC)
    first = after(Memory(due=evening), Graded(Rating.Good, evening, evening.date(), 0.9))
    next_day = evening + timedelta(days=1)
    on_time = after(first, Graded(Rating.Good, next_day, next_day.date(), 0.9))
    assert after(first, Graded(Rating.Good, next_day - early, next_day.date(), 0.9)) == on_time


def test_again_on_the_same_day_counts_as_the_same_day() -> None:
    first = after(Memory(due=NOON), Graded(Rating.Again, NOON, NOON.date(), 0.9))
    second = after(first, Graded(Rating.Good, NOON + TEN_MINUTES, NOON.date(), 0.9))
    assert second.last_review == NOON + TEN_MINUTES


@given(st.floats(0.001, 36500), st.integers(0, 5000), retentions)
def test_retrievability_is_the_librarys_and_falls_with_the_age(
    stability: float, days: int, retention: float
) -> None:
    now = NOON + timedelta(days=days)
    card = FsrsCard(1, stability=stability, last_review=NOON, due=NOON)
    assert retrievability(stability, NOON, now) == library(retention).get_card_retrievability(card, now)
    assume(abs(days / stability - age_at(retention)) > 1e-6)
    assert (retrievability(stability, NOON, now) < retention) == (days / stability > age_at(retention))


def test_a_card_is_recalled_nine_times_of_ten_after_one_stability() -> None:
    assert age_at(0.9) == 1
    assert retrievability(30.0, NOON, NOON + timedelta(days=30)) == pytest.approx(0.9)


def test_what_was_never_seen_is_not_recalled() -> None:
    assert retrievability(None, None, NOON) == 0


@given(
    st.sampled_from(
        ["UTC", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Europe/Lisbon", "Africa/Cairo"]
    ),
    st.dates(date(2012, 1, 2), date(2035, 1, 1)),
    st.integers(0, 12),
)
def test_a_day_starts_where_the_day_before_ends(zone: str, day: date, rollover: int) -> None:
    start = day_start(day, ZoneInfo(zone), rollover)
    assert local_day(start, ZoneInfo(zone), rollover) == day
    assert local_day(start - timedelta(seconds=1), ZoneInfo(zone), rollover) < day
