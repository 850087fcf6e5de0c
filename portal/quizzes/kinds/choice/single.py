"""One answer out of several options."""

from portal.quizzes.answers.options import Options, chosen, graded, take_options
from portal.quizzes.answers.posted import Response
from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.choice.option import OptionKind
from portal.quizzes.kinds.choice.truefalse import is_true_or_false
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


@kinds.register
class Single(OptionKind):
    """A task list with one right option. A credit behind a wrong one is a partial credit."""

    slug = "single"
    label = "One answer"
    classes = frozenset({"single"})
    sample = """## Which sum is even? {#even-sum}

- [ ] 1 + 2
  > Three is odd.
- [x] 1 + 3
  > Yes: two odd numbers.
- [ ] 2 + 2 + 1 {credit=50%}
- [ ] None of these {.last}
"""
    twin = """## Which sum is even? {#even-sum}

- [x] 1 + 2
- [ ] 1 + 3
- [ ] 2 + 2 + 1
- [ ] None of these {.last}
"""

    def recognises(self, form: Form) -> bool:
        """Recognise a task list with at most one tick, or one that is marked ``.single``."""
        if form.tasks is None or is_true_or_false(form) or form.classes.keys() & {"multi", "rubric"}:
            return False
        return "single" in form.classes or sum(item.checked for item in form.tasks.items) <= 1

    def parse(self, form: Form) -> Options | None:
        """Read the options; exactly one must be right."""
        options, _ = take_options(form)
        right = [option for option in options if option["right"]]
        if len(right) != 1:
            form.wrong(
                f"{len(right) or 'no'} right options", "one `- [x]`; `.multi` in the heading for several"
            )
            return None
        if right[0]["credit"] not in (0.0, 1.0):
            form.wrong("a right option with a part of the credit", "100%; a part is for the others")
        right[0]["credit"] = 1.0
        if any(option["credit"] >= 1 for option in options if not option["right"]):
            form.wrong("a wrong option with the full credit", "less than 100%, or the one `[x]`")
        return Options(options=options)

    def grade(self, spec: Options, response: Response) -> Grade:
        """Give the credit of the chosen option; a void one leaves the question out."""
        ticked = chosen(spec["options"], response)[:1]
        grade = graded(ticked, sum(option["credit"] for option in ticked))
        return Grade(None, grade.parts) if any(one["void"] == "out" for one in ticked) else grade
