"""Several gaps, or a drop-down."""

from typing import Any

from portal.quizzes.answers.accepted import is_choice
from portal.quizzes.answers.blanks import Blanks, answers, fields_of, flaw_of, graded, shown, take_blanks
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


@kinds.register
class Cloze(Kind[Blanks]):
    """A text with several gaps of any sort, or with one drop-down."""

    slug = "cloze"
    label = "Fill the gaps"
    sample = """## Complete the query {#complete-query}

`SELECT [[ (x) count | ( ) number ]](*) FROM trips [[where]] minutes > [[= 30 ± 1]]`
"""
    twin = """## Complete the query {#complete-query}

`SELECT [[ ( ) count | (x) number ]](*) FROM trips [[code: group by]] minutes > [[= 5]]`
"""

    def recognises(self, form: Form) -> bool:
        """Recognise two gaps or more, or a drop-down."""
        return len(form.gaps) > 1 or any(is_choice(gap) for gap in form.gaps)

    def parse(self, form: Form) -> Blanks | None:
        """Read the text and its gaps."""
        spec = take_blanks(form)
        return spec if spec and all(gap["accepted"] or gap["choices"] for gap in spec["gaps"]) else None

    def public(self, spec: Blanks, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the text with fields and drop-downs in it."""
        return shown(spec, dice, shuffle=shuffle)

    def fields(self, spec: Blanks) -> dict[str, Field]:
        """Take a text or a key for each gap."""
        return fields_of(spec)

    def grade(self, spec: Blanks, response: Response) -> Grade:
        """Give each gap the same share."""
        return graded(spec, response)

    def right(self, spec: Blanks) -> dict[str, Any]:
        """Show the answer of each gap."""
        return answers(spec)

    def flaw(self, spec: Blanks) -> str:
        """Every number must be one that can be met."""
        return flaw_of(spec)
