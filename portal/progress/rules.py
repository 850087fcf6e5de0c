"""How a learner's events fold into what they have done, and what that is called. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from portal.progress.daily import DayFacts, DayKind, step, step_mark

STEP_DONE: Final = "read"
"""The mark of a step that is ticked, the word a chapter has."""


class Kind(StrEnum):
    """What an event says of a lesson; ``daily.DayKind`` says what one says of a day."""

    TICKED = "item-ticked"
    UNTICKED = "item-unticked"
    DONE = "lesson-done"
    REOPENED = "lesson-reopened"
    PRACTISED = "lesson-practised"
    PROVEN = "lesson-proven"
    UNPROVEN = "lesson-unproven"


class Level(StrEnum):
    """How far a lesson is known; the value is the word shown."""

    NONE = "not started"
    READ = "read"
    PRACTISED = "practised"
    PROVEN = "proven"
    FADING = "fading"

    @property
    def slug(self) -> str:
        """Return the name in class names and files."""
        return "none" if self is Level.NONE else self.value


@dataclass(frozen=True, slots=True)
class Event:
    """What the fold needs of an event.

    ``object_id``: a lesson's uid, ``<lesson uid>#<item key>``, what ``step_id`` returns, or of the routine ``day``,
    ``block:<id>``, ``chapter:<id>`` and ``post:<id>``.
    """

    kind: str
    object_id: str
    at: datetime
    day: date
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fold:
    """What follows from the events.

    The time of each standing tick; time and local day of each lesson done; the time of each lesson practised, and
    proven; what is said of chapters, posts and steps; and each day on which anything happened.
    """

    ticks: dict[str, datetime] = field(default_factory=dict)
    read: dict[str, tuple[datetime, date]] = field(default_factory=dict)
    practised: dict[str, datetime] = field(default_factory=dict)
    proven: dict[str, datetime] = field(default_factory=dict)
    marks: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    days: dict[str, DayFacts] = field(default_factory=dict)


Held = datetime | tuple[datetime, date] | tuple[str, datetime] | DayFacts | None


@dataclass(frozen=True, slots=True)
class Difference:
    """An object whose row is not what the events say; None stands for no row. ``what`` is a field of ``Fold``."""

    object_id: str
    what: str
    expected: Held
    found: Held


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a learner is with a lesson, and the day they marked it as done, if they did."""

    level: Level
    read_on: date | None


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of a lesson's checklist is ticked; 0 of 0 for a lesson without one."""

    done: int
    total: int

    @property
    def sentence(self) -> str:
        """Return the meter in words."""
        return f"{self.done} of {self.total}"


def step_id(milestone: str, number: int) -> str:
    """Return what the log calls a step of the milestone with this uid; ``number`` counts from 1."""
    return f"step:{milestone}#{number}"


def fold(events: Iterable[Event]) -> Fold:
    """Return what stands after ``events``, given in the order they were taken in.

    Each object goes by one id: old names are replaced by the present one before. What stands already is not moved by
    saying it again: the first time counts, so that a repeated tick cannot move a study day. Taking back what does not
    stand changes nothing.
    """
    result = Fold()
    for event in events:
        _fold_day(result, event)
        match event.kind:
            case Kind.TICKED:
                result.ticks.setdefault(event.object_id, event.at)
            case Kind.UNTICKED:
                result.ticks.pop(event.object_id, None)
            case Kind.DONE:
                result.read.setdefault(event.object_id, (event.at, event.day))
            case Kind.REOPENED:
                result.read.pop(event.object_id, None)
            case Kind.PRACTISED:
                result.practised.setdefault(event.object_id, event.at)
            case Kind.PROVEN:
                result.proven.setdefault(event.object_id, event.at)
            case Kind.UNPROVEN:
                result.proven.pop(event.object_id, None)
            case DayKind.MARKED:
                result.marks.pop(event.object_id, None)
                if said := step_mark(event.kind, event.payload, event.at):
                    result.marks[event.object_id] = said
    return result


def _fold_day(result: Fold, event: Event) -> None:
    """Take the event into its day; a day of which no event says anything is not there."""
    before = result.days.get(event.day.isoformat(), DayFacts())
    after = step(before, event.kind, event.object_id, event.payload)
    if after != before:
        result.days[event.day.isoformat()] = after


def compare(expected: Fold, found: Fold) -> list[Difference]:
    """Return the objects on which the two disagree, sorted by id; the time itself counts as well."""
    result = []
    for what in (part.name for part in fields(Fold)):
        wanted, there = getattr(expected, what), getattr(found, what)
        ids = wanted.keys() | there.keys()
        result += [
            Difference(i, what, wanted.get(i), there.get(i)) for i in ids if wanted.get(i) != there.get(i)
        ]
    return sorted(result, key=lambda one: (one.object_id, one.what))


def level(
    read: datetime | None, practised: datetime | None, proven: datetime | None, fading: bool | int | None
) -> Level:
    """Return the highest level reached; what was proven and needs a review is ``fading``."""
    if proven:
        return Level.FADING if fading else Level.PROVEN
    if practised:
        return Level.PRACTISED
    return Level.READ if read else Level.NONE
