"""A learner's routine: the blocks of a day, the days of a week, and the days away. Pure.

What is not set comes from the plan's own routine (``plan.yml``), so that a learner who never opens the settings has the
plan's day and week.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final


class DayType(StrEnum):
    """What a weekday is for; the value is kept in settings."""

    STUDY = "study"
    NOTES = "review"
    DEEP = "deep-dive"
    REST = "rest"


LABELS: Final = {
    DayType.STUDY: "Study day",
    DayType.NOTES: "Study and review",
    DayType.DEEP: "Deep dive",
    DayType.REST: "Rest day",
}
WEEK: Final = (*(DayType.STUDY,) * 4, DayType.NOTES, DayType.DEEP, DayType.REST)
CLOCKS: Final = {
    "morning": "07:00",
    "afternoon": "13:00",
    "evening": "19:30",
    "deep-dive": "10:00",
    "review": "19:30",
}
SHORT: Final = "short"
SHORT_MINUTES: Final = 15
BACK: Final = timedelta(days=366)
"""How far back a day can be looked at and corrected."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A block: its minutes, and the wall-clock time it is planned for, as ``07:00``. ``on``: the learner does it."""

    id: str
    title: str
    minutes: int
    clock: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Routine:
    """The daily blocks, the two weekly ones, and what each weekday (0 is Monday) is for."""

    daily: tuple[Slot, ...]
    deep: Slot
    notes: Slot
    week: tuple[DayType, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Return every block, also those that are off."""
        return (*self.daily, self.deep, self.notes)

    @property
    def weekly_minutes(self) -> int:
        """Return the minutes of a whole week."""
        return sum(slot.minutes for day in range(7) for slot in self.on_weekday(day))

    @property
    def study_days(self) -> int:
        """Return how many days of a week have a block at all."""
        return sum(bool(self.on_weekday(day)) for day in range(7))

    def on_weekday(self, weekday: int) -> tuple[Slot, ...]:
        """Return the blocks of a weekday, in the order of the clock; none on a rest day.

        The deep dive stands for the whole day's blocks, the weekly review for the last one.
        """
        daily = tuple(slot for slot in self.daily if slot.on)
        match self.week[weekday]:
            case DayType.REST:
                return ()
            case DayType.DEEP:
                return (self.deep,) if self.deep.on else daily
            case DayType.NOTES if self.notes.on:
                return (*daily[:-1], self.notes)
        return daily


@dataclass(frozen=True, slots=True)
class Away:
    """Days off, both ends included; ``last`` is None while a pause goes on."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Return whether ``day`` is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a learner planned, then and now: ``versions`` hold from their day on, the latest last."""

    versions: tuple[tuple[date, Routine], ...]
    aways: tuple[Away, ...]

    def on(self, day: date) -> Routine:
        """Return the routine that held on ``day``; days before the first have the first."""
        return next((kept for since, kept in reversed(self.versions) if since <= day), self.versions[0][1])

    def away(self, day: date) -> bool:
        """Return whether the learner is on vacation or has paused."""
        return any(each.holds(day) for each in self.aways)

    def slots(self, day: date, shape: str = "") -> tuple[Slot, ...]:
        """Return the blocks of a day of this shape; none on rest days and days away."""
        if shape == SHORT:
            return (Slot(SHORT, "Short day", SHORT_MINUTES, ""),)
        if shape == DayType.REST or self.away(day):
            return ()
        return self.on(day).on_weekday(day.weekday())

    def planned(self, day: date, shape: str = "") -> bool:
        """Return whether study was planned, so that a day without it counts."""
        return bool(self.slots(day, shape))


def routine_of(plan: Mapping[str, Any], own: Mapping[str, Any]) -> Routine:
    """Return the routine of the plan with what the learner set instead.

    ``plan`` is the routine of ``plan.yml``; a block without minutes there is none. ``own`` has ``blocks`` (by id:
    ``on``, ``minutes``, ``clock``) and ``week`` (seven day types).
    """
    weekly = {slot["id"]: slot for slot in plan.get("weekly", ())}
    mine = own.get("blocks", {})
    return Routine(
        daily=tuple(_slot(slot, mine) for slot in plan.get("daily", ()) if slot["minutes"][1] > 0),
        deep=_slot(weekly.get(DayType.DEEP, _missing(DayType.DEEP, "Deep dive", 150)), mine),
        notes=_slot(weekly.get(DayType.NOTES, _missing(DayType.NOTES, "Review", 45)), mine),
        week=tuple(DayType(day) for day in own.get("week", WEEK)),
    )


def _missing(uid: str, title: str, minutes: int) -> dict[str, Any]:
    return {"id": uid, "title": title, "minutes": [minutes, minutes]}


def _slot(planned: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]) -> Slot:
    """Return a block; of a range of minutes its middle."""
    least, most = planned["minutes"]
    clock = CLOCKS.get(planned["id"], "12:00")
    return replace(
        Slot(planned["id"], planned["title"], (least + most) // 2, clock), **own.get(planned["id"], {})
    )


def week_of(day: date) -> Sequence[date]:
    """Return the seven days of the ISO week of ``day``."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]
