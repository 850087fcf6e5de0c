"""The result of a query: as a lesson prints it, and how two of them are compared."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_NUMERIC = re.compile(r"U?(?:TINY|SMALL|BIG|HUGE)?INT|DECIMAL|FLOAT|DOUBLE|REAL")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Table:
    """Names of columns and rows, every value as text; equal tables have equal names, rows and order.

    ``types`` are the columns' as the engine names them, for results of a query alone.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    types: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, columns: Sequence[str], rows: Sequence[Sequence[str]], types: Sequence[str] = ()) -> "Table":
        """Return the table of these cells."""
        return cls(tuple(columns), tuple(map(tuple, rows)), tuple(types))

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


def same_answer(one: Table, other: Table, *, order: str = "any", types: str = "loose") -> bool:
    """Compare as a drill does: never the names, the order of the rows as ``order`` says.

    ``by:a,b`` looks at the order of these columns of ``one`` alone; raises ``ValueError`` for a name it has not.
    Numbers compare by their value; ``strict`` tells a number from a text, but not an INTEGER from a BIGINT.
    """
    if len(one.columns) != len(other.columns) or (types == "strict" and _families(one) != _families(other)):
        return False
    rows, others = ([tuple(map(_value, row)) for row in table.rows] for table in (one, other))
    if order == "exact":
        return rows == others
    keys = [one.columns.index(name) for name in order.removeprefix("by:").split(",") if order != "any"]
    sequences = ([tuple(row[key] for key in keys) for row in table] for table in (rows, others))
    return Counter(rows) == Counter(others) and next(sequences) == next(sequences)


def _families(table: Table) -> list[str]:
    """Return the types of the columns, all sorts of numbers as one."""
    return ["number" if _NUMERIC.match(name) else name.partition("(")[0] for name in table.types]


def _value(cell: str) -> str:
    """Return a cell such that equal numbers are equal texts, to six decimals."""
    return f"{float(cell):.6f}" if _NUMBER.fullmatch(cell) else cell


def is_ordered(sql: str) -> bool:
    """Return whether the last query sorts: an ORDER BY that is left when all parentheses are emptied."""
    bare = re.sub(r"--.*|'[^']*'", "", sql)
    last = bare.strip().rstrip(";").rsplit(";", 1)[-1]
    while (shorter := re.sub(r"\([^()]*\)", "", last)) != last:
        last = shorter
    return re.search(r"\bORDER\s+BY\b", last, re.IGNORECASE) is not None
