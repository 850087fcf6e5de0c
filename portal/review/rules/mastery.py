"""When a lesson is proven, and when what was proven fades. Pure."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from fsrs import State
from fsrs.scheduler import FSRS_DEFAULT_DECAY

from portal.review.rules.memory import DAY, retrievability

WEEK = 7 * DAY
LATEST = 36_525
"""Days; a lesson that fades later than in a hundred years does not fade."""
_DECAY = -FSRS_DEFAULT_DECAY
_FACTOR = 0.9 ** (1 / _DECAY) - 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a card shows of a lesson: its concepts, and the learner's days of ``Memory``.

    ``own`` is the lesson's own card; another's counts for the concepts the lesson declares.
    """

    concepts: tuple[str, ...]
    learned_on: date | None
    recalled_on: date | None
    own: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """How well a card is held: its state in FSRS, and when it was seen last."""

    state: int
    stability: float | None
    last_review: datetime | None


def is_proven(
    cards: Iterable[Evidence], practised_on: date | None, declared: Collection[str] = frozenset()
) -> bool:
    """Return whether each concept of a lesson was recalled unaided, a week or more after it was learned.

    A concept counts as recalled when one of its cards was; cards without a concept stand together for the
    lesson. What was missed is learned on that day: a right answer ten minutes, or three days, after a wrong
    one proves nothing. Where the lesson was practised later than that, the week begins there. A lesson
    without cards is not proven; one without cards of its own is when all it ``declared`` was recalled
    elsewhere.
    """
    recalled: dict[str, bool] = {}
    own = False
    for card in cards:
        own, proof = own or card.own, _after_a_week(card, practised_on)
        for concept in card.concepts or ("",) if card.own else set(card.concepts).intersection(declared):
            recalled[concept] = recalled.get(concept, False) or proof
    return bool(recalled) and all(recalled.values()) and (own or recalled.keys() >= set(declared))


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


def fades_at(cards: Iterable[Held], goal: float) -> datetime | None:
    """Return the first instant at which ``strength`` is below ``goal`` (0 to 1) if nothing is reviewed.

    None without cards that were seen, and where that is more than a hundred years away. What is below it
    already gives an instant in the past: a day before the first of the last grades, as one may count up to a
    day later than it was given.
    """
    seen = [(card, card.last_review) for card in cards if card.last_review]
    known = [(last, card.stability) for card, last in seen if card.state == State.Review and card.stability]

    def below(at: datetime) -> bool:
        shares = ((1 + _FACTOR * max(0, (at - last).days) / days) ** _DECAY for last, days in known)
        return bool(sum(shares) / len(seen) < goal)

    if not seen:
        return None
    start = min(last for _, last in seen) - DAY
    after = bisect_left(range(LATEST), True, key=lambda days: below(start + days * DAY))
    if after in (0, LATEST):
        return None if after else start
    eve = start + (after - 1) * DAY
    steps = sorted({eve + DAY - (eve - last) % DAY for last, _ in known})
    return steps[bisect_left(steps, True, key=below)]


def _after_a_week(card: Evidence, practised_on: date | None) -> bool:
    if card.learned_on is None or card.recalled_on is None:
        return False
    return card.recalled_on - max(card.learned_on, practised_on or card.learned_on) >= WEEK
