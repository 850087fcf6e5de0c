"""Lines of code to bring into order, some of which may not belong."""

import re
from typing import Any, TypedDict

from portal.quizzes.answers.keys import keys_for
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.answers.sequence import Piece, fields_of, graded, placed, read, shown
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form

MOST = 40
_DISTRACTOR = re.compile(r"[ \t]*(?:--|#|//)!distractor[ \t]*$")


class Lines(TypedDict):
    """The spec: the lines in their right order, and those that do not belong; all keep their indentation."""

    language: str
    lines: list[Piece]
    distractors: list[Piece]


@kinds.register
class Parsons(Kind[Lines]):
    """A ``parsons`` block in its right order; ``--!distractor`` (``#!``, ``//!``) ends a line too many."""

    slug = "parsons"
    label = "Build the code"
    roles = frozenset({"parsons"})
    sample = """## Build a query for long trips {#long-trips}

```sql parsons
SELECT rider_id
FROM trips
WHERE minutes > 30
HAVING minutes > 30   --!distractor
```
"""
    twin = """## Build a query for long trips {#long-trips}

```sql parsons
HAVING minutes > 30
WHERE minutes > 30
FROM trips   --!distractor
SELECT rider_id
```
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the block."""
        return bool(form.codes("parsons"))

    def parse(self, form: Form) -> Lines | None:
        """Read the lines; empty ones are left out."""
        fence, *more = form.take_codes("parsons")
        if more:
            form.wrong("a second parsons block", "one", more[0].line)
        texts = [(text, fence.line + at) for at, text in enumerate(fence.code.split("\n"), 1) if text.strip()]
        distractors = sum(_DISTRACTOR.search(text) is not None for text, _ in texts)
        if len(texts) - distractors < 2 or len(texts) > MOST:
            allowed = f"2 lines at least, {MOST} with distractors"
            form.wrong(f"a parsons block of {len(texts) - distractors} lines", allowed, fence.line)
            return None
        keys = keys_for(form.id, (_DISTRACTOR.sub("", text) for text, _ in texts))
        right: list[Piece] = []
        others: list[Piece] = []
        for key, (text, line) in zip(keys, texts, strict=True):
            bare = _DISTRACTOR.sub("", text)
            html = form.markup.code(bare, fence.language, line)[0]
            piece = Piece(key=key, text=form.markup.plain(bare, line), html=html)
            (others if _DISTRACTOR.search(text) else right).append(piece)
        if {piece["text"] for piece in right} & {piece["text"] for piece in others}:
            form.wrong("a distractor that equals a right line", "another line", fence.line)
        return Lines(language=fence.language, lines=right, distractors=others)

    def public(self, spec: Lines, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show all lines shuffled."""
        return {"language": spec["language"], "lines": shown([*spec["lines"], *spec["distractors"]], dice)}

    def fields(self, spec: Lines) -> dict[str, Field]:
        """Take the order of the lines that are used, or a place for each of them."""
        return fields_of([*spec["lines"], *spec["distractors"]])

    def read(self, spec: Lines, data: object) -> Response:
        """Make one order out of either."""
        return read([*spec["lines"], *spec["distractors"]], data)

    def grade(self, spec: Lines, response: Response) -> Grade:
        """Give the share of right neighbours, less a share for each distractor."""
        return graded(spec["lines"], spec["distractors"], response)

    def solution(self, spec: Lines) -> Response:
        """Take the right lines in their order."""
        return {"order": [piece["key"] for piece in spec["lines"]]}

    def right(self, spec: Lines) -> dict[str, Any]:
        """Show the lines in their order."""
        return {"lines": placed(spec["lines"])}
