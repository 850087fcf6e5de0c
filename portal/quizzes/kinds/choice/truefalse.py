"""True or false."""

from typing import Any

from portal.quizzes.answers.options import Options, chosen, graded, take_options
from portal.quizzes.answers.posted import Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.choice.option import OptionKind
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


def is_true_or_false(form: Form) -> bool:
    """Return whether the options are True and False."""
    return form.tasks is not None and sorted(item.text.casefold() for item in form.tasks.items) == [
        "false",
        "true",
    ]


@kinds.register
class TrueFalse(OptionKind):
    """A task list of True and False, one of them right."""

    slug = "truefalse"
    label = "True or false"
    sample = """## Zero is even {#zero-even}

- [x] True
  > Yes: nothing is left over.
- [ ] False
  > It is twice a whole number, zero itself.
"""
    twin = """## Zero is even {#zero-even}

- [ ] True
- [x] False
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the two words."""
        return is_true_or_false(form) and not form.classes.keys() & {"multi", "rubric"}

    def parse(self, form: Form) -> Options | None:
        """Read the two options; exactly one must be right, and neither may carry a credit of its own."""
        options, written = take_options(form)
        if sum(option["right"] for option in options) != 1:
            form.wrong("not one right option", "`[x]` before True or before False")
            return None
        if written:
            form.wrong("a credit in a question of true or false", "no credit: one is right, the other is not")
        for option in options:
            option["credit"] = 1.0 if option["right"] else 0.0
        return Options(options=options)

    def public(self, spec: Options, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the options as the author ordered them."""
        return super().public(spec, dice, shuffle=False)

    def grade(self, spec: Options, response: Response) -> Grade:
        """Give everything or nothing."""
        ticked = chosen(spec["options"], response)[:1]
        return graded(ticked, sum(option["credit"] for option in ticked))
