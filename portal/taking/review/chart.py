"""The days ahead as a drawing: a bar of minutes for each day, and a line at what a day may hold. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WIDTH = 480.0
TOP, BASE = 18.0, 144.0
LEAST = 5.0
"""Minutes the drawing reaches up to at least, so that one card does not look like a wall."""


class Day(Protocol):
    """A day of the forecast."""

    @property
    def day(self) -> date:
        """Return the date."""

    @property
    def cards(self) -> int:
        """Return how many cards come due."""

    @property
    def minutes(self) -> float:
        """Return how long they take."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its place, and what its line of the table says. ``label`` is a date where there is room."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    day: date
    cards: int
    minutes: int
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All days, the line of the day's minutes, and the same in one sentence."""

    bars: list[Bar]
    cap_y: str
    cap: int
    sentence: str

    @property
    def is_empty(self) -> bool:
        """Return whether no card comes due in these days."""
        return not any(bar.cards for bar in self.bars)


def chart_of(days: Sequence[Day], cap: int) -> Chart:
    """Return the drawing of ``days``, at least one, for a learner who gives ``cap`` minutes a day."""
    top = max([LEAST, cap * 1.15, *(day.minutes * 1.05 for day in days)])
    step = WIDTH / len(days)
    bars = [
        _bar(day, step * n, step, top, "" if n % 7 or n > 21 else f"{day.day.day} {day.day:%b}")
        for n, day in enumerate(days)
    ]
    return Chart(bars, _text(BASE - cap / top * (BASE - TOP)), cap, _sentence(days, cap))


def _bar(day: Day, x: float, step: float, top: float, label: str) -> Bar:
    """Return one day; whatever comes due is at least a line high."""
    height = max(day.minutes / top * (BASE - TOP), 1.5) if day.cards else 0.0
    return Bar(
        x=_text(x + step * 0.14),
        y=_text(BASE - height),
        width=_text(step * 0.72),
        height=_text(height),
        middle=_text(x + step / 2),
        day=day.day,
        cards=day.cards,
        minutes=_whole(day),
        label=label,
    )


def _sentence(days: Sequence[Day], cap: int) -> str:
    """Say what the drawing shows."""
    cards, most = sum(day.cards for day in days), max(days, key=lambda day: day.minutes)
    if not cards:
        return f"No card comes due in the next {len(days)} days."
    over = sum(day.minutes > cap for day in days)
    above = f"{over} day{'' if over == 1 else 's'}" if over else "No day"
    return (
        f"The next {len(days)} days: {cards:,} card{'' if cards == 1 else 's'}, most on {most.day.day} {most.day:%B} "
        f"with {_whole(most)} min. "
        f"{above} over your {cap} min."
    )


def _whole(day: Day) -> int:
    """Return the minutes of a day, rounded; at least one where there is a card."""
    return max(round(day.minutes), 1) if day.cards else 0


def _text(value: float) -> str:
    return f"{round(value, 1):g}"
