"""The drawings of Today beside its ruler: the week as bars, the last days as dots, a range with its needle. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from portal.reading.road import number
from portal.routine.rules.forecast import Finish
from portal.routine.rules.plan import Slot
from portal.routine.rules.rhythm import Mark


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One block of a day of the week: planned height and real height."""

    x: str
    width: str
    plan_y: str
    plan: str
    y: str
    real: str


def week_bars(slots: Sequence[Slot], minutes: Mapping[str, int]) -> tuple[WeekBar, ...]:
    """Return the bars of a day, 90 minutes being 20 units high; a deep dive is wide and as high as the box."""
    bars = []
    for at, slot in enumerate(slots[:3]):
        scale = 20 / max(90, slot.minutes)
        planned, real = slot.minutes * scale, min(minutes.get(slot.id, 0) * scale, 22)
        width = 64.0 if len(slots) == 1 else 18.0
        x = number(0.5 + 23 * at)
        bars.append(
            WeekBar(
                x, number(width), number(23.5 - planned), number(planned), number(23.5 - real), number(real)
            )
        )
    return tuple(bars)


@dataclass(frozen=True, slots=True)
class Dot:
    """One of the last days: its place, and its shape."""

    x: int
    y: int
    shape: str


SHAPES: Final = {Mark.DONE: "done", Mark.MISSED: "missed", Mark.REST: "rest", Mark.OPEN: "open"}


def dots(marks: Sequence[tuple[Any, Mark]]) -> tuple[Dot, ...]:
    """Return the last 28 days in two rows, the latest at the end of the second."""
    late = marks[-28:]
    lead = 28 - len(late)
    return tuple(
        Dot(9 + 18 * ((n + lead) % 14), 12 + 20 * ((n + lead) // 14), SHAPES[mark])
        for n, (_, mark) in enumerate(late)
    )


@dataclass(frozen=True, slots=True)
class Range:
    """A band of dates with its needle, the words below it, and the ticks of the months."""

    band_x: str
    band_width: str
    needle: str
    months: tuple[tuple[str, str], ...]


def date_range(finish: Finish) -> Range:
    """Return the drawing of a finish, 252 units wide, a month more at either end; at most five months are named."""
    first = (finish.early - timedelta(days=20)).replace(day=1)
    last = (finish.late + timedelta(days=32)).replace(day=1)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return 252 * (day - first).days / span

    months, at = [], first
    while at <= last:
        months.append(at)
        at = (at + timedelta(days=32)).replace(day=1)
    step = -(-len(months) // 5)
    named = tuple((number(x(month)), f"{month:%b}") for month in months[::step] if x(month) < 245)
    return Range(
        number(x(finish.early)),
        number(max(x(finish.late) - x(finish.early), 1)),
        number(x(finish.day)),
        named,
    )
