"""Lines of code to point at."""

import re
from typing import Any, TypedDict

from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form

MOST = 80
_MARK = re.compile(r"[ \t]*(?:--|#|//)[ \t]*\[x\][ \t]*$")


class Marked(TypedDict):
    """The spec: the code as HTML line by line, and the numbers of the right lines, from 1."""

    language: str
    lines: list[str]
    right: list[int]


@kinds.register
class FindLines(Kind[Marked]):
    """A ``lines`` block; ``# [x]`` (or ``--``, ``//``) ends each line that is to be found."""

    slug = "lines"
    label = "Find the line"
    roles = frozenset({"lines"})
    sample = """## Which line fails? {#failing-line}

```python lines
text = "7"
number = text + 1  # [x]
print(number)
```
"""
    twin = """## Which line fails? {#failing-line}

```python lines
text = "7"  # [x]
number = text + 1
print(number)
```
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the block."""
        return bool(form.codes("lines"))

    def parse(self, form: Form) -> Marked | None:
        """Read the marks and take them off."""
        fence, *more = form.take_codes("lines")
        if more:
            form.wrong("a second lines block", "one", more[0].line)
        texts = fence.code.rstrip("\n").split("\n")
        right = [number for number, text in enumerate(texts, start=1) if _MARK.search(text)]
        if not right or len(right) == len(texts) or len(texts) > MOST:
            allowed = f"`# [x]` behind at least one line and not behind all, at most {MOST} lines"
            form.wrong(f"{len(right)} of {len(texts)} lines marked", allowed, fence.line)
            return None
        code = "\n".join(_MARK.sub("", text) for text in texts)
        lines = form.markup.code(code, fence.language, fence.line + 1)
        return Marked(language=fence.language, lines=lines, right=right)

    def public(self, spec: Marked, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the code by lines, and whether more than one is asked for."""
        lines = [{"number": number, "html": html} for number, html in enumerate(spec["lines"], start=1)]
        return {"language": spec["language"], "lines": lines, "many": len(spec["right"]) > 1}

    def fields(self, spec: Marked) -> dict[str, Field]:
        """Take one number, or several."""
        numbers = tuple(str(number) for number in range(1, len(spec["lines"]) + 1))
        return {"line": Field(among=numbers, many=len(spec["right"]) > 1)}

    def grade(self, spec: Marked, response: Response) -> Grade:
        """Share the credit among the right lines; a wrong one takes a share away."""
        given = [int(number) for number in response.get("line", [])]
        right = sum(number in spec["right"] for number in given)
        parts = tuple(Part(str(number), "right" if number in spec["right"] else "wrong") for number in given)
        return Grade(max(0.0, (right - (len(given) - right)) / len(spec["right"])), parts)

    def solution(self, spec: Marked) -> Response:
        """Name the marked lines."""
        return {"line": [str(number) for number in spec["right"]]}

    def right(self, spec: Marked) -> dict[str, Any]:
        """Show the numbers."""
        return {"lines": spec["right"]}
