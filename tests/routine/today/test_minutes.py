"""The minutes a day plans, and the words about minutes."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from portal.accounts.models import Profile, User
from portal.routine.selectors.today import Today, today_of
from portal.routine.services.day import log_minutes, set_state, shape
from portal.routine.services.timer import start
from tests.factories import NOON
from tests.routine.visits import send, shown

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def make_short(learner: User) -> Today:
    shape(learner, "short", now=NOON, request_id=uuid4())
    return today_of(learner, NOON)


def test_a_short_day_plans_fifteen_minutes_whatever_was_logged_before(browser: Client, learner: User) -> None:
    log_minutes(learner, "morning", 1, now=NOON, request_id=uuid4())
    make_short(learner)
    assert "So far today: 1 of 15 minutes." in shown(browser)


def test_minutes_in_a_block_the_weekday_has_not_add_nothing_to_the_plan(learner: User) -> None:
    log_minutes(learner, "evening", 5, now=FRIDAY, request_id=uuid4())
    today = today_of(learner, FRIDAY)
    assert (today.logged, today.planned) == (5, 45 + 30 + 45)


def test_a_timer_forgotten_in_a_block_of_another_weekday_adds_nothing_to_the_plan(learner: User) -> None:
    start(learner, "deep-dive", now=FRIDAY - timedelta(days=6))
    today = today_of(learner, FRIDAY)
    assert "forgotten" in [block.state for block in today.blocks]
    assert today.planned == 45 + 30 + 45


def test_a_short_day_is_over_when_its_block_is_though_minutes_of_before_stay(learner: User) -> None:
    log_minutes(learner, "morning", 1, now=NOON, request_id=uuid4())
    assert not make_short(learner).over
    set_state(learner, "short", "done", now=NOON, request_id=uuid4())
    assert today_of(learner, NOON).over


def test_a_rest_day_with_minutes_of_before_is_called_one(browser: Client, learner: User) -> None:
    log_minutes(learner, "morning", 1, now=NOON, request_id=uuid4())
    shape(learner, "rest", now=NOON, request_id=uuid4())
    text = shown(browser)
    assert "A rest day" in text
    assert "So far today: 1 minute." in text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (2, "The timer ran less than half a minute, so nothing is in your log."),
        (30, "1 minute is in your log."),
        (120, "2 minutes are in your log."),
    ],
)
def test_a_stopped_timer_says_what_is_in_the_log(browser: Client, seconds: int, said: str) -> None:
    path = "/today/block/morning/timer/"
    send(browser, path, NOON - timedelta(seconds=seconds), action="start")
    send(browser, path, action="pause")
    assert said in shown(browser)


def test_a_minute_logged_by_hand_is_one_minute(browser: Client) -> None:
    send(browser, "/today/block/morning/log/", minutes="1")
    assert "1 minute is in your log." in shown(browser)


def test_whoever_says_that_a_forgotten_timer_was_nothing_is_told_so(browser: Client, learner: User) -> None:
    start(learner, "morning", now=NOON - timedelta(hours=9))
    send(browser, "/today/block/morning/timer/", action="pause", minutes="0")
    assert "You said none, so nothing is in your log." in shown(browser)


@pytest.mark.parametrize(
    ("began", "since", "counts"),
    [
        (NOON - timedelta(hours=20), "17:00 on Monday", "Monday"),
        (NOON - timedelta(hours=11, minutes=30), "01:30 on Tuesday", "Monday"),  # the day begins at four
        (NOON - timedelta(days=7), "13:00 on Tuesday, 17 November", "Tuesday, 17 November"),
    ],
)
def test_a_timer_forgotten_on_another_day_names_that_day_and_where_its_minutes_go(
    browser: Client, learner: User, began: datetime, since: str, counts: str
) -> None:
    start(learner, "evening", now=began)
    text = shown(browser)
    assert f"Still running since {since} " in text
    assert f"At most 150. They count for {counts}." in text


def test_a_timer_forgotten_today_names_no_day(browser: Client, learner: User) -> None:
    start(learner, "morning", now=NOON - timedelta(hours=4))
    text = shown(browser)
    assert "Still running since 09:00 How many" in text
    assert "They count for" not in text


def test_a_timer_that_runs_on_into_the_next_day_says_which_day_it_counts_for(
    browser: Client, learner: User
) -> None:
    Profile.objects.filter(user=learner).update(rollover_hour=12)  # 11:00 UTC, an hour ago
    start(learner, "evening", now=NOON - timedelta(minutes=70))
    text = shown(browser)
    assert "since 11:50 on Tuesday" in text
    assert "The minutes count for Monday." in text
