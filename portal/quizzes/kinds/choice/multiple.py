"""Several answers out of several options."""

from portal.quizzes.answers.options import Option, Options, chosen, graded, take_options
from portal.quizzes.answers.posted import Response
from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.choice.option import OptionKind
from portal.quizzes.kinds.choice.truefalse import is_true_or_false
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


@kinds.register
class Multiple(OptionKind):
    """A task list with several right options, or marked ``.multi``.

    The right ones share the credit, a wrong one takes as much away as a right one's even share, and nothing
    goes below zero: who ticks everything, or nothing, earns nothing unless all options are right.
    """

    slug = "multiple"
    label = "Several answers"
    classes = frozenset({"multi"})
    many = True
    sample = """## Select the even numbers {#even-numbers points=2}

- [x] 2
  > Yes.
- [x] 10
- [ ] 5
  > Five is odd.
- [ ] 2.5 {credit=-25%}
"""
    twin = """## Select the even numbers {#even-numbers points=2}

- [ ] 2
- [ ] 10
- [x] 5
- [x] 2.5
"""

    def recognises(self, form: Form) -> bool:
        """Recognise a task list with several ticks, or one that is marked ``.multi``."""
        if form.tasks is None or form.classes.keys() & {"single", "rubric"}:
            return False
        ticks = sum(item.checked for item in form.tasks.items)
        return "multi" in form.classes or (ticks > 1 and not is_true_or_false(form))

    def parse(self, form: Form) -> Options | None:
        """Read the options and share out the credit."""
        options, written = take_options(form)
        right = [option for option in options if option["right"]]
        if not right:
            form.wrong("no right option", "at least one `- [x]`")
            return None
        if any(option["credit"] > 0 for option in options if not option["right"]):
            form.wrong("a wrong option that earns credit", "0% to -100%, or `[x]` with a part of the credit")
        self._share(form, right)
        for option in options:
            if not option["right"] and option["key"] not in written:
                option["credit"] = -1 / len(right)
        return Options(options=options)

    def _share(self, form: Form, right: list[Option]) -> None:
        """Share what the author has not given away among the right options without a credit of their own."""
        left = 1 - sum(option["credit"] for option in right)
        open_ones = [option for option in right if not option["credit"]]
        if (open_ones and left <= 0) or (not open_ones and abs(left) > 0.001):
            form.wrong(
                "the credits of the right options do not add up", "100% in all, or fewer of them written"
            )
        for option in open_ones:
            option["credit"] = left / len(open_ones)

    def grade(self, spec: Options, response: Response) -> Grade:
        """Add up the credits of what was ticked, void options aside; never below zero."""
        ticked = chosen(spec["options"], response)
        return graded(ticked, max(0.0, sum(option["credit"] for option in ticked if not option["void"])))
