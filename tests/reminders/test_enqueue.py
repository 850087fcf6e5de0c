"""Promises R5 and R8, and the half of R6 that needs no clock: what is due goes into the outbox once."""

import logging
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.accounts.models import PlanChange
from portal.accounts.services import confirm_zone
from portal.outbox.models import Delivery
from portal.reminders.models import ReminderRule
from portal.reminders.services.enqueue import LATE, enqueue_due
from portal.reminders.services.rules import Wanted, save_rules, stop_all
from portal.routine.services import routine
from tests.reminders.making import EVENING, MORNING, make_reminded, put_of, rule_of

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_nothing_is_put_a_minute_early() -> None:
    learner = make_reminded()
    enqueue_due(EVENING - MINUTE)
    assert put_of(learner) == []


def test_what_is_due_is_put_with_its_date_and_comes_again_the_next_planned_day() -> None:
    learner = make_reminded()
    enqueue_due(EVENING)
    assert put_of(learner) == [("reminders.block:evening", "2026-11-24", "24 18:30")]
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.domain) == ("email", "example.org")
    assert delivery.expires_at == EVENING + LATE
    assert rule_of(learner).next_due_at == EVENING + DAY


def test_fifty_equal_ticks_put_it_once() -> None:
    learner = make_reminded()
    for _ in range(50):
        enqueue_due(EVENING)
    assert len(put_of(learner)) == 1


def test_a_week_has_the_days_of_the_routine_and_no_rest_day() -> None:
    learner = make_reminded("evening", "deep-dive", "review", "retro")
    for hour in range(7 * 24):
        enqueue_due(MORNING + hour * HOUR + 30 * MINUTE)
    days: dict[str, set[str]] = {}
    for kind, day, _ in put_of(learner):
        days.setdefault(day, set()).add(kind.removeprefix("reminders."))
    evening, week = {"block:evening", "retro"}, [f"2026-11-{day}" for day in (24, 25, 26, 30)]
    assert days == {
        **dict.fromkeys(week, evening),
        "2026-11-27": {"block:review", "retro"},
        "2026-11-28": {"block:deep-dive", "retro"},
    }


def test_nobody_without_a_verified_address_gets_anything_but_the_rule_moves_on() -> None:
    learner = make_reminded()
    learner.emailaddress_set.update(verified=False)
    enqueue_due(EVENING)
    assert put_of(learner) == []
    assert rule_of(learner).next_due_at == EVENING + DAY


def test_days_away_have_none_and_the_first_day_back_has_one() -> None:
    learner = make_reminded()
    routine.add_away(learner, date(2026, 11, 24), date(2026, 11, 25), now=MORNING)
    for hour in range(80):
        enqueue_due(MORNING + hour * HOUR + 30 * MINUTE)
    assert [row[1] for row in put_of(learner)] == ["2026-11-26"]


def test_a_pause_stops_them_and_its_end_brings_them_back() -> None:
    learner = make_reminded()
    routine.pause(learner, now=MORNING)
    enqueue_due(MORNING)
    assert rule_of(learner).next_due_at is None
    routine.resume(learner, now=MORNING)
    enqueue_due(MORNING)
    assert rule_of(learner).next_due_at == EVENING


def test_a_rule_follows_its_block_when_the_routine_moves_it_unless_it_has_a_time_of_its_own() -> None:
    learner = make_reminded("evening")
    save_rules(learner, [Wanted("morning", "06:10", "0123456", True)], now=MORNING - 3 * HOUR)
    clocks = {name: {"on": True, "minutes": 30, "clock": "18:15"} for name in ("morning", "evening")}
    routine.save_routine(learner, {"blocks": clocks}, now=MORNING)
    enqueue_due(MORNING)
    assert f"{rule_of(learner).next_due_at:%d %H:%M}" == "24 17:15"
    assert f"{rule_of(learner, 'morning').next_due_at:%H:%M}" == "05:10"
    assert not PlanChange.objects.exists()


def test_a_move_east_keeps_six_hours_between_two_of_a_kind() -> None:
    learner = make_reminded(zone="Pacific/Honolulu")
    first = rule_of(learner).next_due_at
    assert first is not None
    enqueue_due(first)
    confirm_zone(learner, zone="Pacific/Kiritimati")  # a day further on: 19:30 is again in no time
    for quarter in range(8 * 24):
        enqueue_due(first + quarter * 15 * MINUTE)
    due = list(Delivery.objects.order_by("due_at").values_list("due_at", flat=True))
    assert len(due) >= 2
    assert min(later - earlier for earlier, later in pairwise(due)) >= 6 * HOUR


def test_a_move_before_the_time_moves_the_time() -> None:
    learner = make_reminded()
    confirm_zone(learner, zone="America/New_York")
    enqueue_due(EVENING)
    assert put_of(learner) == []
    enqueue_due(EVENING + 6 * HOUR)
    assert put_of(learner) == [("reminders.block:evening", "2026-11-24", "25 00:30")]


@pytest.mark.parametrize(("late", "put"), [(timedelta(), 1), (LATE - MINUTE, 1), (LATE, 0), (8 * HOUR, 0)])
def test_after_downtime_what_is_less_than_six_hours_late_is_put_and_the_rest_skipped_and_logged(
    late: timedelta, put: int, caplog: pytest.LogCaptureFixture
) -> None:
    learner = make_reminded()
    with caplog.at_level(logging.WARNING, "portal.reminders"):
        passed = enqueue_due(EVENING + late)
    assert (passed.put, passed.skipped) == (put, 1 - put)
    assert len(put_of(learner)) == put
    assert ("too late" in caplog.text) == (not put)
    assert rule_of(learner).next_due_at == EVENING + DAY


def test_after_three_days_of_downtime_only_the_last_evening_is_put() -> None:
    learner = make_reminded()
    enqueue_due(EVENING + 2 * DAY + HOUR)
    assert put_of(learner) == [("reminders.block:evening", "2026-11-26", "26 18:30")]


@pytest.mark.parametrize("jump", [2 * HOUR, -2 * HOUR])
def test_a_clock_that_jumps_by_two_hours_loses_none_and_doubles_none(jump: timedelta) -> None:
    learner = make_reminded()
    for minute in range(-180, 180, 5):
        at = EVENING + minute * MINUTE
        enqueue_due(at + (jump if -60 <= minute < 60 else timedelta()))
    assert [row[1] for row in put_of(learner)] == ["2026-11-24"]


def test_a_time_that_is_changed_after_the_mail_brings_no_second_one_that_day() -> None:
    learner = make_reminded()
    enqueue_due(EVENING)
    save_rules(learner, [Wanted("evening", "20:30", "0123456", True)], now=EVENING + MINUTE)
    enqueue_due(EVENING + 2 * HOUR)
    assert [row[1] for row in put_of(learner)] == ["2026-11-24"]


def test_what_was_due_while_the_plan_changed_is_not_forgotten() -> None:
    learner = make_reminded()
    routine.add_away(learner, date(2027, 1, 1), date(2027, 1, 2), now=EVENING)
    enqueue_due(EVENING + 5 * MINUTE)
    assert len(put_of(learner)) == 1


def test_what_is_stopped_is_never_due() -> None:
    learner = make_reminded()
    stop_all(learner, now=MORNING)
    enqueue_due(EVENING)
    assert put_of(learner) == []
    assert not ReminderRule.objects.exclude(next_due_at=None).exists()


class AnyTicks(TestCase):
    """Whenever schedulers tick and however often somebody moves, no date has two, and none are near each other."""

    @given(
        ticks=st.lists(st.integers(0, 60 * 72), min_size=1, max_size=30),
        moves=st.lists(
            st.sampled_from(["Asia/Tokyo", "America/New_York", "Pacific/Apia", "Pacific/Pago_Pago"]),
            max_size=6,
        ),
    )
    @settings(max_examples=40)
    def test_one_a_date_and_six_hours_apart(self, ticks: list[int], moves: list[str]) -> None:
        learner = make_reminded()
        for number, minute in enumerate(sorted(ticks)):
            if number < len(moves):
                confirm_zone(learner, zone=moves[number])
            enqueue_due(MORNING + minute * MINUTE)
        rows = list(Delivery.objects.order_by("due_at").values_list("due_at", "local_date"))
        assert len({day for _, day in rows}) == len(rows)
        assert all(b[0] - a[0] >= 6 * HOUR for a, b in pairwise(rows))
