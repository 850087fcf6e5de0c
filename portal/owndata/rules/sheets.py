"""Tables for people: CSV that a spreadsheet opens without running anything of it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from portal.owndata.rules.values import said

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> object:
    """Return a value for a cell. A text that a spreadsheet would take for a formula gets a ``'`` before it."""
    if isinstance(value, datetime):
        return str(said(value))
    if isinstance(value, str) and value.startswith(_STARTS):
        return f"'{value}"
    return "" if value is None else value


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a table (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    yield _taken(out)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
