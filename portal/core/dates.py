"""A learner's own day. Pure: instants and zones come in as arguments."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def local_day(instant: datetime, zone: ZoneInfo, rollover_hour: int) -> date:
    """Return the calendar day ``instant`` belongs to for somebody in ``zone``.

    ``instant`` is aware. ``rollover_hour`` (0 to 23) is the wall-clock hour at which the learner's day begins: with 4,
    what is done at 01:30 on Tuesday still counts for Monday. The hour is read off the local clock, so a change of
    clocks moves neither the boundary nor the date.
    """
    local = instant.astimezone(zone)
    return local.date() - timedelta(days=1) if local.hour < rollover_hour else local.date()
