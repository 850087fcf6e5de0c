"""Days off: planned ahead, never for days that are over, and each of them in one place where it can be taken back."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.routine.models import TimeAway
from portal.routine.rules.away import AHEAD
from portal.routine.selectors.frame import frame
from portal.routine.selectors.plans import days_off
from portal.routine.selectors.year import year_page
from portal.routine.services.day import log_minutes
from portal.routine.services.routine import MANY, add_away, pause, remove_away
from tests.factories import NOON, make_learner, make_plan
from tests.markup import read

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
NIGHT = datetime(
    2026, 11, 24, 22, 20, tzinfo=UTC
)  # 03:50 on Wednesday in Kolkata, where Tuesday ends at 04:00


@pytest.fixture
def learner(db: None) -> User:
    make_plan()
    return make_learner(zone="Asia/Kolkata")


def off(learner: User, first: int, last: int, now: datetime = NOON) -> TimeAway:
    """Plan the days off that lie so many days from today."""
    return add_away(learner, TODAY + first * DAY, TODAY + last * DAY, now=now)


def ranges(learner: User) -> list[tuple[int, int]]:
    rows = TimeAway.objects.filter(user=learner).exclude(last=None).values_list("first", "last")
    return [((first - TODAY).days, (last - TODAY).days) for first, last in rows]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (-1, 3, "begin today or later"),
        (-9, -8, "on its own page"),
        (2, 1, "before the first"),
        (5, AHEAD.days + 1, "up to 24 November 2028"),
    ],
)
def test_days_off_that_cannot_be_planned_are_refused_in_words(
    learner: User, first: int, last: int, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        off(learner, first, last)
    assert not TimeAway.objects.exists()


def test_a_streak_cannot_be_mended_by_days_off_that_are_over(learner: User) -> None:
    for n in (0, 1, 4, 5, 6):
        log_minutes(learner, "evening", 30, now=NOON - n * DAY, request_id=uuid4())
    with pytest.raises(Refused):
        off(learner, -3, -2)
    assert year_page(learner, NOON).rhythm.streak == 2


def test_the_day_that_the_learner_still_has_can_be_off(learner: User) -> None:
    assert off(learner, 0, 0, NIGHT).first == TODAY


def test_the_last_day_two_years_ahead_can_be_off_whatever_the_calendar(learner: User) -> None:
    assert off(learner, 0, AHEAD.days).last == date(2028, 11, 24)


def test_days_off_that_overlap_become_one(learner: User) -> None:
    off(learner, 1, 3)
    off(learner, 6, 9)
    off(learner, 12, 14)
    assert off(learner, 3, 7).last == TODAY + 9 * DAY
    assert ranges(learner) == [(1, 9), (12, 14)]


def test_planning_the_same_days_off_twice_leaves_them_as_they_are(learner: User) -> None:
    for _ in range(2):
        off(learner, 1, 3)
    off(learner, 2, 2)
    assert ranges(learner) == [(1, 3)]


def test_days_off_do_not_swallow_those_of_another_or_a_pause(learner: User) -> None:
    off(make_learner(zone="UTC"), 1, 9)
    pause(learner, now=NOON)
    off(learner, 2, 3)
    assert TimeAway.objects.count() == 3
    assert days_off(learner, TODAY).paused_since == TODAY


def test_every_time_off_that_is_not_over_is_listed_and_none_that_is(learner: User) -> None:
    for first, last in ((-9, -7), (-2, 0), (-1, 5)):
        TimeAway.objects.create(user=learner, first=TODAY + first * DAY, last=TODAY + last * DAY)
    off(learner, 8, 9)
    assert [(time.first - TODAY).days for time in days_off(learner, TODAY).times] == [-2, -1, 8]


def test_days_off_that_are_over_take_no_room(learner: User) -> None:
    over = [TimeAway(user=learner, first=TODAY - n * DAY, last=TODAY - n * DAY) for n in range(1, MANY + 1)]
    TimeAway.objects.bulk_create(over)
    off(learner, 1, 1)
    coming = [TimeAway(user=learner, first=TODAY + n * DAY, last=TODAY + n * DAY) for n in range(3, MANY + 2)]
    TimeAway.objects.bulk_create(coming)
    with pytest.raises(Refused, match="to come"):
        off(learner, 300, 300)


def test_days_off_that_have_begun_end_and_what_is_behind_stays_neutral(learner: User) -> None:
    away = off(learner, 0, 9)
    assert remove_away(learner, away.pk, now=NOON + 2 * DAY)
    assert ranges(learner) == [(0, 1)]
    assert frame(learner).calendar.away(TODAY)
    assert not remove_away(learner, away.pk, now=NOON + 2 * DAY)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("2026-11-22", "2026-11-23", "first"), ("2026-11-24", "9999-12-31", "last")],
)
def test_the_page_says_beside_the_days_why_they_cannot_be_off(
    client: Client, learner: User, first: str, last: str, field: str
) -> None:
    client.force_login(learner)
    answer = client.post("/settings/routine/away/", {"first": first, "last": last})
    assert answer.status_code == 200
    [shown] = read(answer.content).all("input", name=field)
    assert shown["aria-invalid"] == "true"
    assert not TimeAway.objects.exists()
