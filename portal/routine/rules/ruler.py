"""The day as a ruler: its blocks as bars, the hours below them, and a needle at the present minute. Pure.

Minutes are counted from the midnight before the day. What comes before the rollover hour belongs to the day before, and
stands at the end of that one: 00:13 is minute 1453.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from portal.reading.road import number

FROM: Final = 6
TO: Final = 23
"""The hours that are always drawn, unless the day begins later; others are when something lies in them."""
WIDTH: Final = 1136.0
LETTER: Final = 8.0
"""How wide a letter is at most on average, in the units of the drawing: measured 7, and 7.6 where it is strong."""
GAP: Final = 6.0
ABOVE: Final = 11
BESIDE: Final = 30
"""Where the names stand: above their bar, or, where another one is in the way, beside it."""
Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stint:
    """A block on the ruler, from minute ``begin`` to ``end``. ``kind``: planned, done or running."""

    title: str
    kind: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A stint as it is drawn; of a running one, ``ran`` is as wide as what is behind the needle."""

    kind: str
    x: str
    width: str
    ran: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words on the ruler; ``anchor`` is the end or the middle of them that stands at ``x``."""

    words: str
    x: str
    y: int
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Ruler:
    """The drawing: lines of the quarters as place, class and length, hours, bars with their names, and the needle."""

    ticks: tuple[tuple[str, str, int], ...]
    hours: tuple[Text, ...]
    bars: tuple[Bar, ...]
    names: tuple[Text, ...]
    needle: str
    now: Text


def minute_of(clock: str, rollover_hour: int) -> int:
    """Return the minute of the day of a wall-clock time such as ``07:30``, later than midnight before the rollover."""
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute) + (24 * 60 if int(hour) < rollover_hour else 0)


@lru_cache(maxsize=1024)
def ruler(stints: tuple[Stint, ...], now: str, rollover_hour: int) -> Ruler:
    """Return the ruler of a day at the clock time ``now``, wide enough for all of ``stints``, of which there is one."""
    at = minute_of(now, rollover_hour)
    first = min(max(FROM, rollover_hour), *(stint.begin // 60 for stint in stints), at // 60)
    last = max(TO, *(-(-stint.end // 60) for stint in stints), at // 60 + 1)
    scale = WIDTH / (60 * (last - first))

    def x(minute: float) -> float:
        return scale * (minute - 60 * first)

    half = LETTER * len(now) / 2
    middle = min(max(x(at), half), WIDTH - half)
    extents = [(stint.title, x(stint.begin), x(stint.end)) for stint in stints]
    return Ruler(
        ticks=_ticks(first, last),
        hours=_hours(first, last, (middle - half, middle + half)),
        bars=tuple(
            Bar(
                stint.kind,
                number(begin),
                number(max(end - begin, 2)),
                number(max(x(at) - begin, 0)) if stint.kind == "running" else "",
            )
            for stint, (_, begin, end) in zip(stints, extents, strict=True)
        ),
        names=_names(extents, x(at)),
        needle=number(x(at)),
        now=Text(now, number(middle), 58, "middle"),
    )


@lru_cache(maxsize=128)
def _ticks(first: int, last: int) -> tuple[tuple[str, str, int], ...]:
    """Return a line for each quarter of an hour, those of full and half hours longer."""
    quarters = 4 * (last - first)
    return tuple(
        (number(n * WIDTH / quarters + 0.5), "tick" if n % 4 else "axis", {0: 9, 2: 6}.get(n % 4, 4))
        for n in range(quarters + 1)
    )


def _hours(first: int, last: int, taken: Extent) -> tuple[Text, ...]:
    """Return the even hours, without those that the time at the needle would cover."""
    found = []
    for hour in range(first + first % 2, last + 1, 2):
        words, x = f"{hour % 24:02}:00", WIDTH * (hour - first) / (last - first)
        wide = LETTER * len(words)
        anchor, left = {first: ("start", x), last: ("end", x - wide)}.get(hour, ("middle", x - wide / 2))
        if _free((left, left + wide), [taken]):
            found.append(Text(words, number(x), 58, anchor))
    return tuple(found)


def _names(bars: Sequence[tuple[str, float, float]], needle: float) -> tuple[Text, ...]:
    """Return the name of each bar, above it or beside it; one for which there is no room is left out."""
    above: list[Extent] = []
    beside = [(needle, needle), *((begin, end) for _, begin, end in bars)]
    found = []
    for title, begin, end in sorted(bars, key=lambda bar: bar[1]):
        wide = LETTER * len(title)
        for left, y, taken in (
            (min(begin, WIDTH - wide), ABOVE, above),
            (end + GAP, BESIDE, beside),
            (begin - GAP - wide, BESIDE, beside),
        ):
            extent = (left, left + wide)
            if left >= 0 and left + wide <= WIDTH and _free(extent, taken):
                taken.append(extent)
                found.append(Text(title, number(left), y))
                break
    return tuple(found)


def _free(extent: Extent, taken: Sequence[Extent]) -> bool:
    """Return whether nothing is nearer to ``extent`` than half a gap."""
    left, right = extent[0] - GAP / 2, extent[1] + GAP / 2
    return all(end <= left or right <= begin for begin, end in taken)
