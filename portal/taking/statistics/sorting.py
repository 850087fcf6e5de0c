"""Tables that are sorted by their address: ``?sort=facility`` upwards, ``?sort=-facility`` downwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
Keys = Mapping[str, Callable[[T], float | str | None]]
"""What a column is sorted by; rows without a value come last either way."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: ``state`` is for ``aria-sort``, ``query`` leads to the table sorted by it, or turned."""

    label: str
    numeric: bool
    state: str
    query: str


def sorted_by(rows: Iterable[T], wanted: str, keys: Keys[T], default: str) -> list[T]:
    """Return the rows in the wanted order; equal ones stay as they were. A word that is no column is the default."""
    name, down = _read(wanted, keys, default)
    key = keys[name]
    rows = list(rows)
    known = sorted((row for row in rows if key(row) is not None), key=key, reverse=down)  # type: ignore[arg-type]
    # ``reverse`` keeps equal rows in place, as a reader expects who sorts by one column after another
    return [*known, *(row for row in rows if key(row) is None)]


def columns(
    labels: Mapping[str, str], wanted: str, keys: Keys[T], default: str, *, texts: Sequence[str], **kept: str
) -> list[Column]:
    """Return the heads of a table; ``kept`` are other words of the address that stay, ``texts`` the columns of text."""
    name, down = _read(wanted, keys, default)
    found = []
    for key, label in labels.items():
        turned = key if key != name or down else f"-{key}"
        state = "" if key != name else "descending" if down else "ascending"
        query = urlencode({word: value for word, value in {**kept, "sort": turned}.items() if value})
        found.append(Column(label, key not in texts, state, query))
    return found


def _read(wanted: str, keys: Keys[T], default: str) -> tuple[str, bool]:
    """Return the column, and whether downwards."""
    if wanted.removeprefix("-") not in keys:
        wanted = default
    return wanted.removeprefix("-"), wanted.startswith("-")
