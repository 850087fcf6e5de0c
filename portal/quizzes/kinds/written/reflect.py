"""A question to think about: no answer is right, and none is graded."""

from typing import Any, TypedDict

from portal.quizzes.answers.essays import LONGEST, least_words, long_enough, text_of
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form


class Wanted(TypedDict):
    """The spec: the number of words wanted."""

    least: int


@kinds.register
class Reflect(Kind[Wanted]):
    """A heading marked ``.reflect``; ``min=20`` asks for that many words."""

    slug = "reflect"
    label = "Reflection"
    classes = frozenset({"reflect"})
    keys = frozenset({"min"})
    sample = """## Where would you use this next week? {#next-week .reflect min=5}

Think of a query you know.
"""
    twin = sample

    def recognises(self, form: Form) -> bool:
        """Recognise the class."""
        return "reflect" in form.classes

    def parse(self, form: Form) -> Wanted | None:
        """Read the length."""
        return Wanted(least=least_words(form))

    def public(self, spec: Wanted, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show a field for a text."""
        return {"least": spec["least"], "longest": LONGEST}

    def fields(self, spec: Wanted) -> dict[str, Field]:
        """Take one text."""
        return {"text": Field(longest=LONGEST)}

    def grade(self, spec: Wanted, response: Response) -> Grade:
        """Leave it out of the score; say whether the text is long enough."""
        verdict = Part("text", "right" if long_enough(response, spec["least"]) else "partly")
        return Grade(None, (verdict,) if text_of(response) else ())

    def solution(self, spec: Wanted) -> Response:
        """Write as many words as are wanted; what they say is not judged."""
        return {"text": [" ".join(["word"] * max(spec["least"], 1))]}

    def right(self, spec: Wanted) -> dict[str, Any]:
        """Show nothing."""
        return {}
