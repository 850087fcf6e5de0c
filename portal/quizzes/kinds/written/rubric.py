"""A text that the learner writes, then compares with criteria."""

import re
from typing import Any, TypedDict

from portal.quizzes.answers.essays import LONGEST, least_words, text_of
from portal.quizzes.answers.keys import doubled, keys_for
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form
from portal.quizzes.source.lists import Item

MOST = 12
_POINTS = re.compile(r"\((\d{1,2}(?:\.\d)?)\)[ \t]+(.+)", re.DOTALL)


class Criterion(TypedDict):
    """One thing the text should do, and the points for it."""

    key: str
    html: str
    points: float
    feedback: str


class Criteria(TypedDict):
    """The spec: the criteria, and the number of words wanted."""

    criteria: list[Criterion]
    least: int


@kinds.register
class Rubric(Kind[Criteria]):
    """A task list marked ``.rubric``: ``- [ ] (1) criterion``. The learner writes first and judges after."""

    slug = "rubric"
    label = "Explain in your own words"
    classes = frozenset({"rubric"})
    keys = frozenset({"min"})
    self_judged = True
    sample = """## Describe a backup {#describe-backup .rubric points=3 min=5}

Of a database that is being written to.

- [ ] (2) Says how a consistent state is taken
- [ ] (1) Says how it is restored
"""
    twin = """## Describe a backup {#describe-backup .rubric points=3 min=5}

Of a database that is being written to.

- [ ] (1) Another criterion
- [ ] (2) And one more
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the class."""
        return "rubric" in form.classes

    def parse(self, form: Form) -> Criteria | None:
        """Read the criteria; their points are those of the question."""
        listing = form.tasks
        if listing is None or not 1 <= len(listing.items) <= MOST:
            form.wrong("a rubric without criteria", f"1 to {MOST} of them: `- [ ] (1) criterion`")
            return None
        form.take(listing)
        if twice := doubled(item.text for item in listing.items):
            form.wrong(f"the criterion {twice[:60]!r} twice", "each once", listing.line)
        keys = keys_for(form.id, (item.text for item in listing.items))
        criteria = [_criterion(form, item, key) for item, key in zip(listing.items, keys, strict=True)]
        total = sum(one["points"] for one in criteria)
        if form.values.get("points", f"{total:g}") != f"{total:g}":
            form.wrong(
                f"points={form.values['points']} for criteria of {total:g}", f"points={total:g}, or none"
            )
        return Criteria(criteria=criteria, least=least_words(form))

    def public(self, spec: Criteria, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show a field for a text; the criteria would answer the question."""
        return {"least": spec["least"], "longest": LONGEST}

    def fields(self, spec: Criteria) -> dict[str, Field]:
        """Take the text, the criteria that are met, and that the learner has judged."""
        keys = tuple(one["key"] for one in spec["criteria"])
        return {
            "text": Field(longest=LONGEST),
            "met": Field(among=keys, many=True),
            "judged": Field(among=("yes",)),
        }

    def grade(self, spec: Criteria, response: Response) -> Grade:
        """Give the points of the criteria met; wait for the judgement of a text."""
        if not text_of(response):
            return Grade(0.0)
        if "judged" not in response:
            return Grade(None, waiting=True)
        met = response.get("met", [])
        parts = tuple(
            Part(one["key"], "right" if one["key"] in met else "wrong", one["feedback"])
            for one in spec["criteria"]
        )
        return Grade(
            sum(one["points"] for one in spec["criteria"] if one["key"] in met) / self.points(spec), parts
        )

    def solution(self, spec: Criteria) -> Response:
        """Write as many words as are wanted, and judge that every criterion is met."""
        keys = [one["key"] for one in spec["criteria"]]
        return {"text": [" ".join(["word"] * max(spec["least"], 1))], "met": keys, "judged": ["yes"]}

    def right(self, spec: Criteria) -> dict[str, Any]:
        """Show the criteria."""
        return {"criteria": spec["criteria"]}

    def points(self, spec: Criteria) -> float:
        """Return the points of all criteria."""
        return sum(one["points"] for one in spec["criteria"])


def _criterion(form: Form, item: Item, key: str) -> Criterion:
    """Read one criterion."""
    found = _POINTS.fullmatch(item.text)
    if found is None or not float(found[1]):
        form.wrong("a criterion without points", "`- [ ] (1) criterion`", item.line)
    if item.checked or item.attributes.id or item.attributes.classes or item.attributes.values:
        form.wrong("a criterion with a tick or with braces", "`- [ ] (1) criterion`", item.line)
    return Criterion(
        key=key,
        html=form.markup.inline(found[2] if found else item.text, item.line),
        points=(float(found[1]) if found else 0.0) or 1.0,
        feedback=form.markup.block(item.feedback, item.line + 1),
    )
