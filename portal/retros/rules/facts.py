"""What is known of a week, as the sections take it in. Pure: no section asks the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from portal.retros.rules.weeks import Week

RIGHT: Final = 0.8
"""From this share of the credit on an answer counts as right, as review has it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A lesson as a retrospective names it; it keeps the title it had."""

    uid: str
    title: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day: its blocks with their planned minutes, the minutes logged by block, and whether it counts as study."""

    day: date
    slots: tuple[tuple[str, str, int], ...]
    minutes: Mapping[str, int]
    studied: bool

    @property
    def planned(self) -> int:
        """Return the planned minutes."""
        return sum(minutes for _, _, minutes in self.slots)

    @property
    def real(self) -> int:
        """Return the minutes logged."""
        return sum(self.minutes.values())


@dataclass(frozen=True, slots=True)
class Reached:
    """Something the log says of a lesson: ``kind`` is the event's."""

    topic: Topic
    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class Answer:
    """A graded answer in a quiz. ``first``: the learner had never answered the question before."""

    ref: str
    topic: Topic | None
    credit: float
    first: bool
    confidence: str
    drill: bool

    @property
    def right(self) -> bool:
        """Return whether enough of it was right."""
        return self.credit >= RIGHT


@dataclass(frozen=True, slots=True)
class Recall:
    """A card answered in review. ``first``: it was a new one."""

    ref: str
    topic: Topic | None
    recalled: bool
    first: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What the learner chose when they closed the week before: the question it answers, and what was done with it."""

    topic: Topic
    question: str
    deed: str


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """A week. ``titles`` are of blocks that have minutes without being planned."""

    week: Week
    days: tuple[Day, ...] = ()
    reached: tuple[Reached, ...] = ()
    ticks: int = 0
    answers: tuple[Answer, ...] = ()
    recalls: tuple[Recall, ...] = ()
    carried: tuple[Carried, ...] = ()
    repeated: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def idle(self) -> bool:
        """Return whether nothing happened at all."""
        return not (self.reached or self.ticks or self.answers or self.recalls) and not any(
            day.studied for day in self.days
        )
