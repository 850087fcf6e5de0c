"""The road of the drawn map: weeks along a line that winds down the page. Pure geometry.

It runs ten weeks to the right, turns, runs ten weeks to the left, turns, and so on. All numbers are units of the
drawing.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

ROW_WEEKS: Final = 10
WEEK: Final = 92.0
LEFT: Final = 120.0
RIGHT: Final = LEFT + ROW_WEEKS * WEEK
TOP: Final = 112.0
TURN: Final = 84.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the road, and the row it is in; rows with an even number run to the right."""

    x: float
    y: float
    row: int

    @property
    def side(self) -> int:
        """Return 1 if the traveller's right hand points down the page here, else -1."""
        return 1 if self.row % 2 == 0 else -1


@dataclass(frozen=True, slots=True)
class Road:
    """A road of ``weeks`` weeks, at least one."""

    weeks: int

    @property
    def rows(self) -> int:
        """Return how many rows it takes."""
        return ceil(self.weeks / ROW_WEEKS)

    def at(self, week: float, *, leaving: bool = False) -> Point:
        """Return where ``week`` (0 to ``weeks``) is; at the end of a row, where it arrives unless ``leaving``."""
        row = int(week // ROW_WEEKS)
        if not leaving and row and week % ROW_WEEKS == 0:
            row -= 1
        along = (week - row * ROW_WEEKS) * WEEK
        return Point(LEFT + along if row % 2 == 0 else RIGHT - along, TOP + row * 2 * TURN, row)

    def stretch(self, start: float, end: float, *, beside: float = 0, lead: float = 0) -> str:
        """Return the part from ``start`` to ``end`` as the data of an SVG path.

        ``beside`` moves it to the traveller's right (less than ``TURN``); ``lead`` begins it that much earlier.
        """
        first, last = self.at(start, leaving=True), self.at(end)
        d = f"M{number(first.x - lead * first.side)} {number(first.y + beside * first.side)}"
        for row in range(first.row, last.row + 1):
            turn = self.at((row + 1) * ROW_WEEKS) if row < last.row else last
            d += f"H{number(turn.x)}"
            if row < last.row:
                radius = number(TURN - beside * turn.side)
                sweep = 1 if turn.side > 0 else 0
                d += f"A{radius} {radius} 0 0 {sweep} {number(turn.x)} {number(turn.y + 2 * TURN - beside * turn.side)}"
        return d


def number(value: float) -> str:
    """Write a number for SVG: one decimal at most, and no ``.0``."""
    return f"{round(value, 1):g}"
