"""R4: at the right minute in every zone, across every change of its clocks.

The instants are worked out a second time, by asking only the way that has one answer, from UTC to local time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from portal.reminders.rules.due import next_due
from tests.figures import LONG, note

pytestmark = pytest.mark.once
STEP = timedelta(hours=6)  # no zone changes twice within it
SECOND = timedelta(seconds=1)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """From ``since`` until before ``until`` clocks are ``ahead`` of UTC."""

    since: datetime
    until: datetime
    ahead: timedelta


def _ahead(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def spans(zone: ZoneInfo, first: date, last: date) -> list[Span]:
    """Return the spans of a zone from ``first`` to ``last``, each change found to the second."""
    at, end = datetime.combine(first, time(), UTC), datetime.combine(last, time(), UTC)
    changes = [at]
    while at < end:
        low, high = at, at + STEP
        if _ahead(zone, low) != _ahead(zone, high):
            while high - low > SECOND:
                middle = low + ((high - low) / 2 // SECOND) * SECOND
                low, high = (middle, high) if _ahead(zone, middle) == _ahead(zone, at) else (low, middle)
            changes.append(high)
        at += STEP
    return [Span(a, b, _ahead(zone, a)) for a, b in pairwise([*changes, NEVER])]


def shown(timeline: list[Span], day: date, wall: time) -> datetime:
    """Return the first instant at which clocks show ``wall`` on ``day``; of a skipped time, the one later by the gap."""
    plain = datetime.combine(day, wall, UTC)
    for span in timeline:
        if span.since <= plain - span.ahead < span.until:
            return plain - span.ahead
    for before, after in pairwise(timeline):
        if before.until + before.ahead <= plain < after.since + after.ahead:
            return plain - before.ahead
    raise AssertionError(f"{day} {wall} is not on this timeline")


FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
DAY = timedelta(days=1)
# Gaps and repeats of half an hour and of two, at midnight, in Ramadan, on the other half of the earth, with odd minutes.
ODD = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]
ZONES = sorted(available_timezones()) if LONG else ODD
WALLS = (
    [time(hour, minute) for hour in range(24) for minute in (0, 30)] if LONG else [time(2, 30), time(7, 45)]
)


def no_rest(day: date) -> bool:
    return False


def walk(zone: ZoneInfo, wall: time) -> Iterator[tuple[date, datetime]]:
    """Yield what comes due from ``FIRST`` to ``LAST``, one after the other."""
    at = datetime.combine(FIRST - 2 * DAY, time(), UTC)
    while due := next_due(zone, lambda day: wall, no_rest, at):
        if due.day > LAST:
            return
        at = due.at
        if due.day >= FIRST:
            yield due.day, due.at


def test_a_reminder_is_due_at_the_right_minute_of_every_day_in_every_zone() -> None:
    wrong, asked = [], 0
    for name in ZONES:
        zone = ZoneInfo(name)
        timeline = spans(zone, FIRST - 3 * DAY, LAST + 3 * DAY)
        for wall in [time(7, 45), time(2, 30)] if len(timeline) > 1 else [time(7, 45)]:
            right = [
                (FIRST + n * DAY, shown(timeline, FIRST + n * DAY, wall))
                for n in range((LAST - FIRST).days + 1)
            ]
            asked += len(right)
            wrong += [(name, *pair) for pair in set(walk(zone, wall)).symmetric_difference(right)]
    note(
        "R4",
        "both",
        f"{len(ZONES)} zones, each day of two years",
        compared=f"{asked:,}",
        mismatches=len(wrong),
    )
    assert asked > 700 * len(ZONES)
    assert wrong == []


def test_a_reminder_is_due_at_the_right_minute_around_every_change_of_a_clock() -> None:
    wrong, asked, changes = [], 0, 0
    for name in ZONES:
        zone = ZoneInfo(name)
        timeline = spans(zone, FIRST - 3 * DAY, LAST + 3 * DAY)
        for change in timeline[1:]:
            changes += 1
            local = change.since.astimezone(zone).date()
            for day in (local - DAY, local, local + DAY):
                for wall in WALLS:
                    asked += 1
                    right = shown(timeline, day, wall)
                    due = next_due(
                        zone, lambda on, day=day, wall=wall: wall if on == day else None, no_rest, right - DAY
                    )
                    if due is None or (due.at, due.day) != (right, day):
                        wrong.append((name, day, wall, due, right))
    note(
        "R4",
        "both",
        f"{changes} changes of clocks, every half hour around them",
        compared=f"{asked:,}",
        mismatches=len(wrong),
    )
    assert changes >= 2 * len(ODD) - 20
    assert wrong == []


@pytest.mark.parametrize("resting", [False, True])
def test_a_skipped_time_that_would_come_past_midnight_stays_away_from_a_rest_day(resting: bool) -> None:
    # In Nuuk the clocks go from 23:00 to 00:00: half past eleven on Saturday would come at half past midnight.
    saturday, sunday = date(2026, 3, 28), date(2026, 3, 29)
    due = next_due(
        ZoneInfo("America/Nuuk"),
        lambda day: time(23, 30) if day == saturday else None,
        lambda day: resting and day == sunday,
        datetime(2026, 3, 28, 12, tzinfo=UTC),
    )
    assert (due and due.at) == (None if resting else datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
