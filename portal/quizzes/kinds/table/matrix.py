"""A table whose boxes are ticked, row by row."""

import re
from typing import Any, TypedDict

from portal.quizzes.answers.keys import doubled, keys_for
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form
from portal.quizzes.source.tables import Row

MOST = 20
_BOX = re.compile(r"\[([ xX])\]")


class Ticks(TypedDict):
    """One row: its text and the numbers of the columns to be ticked, as texts from ``"0"``."""

    key: str
    html: str
    right: list[str]


class Boxes(TypedDict):
    """The spec. ``head`` is the whole header; ``many`` says that a row may have several ticks."""

    head: list[str]
    rows: list[Ticks]
    many: bool


@kinds.register
class Matrix(Kind[Boxes]):
    """A table whose cells but the first of each row are ``[x]`` or ``[ ]``."""

    slug = "matrix"
    label = "Tick each row"
    sample = """## Which number is which? {#number-matrix}

|       | even | odd |
|-------|:----:|:---:|
| two   | [x]  | [ ] |
| three | [ ]  | [x] |
"""
    twin = """## Which number is which? {#number-matrix}

|       | even | odd |
|-------|:----:|:---:|
| two   | [ ]  | [x] |
| three | [x]  | [ ] |
"""

    def recognises(self, form: Form) -> bool:
        """Recognise boxes in a table."""
        rows = form.grid.table.rows if form.grid else ()
        return any(_BOX.fullmatch(cell) for row in rows for cell in row.cells)

    def parse(self, form: Form) -> Boxes | None:
        """Read the ticks; every row needs one."""
        if (grid := form.grid) is None:
            return None
        form.take(grid)
        head, rows = grid.table.head, grid.table.rows
        if len(head.cells) < 3 or not 1 <= len(rows) <= MOST or len(head.cells) > MOST:
            form.wrong(
                "a matrix that is too small or too large",
                f"2 columns of boxes, at most {MOST} rows",
                grid.line,
            )
            return None
        good = [_is_row(form, row, len(head.cells)) for row in rows]
        if not all(good):
            return None
        if doubled(row.cells[0] for row in rows):
            form.wrong("two rows with the same text", "each once", grid.line)
        keys = keys_for(form.id, (row.cells[0] for row in rows))
        ticks = [
            Ticks(key=key, html=form.markup.inline(row.cells[0], row.line), right=_ticked(row))
            for key, row in zip(keys, rows, strict=True)
        ]
        heads = [form.markup.inline(cell, head.line) for cell in head.cells]
        return Boxes(head=heads, rows=ticks, many=any(len(row["right"]) > 1 for row in ticks))

    def public(self, spec: Boxes, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the rows and the columns."""
        rows = dice.shuffled(spec["rows"]) if shuffle else spec["rows"]
        columns = [{"key": str(number), "html": html} for number, html in enumerate(spec["head"][1:])]
        shown = [{"name": f"row-{row['key']}", "html": row["html"]} for row in rows]
        return {"corner": spec["head"][0], "columns": columns, "rows": shown, "many": spec["many"]}

    def fields(self, spec: Boxes) -> dict[str, Field]:
        """Take columns for each row."""
        columns = tuple(str(number) for number in range(len(spec["head"]) - 1))
        return {f"row-{row['key']}": Field(among=columns, many=spec["many"]) for row in spec["rows"]}

    def grade(self, spec: Boxes, response: Response) -> Grade:
        """Give each row that is wholly right the same share."""
        parts = []
        for row in spec["rows"]:
            if given := response.get(name := f"row-{row['key']}", []):
                parts.append(Part(name, "right" if sorted(given) == sorted(row["right"]) else "wrong"))
        return Grade(sum(part.verdict == "right" for part in parts) / len(spec["rows"]), tuple(parts))

    def solution(self, spec: Boxes) -> Response:
        """Tick what is right in each row."""
        return {f"row-{row['key']}": row["right"] for row in spec["rows"]}

    def right(self, spec: Boxes) -> dict[str, Any]:
        """Show the ticks by row."""
        return {"rows": {f"row-{row['key']}": row["right"] for row in spec["rows"]}}


def _is_row(form: Form, row: Row, width: int) -> bool:
    """Return whether a row has a text, a box in every column and a tick; note it if not."""
    boxes = [_BOX.fullmatch(cell) for cell in row.cells[1:]]
    if len(row.cells) == width and row.cells[0] and all(boxes) and _ticked(row):
        return True
    form.wrong("a row without a text, a box in every column and a tick", "`| text | [x] | [ ] |`", row.line)
    return False


def _ticked(row: Row) -> list[str]:
    """Return the numbers of the ticked columns."""
    return [str(number) for number, cell in enumerate(row.cells[1:]) if cell.lower() == "[x]"]
