"""How long a timer ran, and when it was probably forgotten. Pure."""

from datetime import date, datetime
from typing import Final

LONGEST: Final = 180
"""Minutes after which any timer counts as forgotten."""


def ran(started_at: datetime, now: datetime) -> int:
    """Return the seconds since the start; 0 when a clock was set back."""
    return max(int((now - started_at).total_seconds()), 0)


def day_named(day: date, today: date) -> str:
    """Return what a day before ``today`` is called: its weekday, with the date from a week ago on."""
    return f"{day:%A}" if (today - day).days < 7 else f"{day:%A}, {day.day} {day:%B}"


def cap(planned: int) -> int:
    """Return the minutes a timer can log: twice the block's, three hours at most."""
    return min(2 * planned, LONGEST)


def counted(seconds: int, planned: int) -> int:
    """Return the minutes to log: full ones, halves rounded up, never above the cap; none for under half a minute."""
    return min((seconds + 30) // 60, cap(planned))


def forgotten(seconds: int, planned: int) -> bool:
    """Return whether the timer ran on past its cap."""
    return seconds > cap(planned) * 60
