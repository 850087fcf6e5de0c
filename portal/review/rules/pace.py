"""How long a card takes: the learner's own median by kind, within bounds. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class Kind(StrEnum):
    """What a card shows: a question of a quiz, a ``.card`` of one, or what the learner wrote themselves."""

    QUESTION = "question"
    CARD = "card"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds: the least and most a card is planned with, and what holds before enough is known."""

    least: float
    most: float
    default: float


BOUNDS: Mapping[str, Bounds] = {
    Kind.QUESTION: Bounds(10, 180, 45),
    Kind.CARD: Bounds(5, 60, 15),
    Kind.OWN: Bounds(5, 60, 15),
}
ENOUGH = 5
"""Measured answers of a kind from which on their median counts."""
LEAST = min(bounds.least for bounds in BOUNDS.values())


def pace_of(measured: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the seconds to plan for a card of each kind, from (kind, seconds) of late answers."""
    times: dict[str, list[float]] = {kind: [] for kind in BOUNDS}
    for kind, seconds in measured:
        times[kind].append(seconds)
    return {kind: _typical(times[kind], bounds) for kind, bounds in BOUNDS.items()}


def _typical(times: list[float], bounds: Bounds) -> float:
    if len(times) < ENOUGH:
        return bounds.default
    return min(max(median(times), bounds.least), bounds.most)
