"""The drawings of a week: blocks as bars, this week beside the four before, the weeks of a year. Pure geometry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.reading.road import number

CHARACTER: Final = 12
"""The widest an average character of a title is, on a phone."""
LEAST, MOST = 90, 210
RIGHT: Final = 425
"""Where the longest bar ends; behind it there is room for its minutes, on a phone, too."""
ROW: Final = 50
PULSE_WIDTH, PULSE_HIGH = 120.0, 24.0
COLUMN: Final = 17


@dataclass(frozen=True, slots=True)
class Bar:
    """One block: its bar of real minutes within the frame of planned ones; ``words_x`` is behind both."""

    title: str
    y: int
    real: int
    planned: int
    real_width: str
    plan_width: str
    words_x: str

    @property
    def ys(self) -> tuple[str, str, str]:
        """Return the heights at which the words, the bar and the frame stand."""
        return (number(self.y + 20), number(self.y + 9), number(self.y + 5.5))


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars with their axis, 540 units wide. ``hours`` are the places of whole hours and their names.

    The titles have the room up to ``left``, where the bars begin.
    """

    bars: tuple[Bar, ...]
    hours: tuple[tuple[str, str], ...]
    height: int
    axis_y: int
    left: int
    right: int = RIGHT


def bars(blocks: Sequence[Mapping[str, object]]) -> Bars:
    """Return the drawing of blocks (``title``, ``planned``, ``real``); empty without any."""
    pairs = [(str(b["title"]), int(str(b["planned"])), int(str(b["real"]))) for b in blocks]
    most = max((max(planned, real) for _, planned, real in pairs), default=0)
    hours = max(-(-most // 60), 1)
    step = -(-hours // 6)
    left = min(max([LEAST, *(CHARACTER * (len(title) + 1) for title, _, _ in pairs)]), MOST)
    scale = (RIGHT - left) / (hours * 60)
    drawn = tuple(
        Bar(
            title, n * ROW, real, planned, number(real * scale), number(planned * scale),
            number(left + max(planned, real) * scale + 10),
        )
        for n, (title, planned, real) in enumerate(pairs)
    )  # fmt: skip
    marks = tuple((number(left + hour * 60 * scale), f"{hour} h") for hour in range(0, hours + 1, step))
    return Bars(drawn, marks, len(drawn) * ROW + 24, len(drawn) * ROW, left)


@dataclass(frozen=True, slots=True)
class Pulse:
    """One measure over the weeks: a line through what is known, a dot a week, the last one this week's.

    A week without a figure has no dot, and the line goes past it.
    """

    line: str
    dots: tuple[tuple[str, str], ...]
    last: tuple[str, str] | None


def pulse(values: Sequence[float | None]) -> Pulse:
    """Return the drawing of values, the oldest first, 120 by 32 units; the highest stands at the top."""
    known = [value for value in values if value is not None]
    most = max(known, default=0) or 1
    step = PULSE_WIDTH / max(len(values), 1)
    points = [
        (number(step * (n + 0.5)), number(4 + PULSE_HIGH * (1 - value / most)), n)
        for n, value in enumerate(values)
        if value is not None
    ]
    here = next(((x, y) for x, y, n in points if n == len(values) - 1), None)
    return Pulse(
        " ".join(f"{x},{y}" for x, y, _ in points),
        tuple((x, y) for x, y, n in points if n != len(values) - 1),
        here,
    )


@dataclass(frozen=True, slots=True)
class Column:
    """One week of the year: real minutes as a bar, planned ones as a mark; ``closed`` is a dot below."""

    x: int
    y: str
    height: str
    plan_y: str
    closed: bool
    said: str


def columns(weeks: Sequence[tuple[str, int, int, bool]]) -> tuple[Column, ...]:
    """Return the drawing of weeks (name, planned, real, closed), the oldest first, 60 units high."""
    most = max((max(planned, real) for _, planned, real, _ in weeks), default=0) or 1
    return tuple(
        Column(
            36 + n * COLUMN, number(72 - 60 * real / most), number(60 * real / most),
            number(72 - 60 * planned / most), closed, f"{name}: {real} of {planned} min",
        )
        for n, (name, planned, real, closed) in enumerate(weeks)
    )  # fmt: skip
