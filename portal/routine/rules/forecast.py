"""When the plan will be finished, with a range. Pure.

Before a learner has a history, a topic costs what the plan gives it: the weeks of its track, times the minutes of the
plan's week, shared by the track's topics. What the learner logged then moves that figure, and their pace:

- cost = (K + minutes logged) / (K + what the plan gives the topics done), K being two of the plan's weeks;
- pace = (2 planned weeks + what was logged in the last eight weeks) / (2 + those weeks), a week.

The range holds eight times of ten if the cost of a topic varies by 60 % of itself and a week by 50 %, both as means of
what is known: z · sqrt(0.36 / (topics done + 4) + 0.25 / (weeks + 2)), z = 1.28.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from typing import Final

KNOWN_WEEKS: Final = 8
BELIEF_WEEKS: Final = 2
Z: Final = 1.28
FARTHEST: Final = 366 * 20


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


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the track in hand and the whole plan end, and what that is based on.

    ``minutes`` a week, ``topic`` minutes for a topic to come on average; ``done`` topics so far, ``own``: the learner's
    own log moved the figures. ``track`` is None when all is done.
    """

    track: Finish | None
    track_name: str
    plan: Finish | None
    minutes: int
    topic: int
    done: int
    own: bool


def forecast(
    road: Sequence[Stretch], plan_week: int, own_week: int, pace: Pace, today: date, more: int = 0
) -> Forecast | None:
    """Return the forecast; ``more`` minutes a week are added to the pace. None without a plan, or time for it."""
    given = {stretch.uid: stretch.weeks * plan_week / max(stretch.topics, 1) for stretch in road}
    expected = sum(given[stretch.uid] * stretch.done for stretch in road)
    believed = BELIEF_WEEKS * plan_week
    own = pace.logged > 0 and expected > 0
    cost = (believed + pace.logged) / (believed + expected) if own and believed else 1.0
    week = (BELIEF_WEEKS * own_week + pace.late) / (BELIEF_WEEKS + pace.weeks) + more
    done = sum(stretch.done for stretch in road)
    if week <= 0 or not sum(given.values()):
        return None
    spread = Z * sqrt(0.36 / (done + 4) + 0.25 / (pace.weeks + BELIEF_WEEKS))
    left = {s.uid: given[s.uid] * (s.topics - s.done) * cost for s in road}
    here = next((s for s in road if s.done < s.topics), None)
    open_topics = sum(s.topics - s.done for s in road)
    return Forecast(
        track=_finish(left[here.uid] / week, spread, today) if here else None,
        track_name=here.short if here else "",
        plan=_finish(sum(left.values()) / week, spread, today) if here else None,
        minutes=round(week),
        topic=round(sum(left.values()) / open_topics) if open_topics else 0,
        done=done,
        own=own,
    )


def _finish(weeks: float, spread: float, today: date) -> Finish:
    """Return the day ``weeks`` ahead, at most twenty years, and the range around it."""
    ends = [min(ceil(7 * weeks * factor), FARTHEST) for factor in (1, 1 / (1 + spread), 1 + spread)]
    middle, early, late = (today + timedelta(days=days) for days in ends)
    return Finish(middle, early, late)
