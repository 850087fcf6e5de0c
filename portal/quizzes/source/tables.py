"""A Markdown table as cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = r"[ \t]*:?-+:?[ \t]*"
_RULE = re.compile(rf"[ \t]*\|?(?:{_CELL}\|)+(?:{_CELL})?[ \t]*$")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells as Markdown, and its line in the file."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header and the rows below the rule. Rows keep as many cells as they were written with."""

    head: Row
    rows: tuple[Row, ...]

    @staticmethod
    def read(lines: list[str], first: int) -> Table:
        """Read the lines of a table, the first one being at line ``first`` of the file."""
        rows = [Row(_cells(line), first + at) for at, line in enumerate(lines) if at != 1]
        return Table(rows[0], tuple(rows[1:]))


def table_at(lines: list[str], at: int) -> int:
    """Return the index behind the table that begins at ``at``, or ``at`` when none does."""
    if "|" not in lines[at] or at + 1 >= len(lines) or not _RULE.match(lines[at + 1]):
        return at
    return next((end for end in range(at + 2, len(lines)) if "|" not in lines[end]), len(lines))


def _cells(line: str) -> tuple[str, ...]:
    """Return the cells of a row; ``\\|`` is a bar inside a cell."""
    inside = line.strip().removeprefix("|")
    if inside.endswith("|") and not inside.endswith("\\|"):
        inside = inside[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in _PIPE.split(inside))
