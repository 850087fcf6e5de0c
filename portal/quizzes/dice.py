"""Randomness that is the same on every Python, which promises that of ``Random.random()`` alone."""

from collections.abc import Iterable
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Numbers and orders that follow from ``seed`` and the names in ``path`` alone.

    The names keep two uses of one seed apart, so that the order of one question says nothing about the values
    of the next.
    """

    def __init__(self, seed: int, *path: str) -> None:
        """Begin the sequence of ``seed`` at ``path``."""
        self._random = Random("/".join([str(seed), *path]))  # noqa: S311 - no secret hangs on it

    def random(self) -> float:
        """Return a number from 0.0 up to, not including, 1.0."""
        return self._random.random()

    def below(self, count: int) -> int:
        """Return a whole number from 0 up to, not including, ``count`` (at least 1, at most 2**53)."""
        return min(int(self.random() * count), count - 1)

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """Return ``items`` in a new order (Fisher and Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
