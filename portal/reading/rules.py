"""What the pages say about the plan: words, bars, and where a learner goes on. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.progress.rules import Level

_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_BAR_ORDER = (Level.PROVEN, Level.FADING, Level.PRACTISED, Level.READ)


@dataclass(frozen=True, slots=True)
class Topic:
    """A lesson as the path and the track show it, for one reader.

    ``anchor``, ``heading`` and ``seen_at`` are the reader's place in it, if they were there. ``best`` is their best
    score in its quiz, in percent. ``module`` and ``module_uid`` are the title and id of the group it is in.
    """

    uid: str
    short: str
    summary: str
    url: str
    track_id: int
    module_uid: str
    module: str
    written: bool
    minutes: int
    level: Level = Level.NONE
    anchor: str = ""
    heading: str = ""
    seen_at: datetime | None = None
    read_at: datetime | None = None
    best: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar: ``x`` and ``width`` count topics."""

    slug: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Strata:
    """How far a group of topics is, as a bar and as words."""

    total: int
    begun: int
    parts: tuple[Part, ...]
    words: str

    @property
    def width(self) -> int:
        """Return the width of the drawing, which must not be 0."""
        return max(self.total, 1)


@dataclass(frozen=True, slots=True)
class Onward:
    """Where the reader goes on: a topic, and whether they were in it before."""

    topic: Topic
    begun: bool

    @property
    def url(self) -> str:
        """Return the address, down to the section where they were."""
        return f"{self.topic.url}#{self.topic.anchor}" if self.begun and self.topic.anchor else self.topic.url

    @property
    def label(self) -> str:
        """Return the words of the button where the lesson is named beside it."""
        return (
            f"Continue at “{self.topic.heading}”" if self.begun and self.topic.heading else self.lesson_label
        )

    @property
    def lesson_label(self) -> str:
        """Return the words of the button where the lesson is not named beside it."""
        return f"{'Continue' if self.begun else 'Begin'} “{self.topic.short}”"


def strata(levels: Iterable[Level]) -> Strata:
    """Return the bar of a group of topics, most certain first."""
    counts: dict[Level, int] = {}
    total = 0
    for level in levels:
        counts[level] = counts.get(level, 0) + 1
        total += 1
    parts, x = [], 0
    for level in _BAR_ORDER:
        if width := counts.get(level, 0):
            parts.append(Part(level.slug, x, width))
            x += width
    words = ", ".join(f"{part.width} {part.slug}" for part in parts) or (
        "not started" if total else "no topics yet"
    )
    return Strata(total, x, tuple(parts), words)


def onward(topics: Sequence[Topic]) -> Onward | None:
    """Return where to go on in ``topics`` (in the plan's order), or None when all of them are done.

    The topic last looked at, while it is open; else the first open one behind the topic last looked at or done; else
    the first open one.
    """
    opened = [topic for topic in topics if topic.level is Level.NONE]
    if not opened:
        return None
    touched = [
        (max(filter(None, (topic.seen_at, topic.read_at))), at)
        for at, topic in enumerate(topics)
        if topic.seen_at or topic.read_at
    ]
    if not touched:
        return Onward(opened[0], begun=False)
    latest = max(touched)[1]
    if topics[latest].level is Level.NONE:
        return Onward(topics[latest], begun=True)
    behind = [topic for topic in topics[latest + 1 :] if topic.level is Level.NONE]
    topic = (behind or opened)[0]
    return Onward(topic, begun=topic.seen_at is not None)


def percent(share: float | None) -> int | None:
    """Return a share (0 to 1) as whole percent, rounded down as a score is."""
    return None if share is None else int(share * 100 + 1e-6)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 track``, ``118 topics``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def in_words(number: int, noun: str) -> str:
    """Return the same with small numbers written out, for running text: ``twelve tracks``."""
    figure, _, rest = counted(number, noun).partition(" ")
    return f"{_WORDS[number] if number < len(_WORDS) else figure} {rest}"


def weeks(low: int | None, high: int | None) -> str:
    """Return how long a track takes: ``3 to 4 weeks``; ``ongoing`` for a habit beside the path."""
    if not high:
        return "ongoing"
    return f"{low} to {high} weeks" if low and low != high else f"{high} week" + ("s" if high > 1 else "")


def duration(minutes: int) -> str:
    """Return minutes as ``45 min`` or ``13 h 05``."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"
