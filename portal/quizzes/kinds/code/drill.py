"""What the drill kinds share."""

from typing import Any

from portal.quizzes.answers.drills import Drill, take_drill
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form

_SHOWN = ("language", "starter", "starter_html", "order", "types", "limit")


class DrillKind(Kind[Drill]):
    """Code to be written in ``language``. It takes no answer here and is left out of scores.

    ``proofs`` is the role of the blocks that prove it, beside those with wrong solutions.
    """

    language: str
    proofs: str
    answerable = False

    def recognises(self, form: Form) -> bool:
        """Recognise the block and its language."""
        return any(block.fence.language == self.language for block in form.codes("drill"))

    def parse(self, form: Form) -> Drill | None:
        """Read the blocks."""
        return take_drill(form, self.language, self.proofs)

    def public(self, spec: Drill, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show where to start and how a result is compared; nothing of what proves it."""
        return {name: spec[name] for name in _SHOWN}  # type: ignore[literal-required]

    def fields(self, spec: Drill) -> dict[str, Field]:
        """Take nothing."""
        return {}

    def grade(self, spec: Drill, response: Response) -> Grade:
        """Leave it out of the score."""
        return Grade(None)

    def solution(self, spec: Drill) -> Response:
        """Take nothing."""
        return {}

    def right(self, spec: Drill) -> dict[str, Any]:
        """Show the solution."""
        return {"solution": spec["solution"], "solution_html": spec["solution_html"]}
