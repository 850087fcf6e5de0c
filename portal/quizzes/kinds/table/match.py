"""Pairs to be matched."""

from typing import Any, TypedDict

from portal.quizzes.answers.keys import doubled, keys_for
from portal.quizzes.answers.listed import listed
from portal.quizzes.answers.plain import plain
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form

MOST = 15


class Side(TypedDict):
    """One cell: ``text`` is Markdown."""

    key: str
    text: str
    html: str


class Pairs(TypedDict):
    """The spec: ``left`` belongs to ``right`` at the same place; more on the right belong to none."""

    head: list[str]
    left: list[Side]
    right: list[Side]


@kinds.register
class Match(Kind[Pairs]):
    """A table of two columns marked ``.match``. A row with an empty left cell is a distractor."""

    slug = "match"
    label = "Match"
    classes = frozenset({"match"})
    sample = """## Match the number with its square {#squares .match}

| Number | Square |
|--------|--------|
| two    | 4      |
| three  | 9      |
|        | 8      |
"""
    twin = """## Match the number with its square {#squares .match}

| Number | Square |
|--------|--------|
| two    | 9      |
| three  | 8      |
|        | 4      |
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the class."""
        return "match" in form.classes

    def parse(self, form: Form) -> Pairs | None:
        """Read the two columns."""
        grid = form.grid
        if grid is None:
            form.wrong("a question marked .match without a table", "a table of two columns")
            return None
        form.take(grid)
        rows = [grid.table.head, *grid.table.rows]
        for row in rows:
            if len(row.cells) != 2 or not row.cells[1]:
                form.wrong(
                    "a row that is not a pair", "`| left | right |`; only the left may be empty", row.line
                )
                return None
        head, *pairs = sorted(rows, key=lambda row: row.line != rows[0].line and not row.cells[0])
        left = [row for row in pairs if row.cells[0]]
        if len(left) < 2 or len(pairs) > MOST:
            form.wrong(f"a table of {len(left)} pairs", f"2 pairs at least, {MOST} rows at most", grid.line)
            return None
        for column, where in enumerate(("left", "right")):
            if twice := doubled(row.cells[column] for row in pairs if row.cells[column]):
                form.wrong(f"{twice[:60]!r} twice on the {where}", "each once", grid.line)
        return Pairs(
            head=[form.markup.inline(cell, head.line) for cell in head.cells],
            left=_sides(form, "left", [(row.cells[0], row.line) for row in left]),
            right=_sides(form, "right", [(row.cells[1], row.line) for row in pairs]),
        )

    def public(self, spec: Pairs, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the left side row by row, and the right side, always shuffled, to choose from."""
        rows = dice.shuffled(spec["left"]) if shuffle else spec["left"]
        choices = dice.shuffled(sorted(spec["right"], key=lambda side: side["key"]))
        return {
            "head": spec["head"],
            "rows": [{"name": f"row-{side['key']}", "html": side["html"]} for side in rows],
            "choices": [
                {"key": one["key"], "html": one["html"], "text": plain(one["html"])} for one in choices
            ],
        }

    def fields(self, spec: Pairs) -> dict[str, Field]:
        """Take a key of the right side for each row."""
        keys = tuple(side["key"] for side in spec["right"])
        return {f"row-{side['key']}": Field(among=keys) for side in spec["left"]}

    def grade(self, spec: Pairs, response: Response) -> Grade:
        """Give each row the same share."""
        parts = []
        for left, right in zip(spec["left"], spec["right"], strict=False):
            for given in response.get(name := f"row-{left['key']}", [])[:1]:
                parts.append(Part(name, "right" if given == right["key"] else "wrong"))
        return Grade(sum(part.verdict == "right" for part in parts) / len(spec["left"]), tuple(parts))

    def solution(self, spec: Pairs) -> Response:
        """Choose the other half of each pair."""
        pairs = zip(spec["left"], spec["right"], strict=False)
        return {f"row-{left['key']}": [right["key"]] for left, right in pairs}

    def right(self, spec: Pairs) -> dict[str, Any]:
        """Show the pairs."""
        pairs = zip(spec["left"], spec["right"], strict=False)
        rows = [{"name": f"row-{a['key']}", "left": a["html"], "right": b["html"]} for a, b in pairs]
        return {"head": spec["head"], "rows": rows}

    def sides(self, spec: Pairs, dice: Dice) -> tuple[str, str]:
        """Show both columns in front, the right one shuffled."""
        public = self.public(spec, dice, shuffle=False)
        front = listed(row["html"] for row in public["rows"]) + listed(
            one["html"] for one in public["choices"]
        )
        return front, listed(f"{row['left']} → {row['right']}" for row in self.right(spec)["rows"])

    def flaw(self, spec: Pairs) -> str:
        """Two cells of a side must not read the same."""
        twice = any(doubled(side["html"] for side in spec[where]) for where in ("left", "right"))
        return "two cells of a side that read the same" if twice else ""


def _sides(form: Form, where: str, cells: list[tuple[str, int]]) -> list[Side]:
    """Return one side of the table."""
    keys = keys_for(f"{form.id} {where}", (text for text, _ in cells))
    return [
        Side(key=key, text=text, html=form.markup.inline(text, line))
        for key, (text, line) in zip(keys, cells, strict=True)
    ]
