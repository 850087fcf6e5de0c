"""When somebody's clock shows a time next. Pure: zones and instants come in as arguments.

Wall times are resolved as RFC 5545 (3.3.5) has it: one that a clock change skips is read by the offset from before the
change, so it comes later by the gap; of one that occurs twice the first is meant. PEP 495's ``fold=0`` is just that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

APART: Final = timedelta(hours=6)
"""The least between two reminders of a kind, whatever zone the learner went to in between."""
AHEAD: Final = 400
"""Days that are looked at: further on than the longest way to a weekday after a vacation of a year."""
DAY: Final = timedelta(days=1)

Clock = Callable[[date], time | None]
"""The wall time a local date asks for; None for a date that asks for nothing."""


@dataclass(frozen=True, slots=True)
class Due:
    """An instant in UTC, and the local date it stands for."""

    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Before:
    """The last reminder of the kind: its instant, and the local date it stood for."""

    at: datetime
    day: date


def next_due(
    zone: ZoneInfo,
    clock: Clock,
    rest: Callable[[date], bool],
    after: datetime,
    *,
    rollover_hour: int = 0,
    before: Before | None = None,
) -> Due | None:
    """Return the first instant later than ``after`` at which a local date asks for a reminder; None when none does.

    ``after`` is aware. ``clock`` says at what time a date asks, ``rest`` whether nothing may come on it. A time before
    ``rollover_hour`` belongs to the end of its date: it comes after midnight. After ``before`` no date is asked twice,
    and six hours pass at least.
    """
    first = after.astimezone(zone).date() - 2 * DAY
    if before is not None:
        first = max(first, before.day + DAY)
        after = max(after, before.at + APART - timedelta.resolution)
    for day in (first + n * DAY for n in range(AHEAD)):
        wall = clock(day)
        at = None if wall is None or rest(day) else instant_of(zone, day, wall, rest, rollover_hour)
        if at is not None and at > after:
            return Due(at, day)
    return None


def instant_of(
    zone: ZoneInfo, day: date, wall: time, rest: Callable[[date], bool], rollover_hour: int = 0
) -> datetime | None:
    """Return when the clock of ``zone`` shows ``wall`` on ``day``, in UTC.

    None for a date that the zone left out, and for a skipped time that would come past midnight on a rest day.
    """
    shown = day + DAY if wall.hour < rollover_hour else day
    at = datetime.combine(shown, wall, tzinfo=zone).astimezone(UTC)
    landed = at.astimezone(zone).replace(tzinfo=None)
    gap = landed - datetime.combine(shown, wall)
    if gap >= DAY or (landed.date() != shown and rest(landed.date())):
        return None
    return at
