"""JSON Lines: one object a line, keys in the order of the alphabet, no figure that JSON does not know."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from portal.owndata.rules.values import Wrong

LONGEST: Final = 1024 * 1024
"""Bytes of one line."""


def line_of(row: Mapping[str, object]) -> str:
    """Return an object as its line, the line's end included."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"


def lines_of(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield the lines of objects."""
    return map(line_of, rows)


def read_lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number from 1; of one that is too long, as much as shows that it is."""
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        yield number, line


def row_of(line: bytes) -> dict[str, Any]:
    """Return the object of a line; raises ``Wrong``."""
    if len(line) > LONGEST:
        raise Wrong(f"has more than {LONGEST:,} bytes")
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_once)
    except Wrong:
        raise
    except UnicodeDecodeError as error:
        raise Wrong("is not UTF-8") from error
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise Wrong("is not JSON") from error
    if not isinstance(row, dict):
        raise Wrong("is not a JSON object")
    return row


def _refuse(name: str) -> object:
    raise Wrong(f"holds {name}, which is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise Wrong("names a key twice")
    return row
