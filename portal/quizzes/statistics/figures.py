"""The figures of classical test theory, from 0 to 1 or from -1 to 1; None where there is nothing to compute.

Sums are exact (``math.fsum``), so the order of the answers never changes a figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from portal.quizzes.statistics.sittings import Try

CONFIDENCES = ("guess", "think", "know")
RIGHT = 1 - 1e-6
"""From this credit on an answer is right as a whole; credits are rounded to six digits."""
FEWEST_PAIRS = 10
"""With fewer learners a correlation is mostly chance: its standard error is above 0.3."""
STRONGEST = 0.27
"""The share of learners that stands for the strong ones. Kelley (1939), "The selection of upper and lower groups
for the validation of test items", Journal of Educational Psychology 30, 17-24: 27 % at each end tells most."""


@dataclass(frozen=True, slots=True)
class Sure:
    """How those did who said how sure they were: ``right`` is the share with a wholly right answer."""

    confidence: str
    answers: int
    right: float | None
    credit: float | None


def facility(tries: Sequence[Try]) -> float | None:
    """Return the mean credit: 1.0 when everybody had it right.

    Lord and Novick (1968), "Statistical theories of mental test scores", chapter 15, item difficulty.
    """
    return mean([one.credit for one in tries if one.credit is not None])


def discrimination(tries: Sequence[Try]) -> float | None:
    """Return the correlation of the credit with the score on the rest of the attempt.

    The item is left out of the total it is held against: Henrysson (1963), "Correction of item-total correlations
    in item analysis", Psychometrika 28, 211-218. For credits of 0 and 1 alone it is the point-biserial one.
    """
    pairs = _pairs(tries)
    return correlation(pairs) if len(pairs) >= FEWEST_PAIRS else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's coefficient; None for fewer than two pairs, or where one side is all the same."""
    columns = list(zip(*pairs, strict=True))
    if len(pairs) < 2 or any(max(column) - min(column) < 1e-9 for column in columns):
        return None
    means = [math.fsum(column) / len(column) for column in columns]
    xs, ys = ([value - middle for value in column] for column, middle in zip(columns, means, strict=True))
    together = math.fsum(x * y for x, y in zip(xs, ys, strict=True))
    alone = math.sqrt(math.fsum(x * x for x in xs)) * math.sqrt(math.fsum(y * y for y in ys))
    return max(-1.0, min(1.0, together / alone))


def highest(coefficient: float, pairs: int, z: float) -> float:
    """Return the upper end of the range a correlation of so many pairs may lie in, ``z`` standard errors up.

    Fisher (1921), "On the 'probable error' of a coefficient of correlation", Metron 1, 3-32. For at least 4 pairs.
    """
    if abs(coefficient) >= 1:
        return coefficient
    return math.tanh(math.atanh(coefficient) + z / math.sqrt(pairs - 3))


def strongest(tries: Sequence[Try]) -> list[Try]:
    """Return the tries of those who did best on the rest, ties included; none when the rest parts nobody."""
    known = [(one.rest, one) for one in tries if one.rest is not None]
    rests = sorted((rest for rest, _ in known), reverse=True)
    if not rests:
        return []
    least = rests[math.ceil(len(rests) * STRONGEST) - 1]
    found = [one for rest, one in known if rest >= least]
    return found if len(found) <= len(rests) / 2 else []


def calibration(tries: Sequence[Try]) -> tuple[Sure, ...]:
    """Return how guesses, beliefs and certainties did, in that order."""
    return tuple(_sure(confidence, tries) for confidence in CONFIDENCES)


def seconds(tries: Iterable[Try]) -> float | None:
    """Return the median time to the first answer, of those of whom it is known."""
    times = [one.answer.seconds for one in tries if one.answer.seconds is not None]
    return median(times) if times else None


def mean(values: Sequence[float]) -> float | None:
    """Return the mean of shares; None of nothing."""
    return max(0.0, min(1.0, math.fsum(values) / len(values))) if values else None


def pairs_in(tries: Sequence[Try]) -> int:
    """Return how many tries the discrimination rests on."""
    return len(_pairs(tries))


def _pairs(tries: Iterable[Try]) -> list[tuple[float, float]]:
    return [(one.credit, one.rest) for one in tries if one.credit is not None and one.rest is not None]


def _sure(confidence: str, tries: Iterable[Try]) -> Sure:
    credits = [one.credit for one in tries if one.answer.confidence == confidence and one.credit is not None]
    right = mean([float(credit >= RIGHT) for credit in credits])
    return Sure(confidence, len(credits), right, mean(credits))
