"""When a lesson is proven, and when what was proven fades. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fsrs import State

from portal.review.rules.memory import retrievability

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a card of a lesson shows: its concepts, and the learner's days of ``Memory``."""

    concepts: tuple[str, ...]
    learned_on: date | None
    recalled_on: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """How well a card is held: its state in FSRS, and when it was seen last."""

    state: int
    stability: float | None
    last_review: datetime | None


def is_proven(cards: Iterable[Evidence], practised_on: date | None) -> bool:
    """Return whether each concept of a lesson was recalled unaided, a week or more after it was learned.

    A concept counts as recalled when one of its cards was; cards without a concept stand together for the
    lesson. What was missed is learned on that day: a right answer ten minutes, or three days, after a wrong
    one proves nothing. Where the lesson was practised later than that, the week begins there. A lesson
    without cards is not proven.
    """
    recalled: dict[str, bool] = {}
    for card in cards:
        proof = _after_a_week(card, practised_on)
        for concept in card.concepts or ("",):
            recalled[concept] = recalled.get(concept, False) or proof
    return bool(recalled) and all(recalled.values())


def strength(cards: Iterable[Held], now: datetime) -> float | None:
    """Return the share of ``cards`` (0 to 1) the learner would recall at ``now``; None without any seen.

    The mean of their retrievabilities: one card a day overdue does not make a lesson fade. A card that is
    being learned, or was missed and not yet relearned, counts 0: the formula knows only that it was seen a
    moment ago. Cards never seen do not count.
    """
    values = [
        retrievability(card.stability, card.last_review, now) if card.state == State.Review else 0.0
        for card in cards
        if card.last_review
    ]
    return sum(values) / len(values) if values else None


def _after_a_week(card: Evidence, practised_on: date | None) -> bool:
    if card.learned_on is None or card.recalled_on is None:
        return False
    return card.recalled_on - max(card.learned_on, practised_on or card.learned_on) >= WEEK
