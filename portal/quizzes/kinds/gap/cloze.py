"""Several gaps, or a drop-down."""

from portal.quizzes.answers.accepted import is_choice
from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.gap.blanks import GapKind
from portal.quizzes.source.form import Form


@kinds.register
class Cloze(GapKind):
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
