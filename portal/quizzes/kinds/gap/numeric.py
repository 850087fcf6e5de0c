"""One number to type."""

from portal.quizzes.answers.accepted import is_number
from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.gap.blanks import GapKind
from portal.quizzes.source.form import Form


@kinds.register
class Numeric(GapKind):
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
