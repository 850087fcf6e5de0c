"""Steps to bring into order."""

from typing import Any, TypedDict

from portal.quizzes.answers.keys import doubled, keys_for
from portal.quizzes.answers.listed import listed
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.answers.sequence import Piece, fields_of, graded, placed, read, shown
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form

MOST = 20


class Steps(TypedDict):
    """The spec: the steps in their right order."""

    steps: list[Piece]


@kinds.register
class Order(Kind[Steps]):
    """An ordered list marked ``.order``, written in its right order."""

    slug = "order"
    label = "Put in order"
    classes = frozenset({"order"})
    sample = """## Order the steps of a commit {#commit-order .order}

1. Edit
2. Stage
3. Commit
4. Push
"""
    twin = """## Order the steps of a commit {#commit-order .order}

1. Push
2. Commit
3. Edit
4. Stage
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the class."""
        return "order" in form.classes

    def parse(self, form: Form) -> Steps | None:
        """Read the list."""
        listing = form.ordered
        if listing is None:
            form.wrong("a question marked .order without an ordered list", "`1. first`, `2. second` …")
            return None
        form.take(listing)
        items = listing.items
        if not 2 <= len(items) <= MOST:
            form.wrong(f"an order of {len(items)}", f"2 to {MOST} steps", listing.line)
            return None
        if twice := doubled(item.text for item in items):
            form.wrong(f"the step {twice[:60]!r} twice", "each once", listing.line)
        keys = keys_for(form.id, (item.text for item in items))
        return Steps(
            steps=[
                Piece(key=key, text=item.text, html=form.markup.inline(item.text, item.line))
                for key, item in zip(keys, items, strict=True)
            ]
        )

    def public(self, spec: Steps, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the steps shuffled."""
        return {"steps": shown(spec["steps"], dice)}

    def fields(self, spec: Steps) -> dict[str, Field]:
        """Take the order, or a place for each step."""
        return fields_of(spec["steps"])

    def read(self, spec: Steps, data: object) -> Response:
        """Make one order out of either."""
        return read(spec["steps"], data)

    def grade(self, spec: Steps, response: Response) -> Grade:
        """Give the share of right neighbours."""
        return graded(spec["steps"], [], response)

    def solution(self, spec: Steps) -> Response:
        """Take the steps in their order."""
        return {"order": [piece["key"] for piece in spec["steps"]]}

    def right(self, spec: Steps) -> dict[str, Any]:
        """Show the steps in their order."""
        return {"steps": placed(spec["steps"])}

    def flaw(self, spec: Steps) -> str:
        """Two steps must not read the same."""
        return "two steps that read the same" if doubled(step["html"] for step in spec["steps"]) else ""

    def sides(self, spec: Steps, dice: Dice) -> tuple[str, str]:
        """Show the steps shuffled in front."""
        front = listed(step["html"] for step in shown(spec["steps"], dice))
        return front, listed((step["html"] for step in spec["steps"]), "ol")
