"""What is remembered of one card and how a grade changes it: py-fsrs behind one door. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler, State
from fsrs.scheduler import FSRS_DEFAULT_DECAY

DAY = timedelta(days=1)
STEPS = (timedelta(minutes=10),)
"""What was missed is seen once more in the same sitting; what was known at once waits for days."""


@dataclass(frozen=True, slots=True)
class Memory:
    """A card's state in FSRS, and what else follows from its grades.

    ``step`` is None in the state Review; ``stability`` (days) and ``difficulty`` (1 to 10) are None before
    the first grade. ``reviewed_on`` is the learner's day of the last grade; ``learned_on`` that of the first
    grade or of the last Again; ``recalled_on`` that of the last recall in review without help. ``lapses``
    counts Again on what was known.
    """

    due: datetime
    state: State = State.Learning
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    last_review: datetime | None = None
    reps: int = 0
    lapses: int = 0
    reviewed_on: date | None = None
    learned_on: date | None = None
    recalled_on: date | None = None

    @property
    def is_new(self) -> bool:
        """Return whether there was no grade yet."""
        return self.last_review is None

    def as_json(self) -> dict[str, Any]:
        """Return the same for a JSON column; ``from_json`` gives it back to the last bit."""
        plain = {**asdict(self), "state": int(self.state)}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Memory":
        """Return what ``as_json`` was made of."""
        instants = {
            name: value[name] and datetime.fromisoformat(value[name]) for name in ("due", "last_review")
        }
        days = {
            n: value[n] and date.fromisoformat(value[n]) for n in ("reviewed_on", "learned_on", "recalled_on")
        }
        return cls(**{**value, **instants, **days, "state": State(value["state"])})


@dataclass(frozen=True, slots=True)
class Graded:
    """One grade: at which instant, on which of the learner's days, towards which desired retention.

    ``proof``: recalled in review and without help.
    """

    rating: Rating
    at: datetime
    day: date
    retention: float
    proof: bool = False


@lru_cache(maxsize=64)
def scheduler(retention: float) -> Scheduler:
    """Return py-fsrs with its default parameters, without chance in its intervals.

    Cards made together do come back together; the queue is capped by minutes, so nothing is gained by
    scattering them.
    """
    return Scheduler(
        desired_retention=retention, learning_steps=STEPS, relearning_steps=STEPS, enable_fuzzing=False
    )


def after(memory: Memory, graded: Graded) -> Memory:
    """Return what is remembered after one more grade."""
    at = counted_at(memory, graded)
    card, _ = scheduler(graded.retention).review_card(_card(memory), graded.rating, at)
    again = graded.rating is Rating.Again
    return Memory(
        due=card.due,
        state=card.state,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        last_review=card.last_review,
        reps=memory.reps + 1,
        lapses=memory.lapses + (again and memory.state is State.Review),
        reviewed_on=graded.day,
        learned_on=graded.day if again else memory.learned_on or graded.day,
        recalled_on=graded.day if graded.proof else memory.recalled_on,
    )


def counted_at(memory: Memory, graded: Graded) -> datetime:
    """Return the instant py-fsrs is told, in UTC.

    The library counts whole spans of 24 hours. A learner who sits down each evening at seven would lose the
    day whenever they are a minute early, so the first grade of a later local day counts as 24 hours after the
    last one at least.
    """
    at = graded.at.astimezone(timezone.utc)
    if memory.last_review and memory.reviewed_on and graded.day > memory.reviewed_on:
        return max(at, memory.last_review + DAY)
    return at


def fold(start: Memory, grades: Iterable[Graded]) -> Memory:
    """Return what is remembered after ``grades``, in their order."""
    for graded in grades:
        start = after(start, graded)
    return start


def retrievability(stability: float | None, last_review: datetime | None, now: datetime) -> float:
    """Return the probability (0 to 1) that a card is recalled at ``now``; 0 for one never seen.

    FSRS-6: R = (1 + f·t/S)^-w20, with f such that R(t = S) = 0.9, and t in whole days (py-fsrs,
    ``Scheduler.get_card_retrievability``). The desired retention plays no part in it.
    """
    card = FsrsCard(0, State.Review, None, stability, None, now, last_review)
    return float(scheduler(0.9).get_card_retrievability(card, now))


def age_at(retention: float) -> float:
    """Return after how many stabilities a card is recalled with the probability ``retention``: 1 for 0.9.

    The inverse of the formula above, for questions put to a database: whoever has waited longer is recalled
    less.
    """
    decay = -FSRS_DEFAULT_DECAY
    return float((retention ** (1 / decay) - 1) / (0.9 ** (1 / decay) - 1))


def _card(memory: Memory) -> FsrsCard:
    return FsrsCard(
        0, memory.state, memory.step, memory.stability, memory.difficulty, memory.due, memory.last_review
    )


@lru_cache(maxsize=64)
def returns_in_a_year(retention: float) -> int:
    """Return how often a card comes back in its first year when it is recalled each time."""
    start = datetime(2000, 1, 1, tzinfo=timezone.utc)
    memory, times = Memory(due=start), -1
    while memory.due < start + 365 * DAY:
        memory = after(memory, Graded(Rating.Good, memory.due, memory.due.date(), retention))
        times += 1
    return times
