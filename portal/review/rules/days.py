"""When a learner's day begins, as an instant. Pure."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


def day_start(day: date, zone: ZoneInfo, rollover_hour: int) -> datetime:
    """Return the first instant, in UTC, that ``core.dates.local_day`` counts for ``day``.

    Where a change of clocks skips the rollover hour, the day begins when the clock has jumped past it.
    """
    wall = datetime.combine(day, time(rollover_hour), zone)
    return wall.astimezone(timezone.utc)


def day_starts(first: date, days: int, zone: ZoneInfo, rollover_hour: int) -> list[datetime]:
    """Return the beginnings of ``days`` days in a row."""
    return [day_start(first + timedelta(days=n), zone, rollover_hour) for n in range(days)]
