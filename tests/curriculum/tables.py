"""The result of a query: as a lesson prints it, and how two of them are compared."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Names of columns and rows, every value as text; equal tables have equal names, rows and order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> "Table":
        """Return the table of these cells."""
        return cls(tuple(columns), tuple(map(tuple, rows)))

    @classmethod
    def parse(cls, output: str) -> "Table":
        """Read an output block: a header, a rule, one line a row; the padding carries no meaning."""
        head, *body = output.rstrip("\n").split("\n")
        cells = [tuple(cell.strip() for cell in line.split("|")) for line in (head, *body[1:])]
        return cls(cells[0], tuple(cells[1:]))

    def __str__(self) -> str:
        """Write an output block that an author can paste."""
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows, strict=True)]
        padded = [
            " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (self.columns, *self.rows)
        ]
        return "\n".join([padded[0], "-+-".join("-" * width for width in widths), *padded[1:]])


def same_answer(one: Table, other: Table, *, in_order: bool = False) -> bool:
    """Compare as a drill does: not the names, and the order of the rows only if ``in_order``."""
    if len(one.columns) != len(other.columns):
        return False
    return one.rows == other.rows if in_order else Counter(one.rows) == Counter(other.rows)


def is_ordered(sql: str) -> bool:
    """Return whether the last query sorts: an ORDER BY that is left when all parentheses are emptied."""
    bare = re.sub(r"--.*|'[^']*'", "", sql)
    last = bare.strip().rstrip(";").rsplit(";", 1)[-1]
    while (shorter := re.sub(r"\([^()]*\)", "", last)) != last:
        last = shorter
    return re.search(r"\bORDER\s+BY\b", last, re.IGNORECASE) is not None
