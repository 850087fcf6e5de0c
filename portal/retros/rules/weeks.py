"""A learner's weeks: seven days from their own first weekday on, each with a name. Pure.

Every day is in exactly one week, whatever a learner changes. A new first weekday holds from a day on, its ``from``; the
week before it is cut short or goes on, 4 to 10 days, so that no week is lost and no two have one name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEKDAYS: Final = {0: "Monday", 5: "Saturday", 6: "Sunday"}
LEAST: Final = 4
"""Days of the shortest week there can be."""
DAY: Final = timedelta(days=1)
Starts = tuple[tuple[date, int], ...]
"""Since when which weekday (0 is Monday) begins the week, oldest first. Before the first: Monday."""


@dataclass(frozen=True, slots=True)
class Week:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """Return the name, such as ``2026-W47``: that of the ISO week its fourth day is in."""
        year, number, _ = (self.first + 3 * DAY).isocalendar()
        return f"{year}-W{number:02}"

    @property
    def number(self) -> int:
        """Return the number within the year."""
        return (self.first + 3 * DAY).isocalendar().week

    @property
    def days(self) -> list[date]:
        """Return the days in order."""
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]

    @property
    def span(self) -> str:
        """Return the days in words: ``16 to 22 November``."""
        if self.first.month == self.last.month:
            return f"{self.first.day} to {self.last:%-d %B}"
        return f"{self.first:%-d %B} to {self.last:%-d %B}"


def week_of(day: date, starts: Starts = ()) -> Week:
    """Return the week ``day`` is in."""
    weekday = next((weekday for since, weekday in reversed(starts) if since <= day), 0)
    following = next((since for since, _ in starts if since > day), None)
    first = day - (day.weekday() - weekday) % 7 * DAY
    if following is None or (following - first).days > 6 + LEAST:
        return Week(first, first + 6 * DAY)
    if (following - first).days < LEAST:
        first -= 7 * DAY
    return Week(first, following - DAY)


def week_before(week: Week, starts: Starts = ()) -> Week:
    """Return the week before."""
    return week_of(week.first - DAY, starts)


def week_after(week: Week, starts: Starts = ()) -> Week:
    """Return the week after."""
    return week_of(week.last + DAY, starts)


def week_named(name: str, starts: Starts = ()) -> Week | None:
    """Return the week of a name; None for what names none, or one outside of this century."""
    year, _, number = name.partition("-W")
    if not (len(year) == 4 and len(number) == 2 and (year + number).isdecimal() and year.startswith("20")):
        return None
    try:
        found = week_of(date.fromisocalendar(int(year), int(number), 4), starts)
    except ValueError:
        return None
    return found if found.name == name else None


def changed(starts: Starts, weekday: int, today: date) -> Starts:
    """Return the starts when weeks begin with ``weekday`` from the next such day on that leaves no stump."""
    kept = tuple(pair for pair in starts if pair[0] <= today)
    if weekday == (kept[-1][1] if kept else 0):
        return kept
    earliest = week_of(today, kept).first + LEAST * DAY
    return (*kept, (earliest + (weekday - earliest.weekday()) % 7 * DAY, weekday))


def read(stored: Sequence[Sequence[object]]) -> Starts:
    """Return the starts as they are stored, ``[[iso day, weekday], …]``."""
    return tuple((date.fromisoformat(str(since)), int(str(weekday))) for since, weekday in stored)


def written(starts: Starts) -> list[list[object]]:
    """Return the starts to be stored."""
    return [[since.isoformat(), weekday] for since, weekday in starts]
