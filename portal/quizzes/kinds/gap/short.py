"""A short text to type."""

from typing import Any

from portal.quizzes.answers.accepted import is_choice, is_number
from portal.quizzes.answers.blanks import Blanks, answers, fields_of, flaw_of, graded, shown, take_blanks
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


@kinds.register
class Short(Kind[Blanks]):
    """A text with one gap for a word or a line of code."""

    slug = "short"
    label = "A short answer"
    sample = """## Which shell command lists files? {#list-files}

It is [[ ls | /^dir$/i ]].

> [!TIP]
> Two letters.
"""
    twin = """## Which shell command lists files? {#list-files}

It is [[ case: cat ]].
"""

    def recognises(self, form: Form) -> bool:
        """Recognise exactly one gap that is neither for a number nor a drop-down."""
        return len(form.gaps) == 1 and not is_number(form.gaps[0]) and not is_choice(form.gaps[0])

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
        """Give everything or nothing."""
        return graded(spec, response)

    def right(self, spec: Blanks) -> dict[str, Any]:
        """Show the first accepted text."""
        return answers(spec)

    def flaw(self, spec: Blanks) -> str:
        """Every number must be one that can be met."""
        return flaw_of(spec)
