"""What does this print?"""

import re
from typing import Any, TypedDict

from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form

MOST_CELLS = 120
LONGEST = 4000
_RULE = re.compile(r"-+(?:\+-+)*")


class Output(TypedDict):
    """The spec: the code as HTML, and what it prints: ``rows`` below ``head``, or ``text``."""

    code: str
    head: list[str]
    rows: list[list[str]]
    text: str


@kinds.register
class Predict(Kind[Output]):
    """A ``predict`` block and its ``output``. Of a result set the header is given, each cell is a field."""

    slug = "predict"
    label = "What does it print?"
    roles = frozenset({"predict"})
    sample = """## What does this print? {#print-words}

```python predict
for word in ["a", "b"]:
    print(word * 2)
```

```output
aa
bb
```
"""
    twin = """## What does this print? {#print-words}

```python predict
for word in ["a", "b"]:
    print(word * 2)
```

```output
a
b
```
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the block."""
        return bool(form.codes("predict"))

    def parse(self, form: Form) -> Output | None:
        """Read the block and its output."""
        (block, *more), outputs = form.codes("predict"), form.take_codes("output")
        form.take_codes("predict")
        if more or len(outputs) != 1 or not outputs[0].code.strip():
            form.wrong(
                "a predict block without its one output",
                "one `predict` block and one `output` block",
                block.line,
            )
            return None
        spec = Output(code=form.markup.block(block.text, block.line, self.roles), head=[], rows=[], text="")
        line, lines = outputs[0].line + 1, outputs[0].code.rstrip().split("\n")
        if len(lines) > 2 and _RULE.fullmatch(lines[1].strip()):
            head, _, *rows = ([cell.strip() for cell in row.split("|")] for row in lines)
            if any(len(row) != len(head) for row in rows) or len(rows) * len(head) > MOST_CELLS:
                form.wrong(
                    "a result set whose rows differ",
                    f"as many cells as the header, {MOST_CELLS} in all",
                    line,
                )
                return None
            spec["head"] = head
            spec["rows"] = [[form.markup.plain(cell, line) for cell in row] for row in rows]
        else:
            spec["text"] = form.markup.plain("\n".join(lines), line)
        return spec

    def public(self, spec: Output, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the code, and for a result set its header and how many rows there are."""
        rows = [
            [f"cell-{row}-{column}" for column in range(len(spec["head"]))]
            for row in range(len(spec["rows"]))
        ]
        return {"code": spec["code"], "head": spec["head"], "rows": rows}

    def fields(self, spec: Output) -> dict[str, Field]:
        """Take one text, or one for each cell."""
        if not spec["head"]:
            return {"output": Field(longest=LONGEST)}
        return {
            f"cell-{row}-{column}": Field(longest=200)
            for row in range(len(spec["rows"]))
            for column in range(len(spec["head"]))
        }

    def grade(self, spec: Output, response: Response) -> Grade:
        """Give the share of right lines or cells. Spaces at the ends, and runs of them, do not count."""
        if spec["head"]:
            return _graded_cells(spec, response)
        given = [line for value in response.get("output", [])[:1] for line in _lines(value)]
        wanted = _lines(spec["text"])
        right = sum(one == other for one, other in zip(given, wanted, strict=False))
        parts = (
            (Part("output", "right" if given == wanted else "partly" if right else "wrong"),) if given else ()
        )
        return Grade(right / max(len(given), len(wanted)), parts)

    def solution(self, spec: Output) -> Response:
        """Write what is printed."""
        if not spec["head"]:
            return {"output": [spec["text"]]}
        return {
            f"cell-{row}-{column}": [cell]
            for row, cells in enumerate(spec["rows"])
            for column, cell in enumerate(cells)
        }

    def right(self, spec: Output) -> dict[str, Any]:
        """Show what is printed."""
        return {"head": spec["head"], "rows": spec["rows"], "text": spec["text"]}


def _graded_cells(spec: Output, response: Response) -> Grade:
    """Compare cell by cell; NULL in any case, numbers by their value."""
    parts = []
    for row, cells in enumerate(spec["rows"]):
        for column, wanted in enumerate(cells):
            for given in response.get(name := f"cell-{row}-{column}", [])[:1]:
                parts.append(Part(name, "right" if _same(given, wanted) else "wrong"))
    right = sum(part.verdict == "right" for part in parts)
    return Grade(right / sum(map(len, spec["rows"])), tuple(parts))


def _lines(text: str) -> list[str]:
    """Return the lines to compare; leading spaces count, since Python prints them on purpose."""
    lines = [" " * (len(line) - len(line.lstrip())) + " ".join(line.split()) for line in text.split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _same(given: str, wanted: str) -> bool:
    """Compare one cell."""
    given, wanted = " ".join(given.split()), " ".join(wanted.split())
    if given == wanted or (wanted == "NULL" and given.upper() == "NULL"):
        return True
    try:
        return float(given) == float(wanted)
    except ValueError:
        return False
