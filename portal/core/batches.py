"""Rows in lots, as many as a statement takes."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield ``rows`` in lists of ``size``, the last one shorter; ``itertools`` has it from Python 3.12 on."""
    given = iter(rows)
    while some := list(islice(given, size)):
        yield some
