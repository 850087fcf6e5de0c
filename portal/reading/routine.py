"""The drawing of a study day: one bar of minutes for each block. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from portal.reading.road import number

FROM: Final = 130.0
WIDTH: Final = 315.0
ROW: Final = 74
TOP: Final = 18
QUARTER: Final = 15


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its bar, the dashed part that is up to the learner, and the base lines of its words."""

    title: str
    note: str
    y: int
    width: str
    more_x: str
    more_width: str

    @property
    def axis(self) -> str:
        """Return the path of the block's ruler without its ticks."""
        return f"M{number(FROM)} {self.y + 38.5}h{number(WIDTH)}"

    @property
    def title_y(self) -> int:
        """Return the base line of the title."""
        return self.y + 13

    @property
    def note_y(self) -> int:
        """Return the base line of the note."""
        return self.y + 31


@dataclass(frozen=True, slots=True)
class Day:
    """The drawing, and the same in words."""

    height: int
    blocks: list[Block]
    ticks: list[str]
    scale: list[tuple[str, str]]
    scale_y: int
    least: int
    most: int
    sentence: str


def draw_day(slots: Sequence[tuple[str, int, int]]) -> Day | None:
    """Return the day made of ``slots`` (title, least and most minutes), or None when there are none to draw."""
    slots = [slot for slot in slots if slot[2] > 0]
    if not slots:
        return None
    quarters = ceil(max(most for _, _, most in slots) / QUARTER)
    step = WIDTH / (quarters * QUARTER)
    blocks = [
        _block(title, least, most, TOP + ROW * at, step) for at, (title, least, most) in enumerate(slots)
    ]
    thirds = range(quarters * 3 + 1)
    return Day(
        height=TOP + ROW * len(slots) + 46,
        blocks=blocks,
        ticks=[
            "".join(
                f"M{number(FROM + at * 5 * step + 0.5)} {block.y + 38.5}v{4 if at % 3 else 8}"
                for at in thirds
            )
            for block in blocks
        ],
        scale=[(number(FROM + at * QUARTER * step), str(at * QUARTER)) for at in range(quarters + 1)],
        scale_y=TOP + ROW * len(slots) - 8,
        least=sum(least for _, least, _ in slots),
        most=sum(most for _, _, most in slots),
        sentence=", ".join(f"{title.lower()} {_minutes(least, most)}" for title, least, most in slots),
    )


def _block(title: str, least: int, most: int, y: int, step: float) -> Block:
    """Return one bar; the part between least and most is up to the learner."""
    return Block(
        title,
        _minutes(least, most).replace("minutes", "min"),
        y,
        number(least * step),
        number(FROM + least * step),
        number((most - least) * step),
    )


def _minutes(least: int, most: int) -> str:
    return f"{least} minutes" if least == most else f"{least} to {most} minutes"
