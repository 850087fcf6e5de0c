"""The drawn map as values of SVG attributes: what goes where on the road. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from portal.progress.rules import Level
from portal.reading.road import ROW_WEEKS, TOP, WEEK, Point, Road, number
from portal.reading.rules import Topic

PAD: Final = 16.0
DIAMOND: Final = 28.0
SEPARATE: Final = 5.0
"""The least distance between two dots; a track with more topics than that is filled like a bar instead."""
NAME_CHARACTER: Final = 9.6
NOTE_CHARACTER: Final = 6.2
UPPER_EDGE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Stop:
    """A track on the road: its topics in order, and the short label of its milestone, if it has one."""

    name: str
    url: str
    weeks: int
    topics: Sequence[Topic]
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Something small at one place: a topic's dot, a milestone's diamond, a piece of text."""

    x: str
    y: str
    slug: str = ""
    r: str = ""
    inner: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A track's name, centred at ``x``, and the box around it that can be pressed. ``name`` is cut to fit."""

    name: str
    note: str
    url: str
    x: str
    name_y: str
    note_y: str
    box_x: str
    box_y: str
    box_width: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template draws. ``flag`` is the path of "you are here", ``here`` the place of its words."""

    height: str
    road: str
    done: list[str]
    rails: list[str]
    ticks: str
    labels: list[Label]
    dots: list[Spot]
    milestones: list[Spot]
    beside: Spot
    end: Spot | None
    flag: str
    here: Spot | None


@dataclass(frozen=True, slots=True)
class _Leg:
    """A stop with its place on the road; ``before`` and ``behind`` are kept free of dots."""

    stop: Stop
    start: int
    before: float

    @property
    def end(self) -> int:
        return self.start + self.stop.weeks

    @property
    def spacing(self) -> float:
        free = self.before + (DIAMOND if self.stop.milestone else PAD)
        return (self.stop.weeks * WEEK - free) / max(len(self.stop.topics), 1)

    def week_of(self, index: int) -> float:
        return self.start + (self.before + self.spacing * (index + 0.5)) / WEEK


def draw(stops: Sequence[Stop], beside: Sequence[str], here: str = "") -> Drawing | None:
    """Return the map of ``stops``, or None when they take no weeks.

    ``beside`` names the habits that run along; ``here`` is the uid of the topic the flag points at, or empty.
    """
    legs = list(_legs([stop for stop in stops if stop.weeks > 0]))
    if not legs:
        return None
    road = Road(legs[-1].end)
    pin = next(
        (road.at(leg.week_of(i)) for leg in legs for i, t in enumerate(leg.stop.topics) if t.uid == here),
        None,
    )
    low = road.rows % 2 == 0 or (pin is not None and pin.row == road.rows - 1)
    return Drawing(
        height=number(road.at(road.weeks).y + (88 if low else 52) - UPPER_EDGE),
        road=road.stretch(0, road.weeks),
        done=[road.stretch(leg.start, end) for leg in legs if (end := _done_until(leg)) > leg.start],
        rails=[
            road.stretch(0, road.weeks, beside=20 + 10 * at, lead=26) for at in range(min(len(beside), 2))
        ],
        ticks="".join(_ticks(road, {leg.start for leg in legs})),
        labels=[_label(road, leg) for leg in legs],
        dots=[dot for leg in legs for dot in _dots(road, leg)],
        milestones=[
            _spot(road.at(leg.end), text=leg.stop.milestone[:4]) for leg in legs if leg.stop.milestone
        ],
        beside=Spot(number(_beside_x(pin)), number(TOP + 60), text=" · ".join(beside)),
        end=_end(road),
        flag=_flag(pin) if pin else "",
        here=Spot(number(pin.x), number(pin.y + (60 if pin.side > 0 else -52))) if pin else None,
    )


def _legs(stops: Sequence[Stop]) -> Iterator[_Leg]:
    """Put the stops one behind the other."""
    start, before = 0, PAD
    for stop in stops:
        yield _Leg(stop, start, before)
        start += stop.weeks
        before = DIAMOND if stop.milestone else PAD


def _spot(point: Point, **rest: str) -> Spot:
    return Spot(number(point.x), number(point.y), **rest)


def _dots(road: Road, leg: _Leg) -> Iterator[Spot]:
    """Yield a dot for each topic, or none when they would touch."""
    if leg.spacing < SEPARATE:
        return
    radius = min(5.5, leg.spacing * 0.44)
    for index, topic in enumerate(leg.stop.topics):
        point, solid = road.at(leg.week_of(index)), topic.level in (Level.PROVEN, Level.FADING)
        yield _spot(
            point,
            slug=topic.level.slug,
            r=number(radius + 1 if solid and radius > 5 else radius),
            inner=_inner(topic.level, point, radius),
        )


def _inner(level: Level, point: Point, radius: float) -> str:
    """Return what stands within a dot's ring: a point for read, the right half for practised."""
    if level is Level.PRACTISED:
        r = number(radius)
        return f"M{number(point.x)} {number(point.y - radius)}a{r} {r} 0 0 1 0 {number(2 * radius)}Z"
    if level is Level.READ:
        r, across = number(radius * 0.36), number(radius * 0.72)
        start = f"M{number(point.x - radius * 0.36)} {number(point.y)}"
        return f"{start}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0Z"
    return ""


def _done_until(leg: _Leg) -> float:
    """Return the week up to which the road is painted: behind the topics begun without a gap from the start."""
    begun = [topic.level is not Level.NONE for topic in leg.stop.topics]
    if not any(begun):
        return leg.start
    if all(begun):
        return leg.end
    if leg.spacing < SEPARATE:
        return leg.start + leg.stop.weeks * sum(begun) / len(begun)
    run = begun.index(False)
    return leg.week_of(run - 1) if run else leg.start


def _ticks(road: Road, starts: set[int]) -> Iterator[str]:
    """Yield a tick for each week, longer where a track begins or ends, on both ends of a turn."""
    for week in range(road.weeks + 1):
        length = 14 if week in starts or week == road.weeks else 8
        ends = {road.at(week), road.at(week, leaving=week < road.weeks)}
        yield from (
            f"M{number(p.x)} {number(p.y - 9 * p.side)}v{-length * p.side}"
            for p in sorted(ends, key=lambda p: p.row)
        )


def _label(road: Road, leg: _Leg) -> Label:
    """Return the name of a track beside its longest part that lies in one row."""
    cuts = [leg.start, *range((leg.start // ROW_WEEKS + 1) * ROW_WEEKS, leg.end, ROW_WEEKS), leg.end]
    start, end = max(pairwise(cuts), key=lambda part: part[1] - part[0])
    middle, room = road.at((start + end) / 2), (end - start) * WEEK - 8
    stop, fits = leg.stop, int(room // NAME_CHARACTER)
    name = stop.name if len(stop.name) <= fits else f"{stop.name[: fits - 1].rstrip()}…"
    topics, time = len(stop.topics), f"{stop.weeks} week" + ("s" if stop.weeks > 1 else "")
    notes = (f"{topics:,} topic{'' if topics == 1 else 's'} · {time}", f"{topics:,} · {time}", time)
    note = next(text for text in notes if len(text) * NOTE_CHARACTER <= room or text == time)
    top = middle.y - 64 if middle.side > 0 else middle.y + 26
    return Label(
        name=name,
        note=note,
        url=stop.url,
        x=number(middle.x),
        name_y=number(top + 20),
        note_y=number(top + 38),
        box_x=number(middle.x - room / 2),
        box_y=number(top),
        box_width=number(room),
    )


def _beside_x(pin: Point | None) -> float:
    """Return where the words about the habits begin, out of the way of the flag."""
    return pin.x + 64 if pin and pin.row == 0 and pin.x < 520 else 90.0


def _flag(pin: Point) -> str:
    """Return the path of the flag that points at ``pin`` from beyond the rails."""
    if pin.side > 0:
        return f"M{number(pin.x - 48)} {number(pin.y + 44)}h38l10-14 10 14h38v24h-96Z"
    return f"M{number(pin.x - 48)} {number(pin.y - 44)}h38l10 14 10-14h38v-24h-96Z"


def _end(road: Road) -> Spot | None:
    """Return the words at the end of the road, or None where they do not fit."""
    last = road.at(road.weeks)
    free = 1120 - last.x if last.side > 0 else last.x - 20
    text = f"{road.weeks} week" + ("s" if road.weeks > 1 else "")
    return (
        Spot(
            number(last.x + 40 * last.side),
            number(last.y - 3),
            "start" if last.side > 0 else "end",
            text=text,
        )
        if free > 200
        else None
    )
