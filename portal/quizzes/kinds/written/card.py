"""A card: a question in front, the answer behind, judged by the learner."""

from typing import Any, TypedDict

from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade, Part, Verdict
from portal.quizzes.source.form import Form

_JUDGEMENTS: dict[str, tuple[float, Verdict]] = {
    "missed": (0.0, "wrong"),
    "partly": (0.5, "partly"),
    "knew": (1.0, "right"),
}


class Back(TypedDict):
    """The spec: what is behind, as HTML and as written."""

    back: str
    text: str


@kinds.register
class Card(Kind[Back]):
    """Prose marked ``.card``: the heading is in front, the prose behind."""

    slug = "card"
    label = "Recall"
    classes = frozenset({"card"})
    self_judged = True
    sample = """## What is a partition? {#partition .card}

A part of a table that is stored and dropped **as a whole**.
"""
    twin = """## What is a partition? {#partition .card}

Something else.
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the class."""
        return "card" in form.classes

    def parse(self, form: Form) -> Back | None:
        """Take all prose."""
        text = form.task.strip()
        if not text:
            form.wrong("a card with nothing behind it", "the answer below the heading")
            return None
        return Back(text=text, back=form.take_task())

    def public(self, spec: Back, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the front alone."""
        return {"judgements": list(_JUDGEMENTS)}

    def fields(self, spec: Back) -> dict[str, Field]:
        """Take that the back was turned up, and the judgement."""
        return {"seen": Field(among=("yes",)), "answer": Field(among=tuple(_JUDGEMENTS))}

    def grade(self, spec: Back, response: Response) -> Grade:
        """Give what the learner says; wait for it once the back was seen."""
        for given in response.get("answer", []):
            credit, verdict = _JUDGEMENTS[given]
            return Grade(credit, (Part("answer", verdict),))
        return Grade(None, waiting=True) if "seen" in response else Grade(0.0)

    def solution(self, spec: Back) -> Response:
        """Turn it up, and have known it."""
        return {"seen": ["yes"], "answer": ["knew"]}

    def right(self, spec: Back) -> dict[str, Any]:
        """Show the back."""
        return {"back": spec["back"]}

    def sides(self, spec: Back, dice: Dice) -> tuple[str, str]:
        """Show the title alone in front."""
        return "", spec["back"]
