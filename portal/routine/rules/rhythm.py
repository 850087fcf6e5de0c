"""Streak and consistency, from the days of study. Pure; nothing of it is stored.

A planned day without study is missed. Rest days, vacations, pauses and days made rest days are neutral: they neither
add nor break. Today is neutral until something is done. So is a day that a move cut short: whoever flies east by six
hours or more loses most of a day, or all of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

HALF_LIFE: Final = 13
"""Planned days after which one counts half. Loop Habit Tracker's score of a daily habit falls by half in 13 days
(``Score.compute``: ``0.5 ** (sqrt(frequency) / 13)``); there it starts at 0, here it is the weighted mean of the days
there are, so that a first week is not read as a failure."""
CUT_SHORT: Final = 6 * 60
"""Minutes the clock is set forward by a move, from which on the day between is neutral."""


class Mark(StrEnum):
    """What a day is in the rhythm; the value is the word shown."""

    DONE = "studied"
    MISSED = "not studied"
    REST = "rest"
    OPEN = "still open"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a day that has any event: minutes, whether it counts as study, and the clock's offset.

    ``edited``: it was corrected on a later day.
    """

    minutes: int
    studied: bool
    offset: int | None = None
    shape: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The streak in study days; of the planned days in sight how many were studied; the score in percent.

    ``score`` is None before the first planned day. ``marks`` are the days in sight, oldest first.
    """

    streak: int
    done: int
    planned: int
    score: int | None
    marks: tuple[tuple[date, Mark], ...]


def marks(
    told: Mapping[date, Told], planned: Callable[[date, str], bool], today: date
) -> tuple[tuple[date, Mark], ...]:
    """Return every day from the first one of study to today, with what it is; empty before the first."""
    studied = [day for day, facts in told.items() if facts.studied and day <= today]
    if not studied:
        return ()
    first = min(studied)
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return tuple((day, _mark(day, told, planned, today)) for day in days)


def rhythm(
    told: Mapping[date, Told], planned: Callable[[date, str], bool], today: date, sight: int = 28
) -> Rhythm:
    """Return the rhythm up to ``today``; ``planned`` says whether study is planned on a day of a shape."""
    all_days = marks(told, planned, today)
    streak = 0
    for _, mark in reversed(all_days):
        if mark is Mark.MISSED:
            break
        streak += mark is Mark.DONE
    late = all_days[-sight:]
    counted = [mark for _, mark in late if mark in (Mark.DONE, Mark.MISSED)]
    return Rhythm(streak, counted.count(Mark.DONE), len(counted), score([m for _, m in all_days]), late)


def score(days: list[Mark]) -> int | None:
    """Return the share of planned days studied, in percent, each weighing half of one ``HALF_LIFE`` days later."""
    kept, total, weight, factor = 0.0, 0.0, 1.0, 0.5 ** (1 / HALF_LIFE)
    for mark in reversed(days):
        if mark in (Mark.DONE, Mark.MISSED):
            total += weight
            kept += weight * (mark is Mark.DONE)
            weight *= factor
    return round(100 * kept / total) if total else None


def began(joined: date, told: Mapping[date, Told], today: date) -> date:
    """Return the day from which on there is something to say of a learner: that of the account, or of earlier study.

    Study can be older than the account, by a correction or by what was taken in from another installation.
    """
    return min([joined, today, *(day for day, facts in told.items() if facts.studied)])


def _mark(day: date, told: Mapping[date, Told], planned: Callable[[date, str], bool], today: date) -> Mark:
    facts = told.get(day)
    if facts and facts.studied:
        return Mark.DONE
    if not planned(day, facts.shape if facts else ""):
        return Mark.REST
    if day == today:
        return Mark.OPEN
    return Mark.REST if _cut_short(day, told) else Mark.MISSED


def _cut_short(day: date, told: Mapping[date, Told]) -> bool:
    """Return whether the learner's clock went forward by hours between the days around ``day``."""
    before, after = told.get(day - timedelta(days=1)), told.get(day + timedelta(days=1))
    if before is None or after is None or before.offset is None or after.offset is None:
        return False
    return after.offset - before.offset >= CUT_SHORT
