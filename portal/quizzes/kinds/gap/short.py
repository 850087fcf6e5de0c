"""A short text to type."""

from portal.quizzes.answers.accepted import is_choice, is_number
from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.gap.blanks import GapKind
from portal.quizzes.source.form import Form


@kinds.register
class Short(GapKind):
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
