"""Every day, and so every event, is in exactly one week, whatever the zone, the hour and the first weekday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.dates import local_day
from portal.retros.rules.weeks import (
    WEEKDAYS,
    Starts,
    Week,
    changed,
    read,
    week_after,
    week_before,
    week_named,
    week_of,
    written,
)

pytestmark = pytest.mark.once

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
CHANGES = st.lists(st.tuples(DAYS, st.sampled_from(sorted(WEEKDAYS))), max_size=5).map(sorted)
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kolkata",
        "Africa/Cairo",
    ]
)
INSTANTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


def starts_after(changes: list[tuple[date, int]]) -> Starts:
    """Return the starts after a learner changed their mind on these days."""
    starts: Starts = ()
    for today, weekday in changes:
        starts = changed(starts, weekday, today)
    return starts


@given(CHANGES, DAYS)
def test_a_day_is_in_one_week_and_its_neighbours_are_next_to_it(
    changes: list[tuple[date, int]], day: date
) -> None:
    starts = starts_after(changes)
    week = week_of(day, starts)
    assert week.first <= day <= week.last
    assert {week_of(each, starts) for each in week.days} == {week}
    assert week_before(week, starts).last == week.first - timedelta(days=1)
    assert week_after(week, starts).first == week.last + timedelta(days=1)
    assert 4 <= len(week.days) <= 10


@given(CHANGES, DAYS)
def test_a_week_is_found_by_its_name_and_no_two_have_one(changes: list[tuple[date, int]], day: date) -> None:
    starts = starts_after(changes)
    week = week_of(day, starts)
    assert week_named(week.name, starts) == week
    assert week_after(week, starts).name != week.name


@given(INSTANTS, ZONES, st.integers(0, 12), CHANGES)
def test_an_event_is_in_exactly_one_week(
    at: datetime, zone: str, hour: int, changes: list[tuple[date, int]]
) -> None:
    starts = starts_after(changes)
    day = local_day(at, ZoneInfo(zone), hour)
    week = week_of(day, starts)
    others = [week_before(week, starts), week, week_after(week, starts)]
    assert [day in each.days for each in others] == [False, True, False]


@given(CHANGES, DAYS, st.sampled_from(sorted(WEEKDAYS)))
def test_a_change_leaves_every_week_that_is_over_as_it_was(
    changes: list[tuple[date, int]], today: date, weekday: int
) -> None:
    before = tuple(pair for pair in starts_after(changes) if pair[0] <= today)
    after = changed(before, weekday, today)
    running = week_of(today, before)
    week = week_before(running, before)
    for _ in range(8):
        assert week_of(week.first, after) == week
        week = week_before(week, before)
    assert week_of(running.first, after).first == running.first


def test_an_iso_week_has_its_iso_name() -> None:
    assert Week(date(2026, 11, 16), date(2026, 11, 22)).name == "2026-W47"
    assert week_of(date(2027, 1, 3)).name == "2026-W53"


def test_a_sunday_week_is_named_by_its_fourth_day() -> None:
    starts = changed((), 6, date(2026, 11, 18))
    assert week_of(date(2026, 11, 18), starts) == Week(date(2026, 11, 16), date(2026, 11, 21))
    assert week_of(date(2026, 11, 22), starts).name == "2026-W48"


def test_going_back_to_monday_makes_no_week_of_one_day() -> None:
    sunday = changed((), 6, date(2026, 11, 1))
    starts = changed(sunday, 0, date(2026, 11, 18))
    assert week_of(date(2026, 11, 18), starts) == Week(date(2026, 11, 15), date(2026, 11, 22))


def test_starts_are_read_as_they_were_written() -> None:
    starts = changed((), 5, date(2026, 11, 18))
    assert read(written(starts)) == starts


@pytest.mark.parametrize(
    "name", ["2026-W00", "2026-W54", "2025-W53", "26-W47", "2026-47", "2026-W4", "1999-W01", "²026-W47"]
)
def test_what_names_no_week_is_none(name: str) -> None:
    assert week_named(name) is None
