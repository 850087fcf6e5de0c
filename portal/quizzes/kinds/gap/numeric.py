"""One number to type."""

from typing import Any

from portal.quizzes.answers.accepted import is_number
from portal.quizzes.answers.blanks import Blanks, answers, fields_of, flaw_of, graded, shown, take_blanks
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


@kinds.register
class Numeric(Kind[Blanks]):
    """A text with one gap for a number, with or without a tolerance."""

    slug = "numeric"
    label = "A number"
    sample = """## How long is a day? {#day-hours}

A day has [[= 24]] hours.
"""
    twin = """## How long is a day? {#day-hours}

A day has [[= 20..22]] hours.
"""

    def recognises(self, form: Form) -> bool:
        """Recognise exactly one gap, whose answers are numbers."""
        return len(form.gaps) == 1 and is_number(form.gaps[0])

    def parse(self, form: Form) -> Blanks | None:
        """Read the text and its gap."""
        spec = take_blanks(form)
        return spec if spec and all(gap["accepted"] or gap["choices"] for gap in spec["gaps"]) else None

    def public(self, spec: Blanks, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the text with a field in it."""
        return shown(spec, dice, shuffle=shuffle)

    def fields(self, spec: Blanks) -> dict[str, Field]:
        """Take one text."""
        return fields_of(spec)

    def grade(self, spec: Blanks, response: Response) -> Grade:
        """Read the number as people type it; give everything or nothing."""
        return graded(spec, response)

    def right(self, spec: Blanks) -> dict[str, Any]:
        """Show the number."""
        return answers(spec)

    def flaw(self, spec: Blanks) -> str:
        """Every number must be one that can be met."""
        return flaw_of(spec)
