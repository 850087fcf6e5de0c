"""When the plan will be finished, with a range. Pure.

Before a learner has a history, a topic costs what the plan gives it: the weeks of its track, times the minutes of the
plan's week, shared by the track's topics. What the learner logged then moves that figure, and their pace:

- cost = (K + minutes logged) / (K + what the plan gives the topics done), K being two of the plan's weeks;
- pace = (2 planned weeks + what was logged in the last eight weeks) / (2 + those weeks), a week.

The range holds eight times of ten if the cost of a topic varies by 60 % of itself and a week by 50 %, both as means of
what is known: z · sqrt(0.36 / (topics done + 4) + 0.25 / (weeks + 2)), z = 1.28.

The pace of a week is laid on the days to come as the learner's routine lays its minutes: nothing on rest days and days
off. The walk begins tomorrow, and ends on a day with something planned.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, sqrt
from typing import Final

from portal.routine.rules.plan import Away, Calendar

BELIEF_WEEKS: Final = 2
Z: Final = 1.28
DAY: Final = timedelta(days=1)
FARTHEST: Final = 366 * 20 * DAY
LITTLE: Final = 1e-6
"""Minutes that are none: what sums of fractions leave over."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A track on the road: its weeks, its topics, and how many of them are done."""

    uid: str
    short: str
    weeks: float
    topics: int
    done: int


@dataclass(frozen=True, slots=True)
class Pace:
    """What the learner logged: ``logged`` minutes in all, ``late`` of them in the last ``weeks`` (8 at most)."""

    logged: int
    late: int
    weeks: float


@dataclass(frozen=True, slots=True)
class Finish:
    """A date with the range around it."""

    day: date
    early: date
    late: date


class NoDate(StrEnum):
    """Why there is no date; the value is the sentence shown."""

    DONE = "Every topic is done."
    NO_PLAN = "The plan gives its topics no weeks."
    NO_DAYS = "Your routine has no study days."
    PAUSED = "You have paused; there is a date again once you go on."
    BEYOND = "At this pace the end is more than twenty years ahead."


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the track in hand and the whole plan end, and what that is based on.

    ``minutes`` a week, ``topic`` minutes for a topic to come on average; ``done`` topics so far, ``own``: the learner's
    own log moved the figures. ``track`` and ``plan`` are None for the reason that ``no_date`` says.
    """

    track: Finish | None
    track_name: str
    plan: Finish | None
    no_date: NoDate | None
    minutes: int
    topic: int
    done: int
    own: bool


def forecast(
    road: Sequence[Stretch], plan_week: int, calendar: Calendar, pace: Pace, today: date, more: int = 0
) -> Forecast:
    """Return the forecast by the learner's ``calendar``; ``more`` minutes a week are added to the pace."""
    daily = [sum(slot.minutes for slot in calendar.on(today).on_weekday(day)) for day in range(7)]
    given = {stretch.uid: stretch.weeks * plan_week / max(stretch.topics, 1) for stretch in road}
    expected = sum(given[stretch.uid] * stretch.done for stretch in road)
    believed = BELIEF_WEEKS * plan_week
    own = pace.logged > 0 and expected > 0
    cost = (believed + pace.logged) / (believed + expected) if own and believed else 1.0
    week = (BELIEF_WEEKS * sum(daily) + pace.late) / (BELIEF_WEEKS + pace.weeks) + more if any(daily) else 0
    done = sum(stretch.done for stretch in road)
    spread = Z * sqrt(0.36 / (done + 4) + 0.25 / (pace.weeks + BELIEF_WEEKS))
    left = [(s, given[s.uid] * (s.topics - s.done) * cost) for s in road if s.done < s.topics]
    whole = sum(minutes for _, minutes in left)
    track = plan = None
    if whole and week:
        free = [*_free(calendar.aways, today + DAY, today + FARTHEST)]
        track, plan = (_finish(each / week, spread, daily, free) for each in (left[0][1], whole))
    return Forecast(
        track=track,
        track_name=left[0][0].short if left else "",
        plan=plan,
        no_date=None if plan else _why_not(any(given.values()), bool(left), bool(week), calendar),
        minutes=round(week),
        topic=round(whole / sum(s.topics - s.done for s, _ in left)) if left else 0,
        done=done,
        own=own,
    )


def _why_not(planned: bool, left: bool, studies: bool, calendar: Calendar) -> NoDate:
    """Return why there is no date for the plan."""
    if not planned:
        return NoDate.NO_PLAN
    if not left:
        return NoDate.DONE
    if not studies:
        return NoDate.NO_DAYS
    return NoDate.PAUSED if any(away.last is None for away in calendar.aways) else NoDate.BEYOND


def _finish(
    weeks: float, spread: float, daily: Sequence[int], free: Iterable[tuple[date, int]]
) -> Finish | None:
    """Return the day on which so many weeks of the routine are behind, and the range around it."""
    whole = weeks * sum(daily)
    ends = [_reached(whole * factor, daily, free) for factor in (1, 1 / (1 + spread), 1 + spread)]
    middle, early, late = ends
    return Finish(middle, early, late) if middle and early and late else None


def _free(aways: Iterable[Away], first: date, last: date) -> Iterator[tuple[date, int]]:
    """Yield the stretches without days off from ``first`` to ``last``, each as its first day and how many it has."""
    for away in sorted(aways, key=lambda away: away.first):
        if away.first > last:
            break
        if first < away.first:
            yield first, (away.first - first).days
        if away.last is None:
            return
        first = max(first, min(away.last, last) + DAY)
    if first <= last:
        yield first, (last - first).days + 1


def _reached(minutes: float, daily: Sequence[int], free: Iterable[tuple[date, int]]) -> date | None:
    """Return the first day by which ``minutes`` are planned; None when the stretches hold fewer.

    Whole weeks are taken at once, so that a walk costs some days for each stretch and not one for each day.
    """
    week = sum(daily)
    for first, days in free:
        weeks = max(min(days // 7, ceil(minutes / week) - 1), 0)
        minutes -= weeks * week
        for n in range(7 * weeks, days):
            minutes -= daily[(first.weekday() + n) % 7]
            if minutes <= LITTLE:
                return first + n * DAY
    return None
