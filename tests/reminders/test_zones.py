"""Promise R4: at the right minute in every zone of the table, across every change of its clock.

The oracle never resolves a wall time: it knows only what a clock shows at an instant, and where it jumps.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.reminders.rules.due import APART, Before, instant_of, next_due

pytestmark = pytest.mark.once
YEARS = (1993, 2011, 2018, 2024, 2026, 2027)
ZONES = sorted(available_timezones())
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def shown(zone: ZoneInfo, at: datetime) -> datetime:
    """What the clock shows, with no zone."""
    return at.astimezone(zone).replace(tzinfo=None)


def ahead(zone: ZoneInfo, at: datetime) -> timedelta:
    return shown(zone, at) - at.replace(tzinfo=None)


@cache
def jumps(name: str, year: int) -> list[tuple[datetime, timedelta, timedelta]]:
    """Every change of a zone's clock in a year: the instant, and the offset before and from it on."""
    zone, found = ZoneInfo(name), []
    at = datetime(year, 1, 1, tzinfo=UTC)
    while at.year == year:
        later = at + 12 * HOUR
        if ahead(zone, at) != ahead(zone, later):
            low, high = at, later
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (low, middle) if ahead(zone, middle) != ahead(zone, at) else (middle, high)
            high = high.replace(microsecond=0)
            found.append((high, ahead(zone, at), ahead(zone, later)))
        at = later
    return found


def oracle(jump: tuple[datetime, timedelta, timedelta], wall: datetime) -> datetime:
    """When the clock shows ``wall`` near a jump: the first time it does, or the jump and what was left of the wait."""
    at, old, new = jump
    first = (wall - old).replace(tzinfo=UTC)
    if first < at:
        return first
    second = (wall - new).replace(tzinfo=UTC)
    if second >= at:
        return second
    waited = wall - shown_before(jump)
    return at + waited


def shown_before(jump: tuple[datetime, timedelta, timedelta]) -> datetime:
    """What the clock was about to show when it jumped."""
    at, old, _ = jump
    return at.replace(tzinfo=None) + old


def never(day: date) -> bool:
    return False


def test_every_wall_time_round_every_jump_of_every_zone_comes_when_the_oracle_says() -> None:
    wrong, asked = [], 0
    for name in ZONES:
        zone = ZoneInfo(name)
        for jump in (jump for year in YEARS for jump in jumps(name, year)):
            begin = min(shown_before(jump), jump[0].replace(tzinfo=None) + jump[2]) - 2 * HOUR
            begin = begin.replace(second=0)
            for wall in (begin + n * 10 * MINUTE for n in range(42)):
                asked += 1
                found = instant_of(zone, wall.date(), wall.time(), never)
                gap = jump[2] - jump[1]
                left_out = gap >= DAY and shown_before(jump) <= wall < shown_before(jump) + gap
                if found != (None if left_out else oracle(jump, wall)):
                    wrong.append((name, wall, found))
    assert asked > 30_000
    assert wrong == []


def test_there_are_jumps_of_every_kind_in_those_years() -> None:
    gaps = {jump[2] - jump[1] for name in ZONES for year in YEARS for jump in jumps(name, year)}
    assert {HOUR, -HOUR, HOUR / 2, -HOUR / 2, DAY} <= gaps


@pytest.mark.parametrize("name", ZONES)
def test_a_year_of_reminders_has_one_a_day_at_its_time_and_none_twice(name: str) -> None:
    zone, wall = ZoneInfo(name), time(19, 30)
    at, days = datetime(2026, 1, 1, tzinfo=UTC), []
    while (due := next_due(zone, lambda day: wall, never, at)) and due.at.year == 2026:
        assert shown(zone, due.at) == datetime.combine(due.day, wall)
        days.append(due.day)
        at = due.at
    assert days == [days[0] + n * DAY for n in range(len(days))]
    assert len(days) >= 364


@pytest.mark.parametrize(
    ("name", "day", "wall", "utc"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:30"),  # skipped: 03:30
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # twice: the first
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:45"),  # by half an hour: 02:45
        ("Africa/Cairo", date(2026, 4, 24), time(0, 15), "2026-04-23T22:15"),  # midnight is skipped: 01:15
        ("Pacific/Apia", date(2011, 12, 30), time(19, 30), None),  # no such day there
        ("Pacific/Kiritimati", date(2026, 11, 26), time(7), "2026-11-25T17:00"),
    ],
)
def test_a_time_that_is_skipped_comes_later_and_one_that_is_doubled_comes_first(
    name: str, day: date, wall: time, utc: str | None
) -> None:
    found = instant_of(ZoneInfo(name), day, wall, never)
    assert found == (datetime.fromisoformat(utc).replace(tzinfo=UTC) if utc else None)


def test_a_skipped_time_never_slides_past_midnight_onto_a_rest_day() -> None:
    # Scoresbysund and Nuuk set their clocks ahead late on a Saturday evening: 23:30 becomes 00:30 of Sunday.
    sliding = [
        (name, jump)
        for name in ZONES
        for year in YEARS
        for jump in jumps(name, year)
        if jump[2] - jump[1] == HOUR and shown_before(jump).hour == 23
    ]
    assert sliding
    for name, jump in sliding:
        wall = shown_before(jump) + 30 * MINUTE
        landed = wall + HOUR
        on = instant_of(ZoneInfo(name), wall.date(), wall.time(), never)
        assert on is not None
        assert shown(ZoneInfo(name), on) == landed
        rest = {landed.date()}
        if landed.date() != wall.date():
            assert instant_of(ZoneInfo(name), wall.date(), wall.time(), rest.__contains__) is None


INSTANTS = st.integers(0, 20 * 365 * 24 * 60).map(lambda n: datetime(2015, 1, 1, tzinfo=UTC) + n * MINUTE)
PLACES = st.sampled_from(ZONES).map(ZoneInfo)
WEEKS = st.sets(st.integers(0, 6), min_size=1)


@given(
    PLACES, INSTANTS, st.times().map(lambda t: t.replace(second=0, microsecond=0)), WEEKS, st.integers(0, 12)
)
@settings(max_examples=400)
def test_the_next_time_is_later_on_an_asked_weekday_and_the_first_such(
    zone: ZoneInfo, after: datetime, wall: time, weekdays: set[int], rollover: int
) -> None:
    def clock(day: date) -> time | None:
        return wall if day.weekday() in weekdays else None

    due = next_due(zone, clock, never, after, rollover_hour=rollover)
    assert due is not None
    assert due.at > after
    assert due.day.weekday() in weekdays
    shown_day = due.day + (DAY if wall.hour < rollover else timedelta())
    assert timedelta() <= shown(zone, due.at) - datetime.combine(shown_day, wall) <= 2 * HOUR
    for n in range(1, 9):
        day = due.day - n * DAY
        earlier = instant_of(zone, day, wall, never, rollover)
        assert day.weekday() not in weekdays or earlier is None or earlier <= after


@given(PLACES, PLACES, INSTANTS, st.times().map(lambda t: t.replace(second=0, microsecond=0)))
@settings(max_examples=400)
def test_after_a_move_there_are_six_hours_between_and_no_date_comes_twice(
    old: ZoneInfo, new: ZoneInfo, after: datetime, wall: time
) -> None:
    first = next_due(old, lambda day: wall, never, after)
    assert first is not None
    second = next_due(new, lambda day: wall, never, first.at, before=Before(first.at, first.day))
    assert second is not None
    assert second.at - first.at >= APART
    assert second.day > first.day
    assert second.at - first.at <= timedelta(hours=24 + 27 + 24)


def test_a_pause_without_end_has_no_next_time() -> None:
    assert (
        next_due(ZoneInfo("UTC"), lambda day: time(7), lambda day: True, datetime(2026, 1, 1, tzinfo=UTC))
        is None
    )
