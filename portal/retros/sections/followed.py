"""What became of what was hard, and of what was to be repeated, a week ago."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from portal.progress.rules import Kind
from portal.retros.rules.candidates import Deed, Question
from portal.retros.rules.facts import Carried, WeekFacts
from portal.retros.sections import Figures, Section, sections

NAMED: Final = {Question.HARD: "was hard", Question.REPEAT: "to be repeated"}


@sections.register
class Followed(Section):
    """Each topic chosen when the week before was closed, with a sentence on what happened to it this week."""

    slug = "followed"
    label = "What became of last week"
    place = "right"
    rank = 2

    def compute(self, week: WeekFacts) -> Figures:
        """Return the topics in the order they were chosen."""
        chosen = [one for one in week.carried if one.question != Question.LEARNED]
        return {"topics": [_followed(one, week) for one in chosen]}

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the topics, each with what it was named for; one may be there twice."""
        for topic in figures["topics"]:
            yield f"- {topic['title']} ({NAMED[topic['question']]}): {topic['became']}"


def _followed(one: Carried, week: WeekFacts) -> dict[str, Any]:
    became = _became(one, week)
    entry = {"uid": one.topic.uid, "title": one.topic.title, "question": one.question, "deed": one.deed}
    return {**entry, "became": became or "nothing yet", "done": bool(became)}


def _became(one: Carried, week: WeekFacts) -> str:
    """Return what happened, empty for nothing."""
    uid, said = one.topic.uid, []
    read = [e.day for e in week.reached if e.topic.uid == uid and e.kind == Kind.DONE]
    if read:
        said.append(f"read again on {read[-1]:%A}")
    elif one.deed == Deed.WISH and uid in week.repeated:
        said.append("repeated")
    recalls = [recall.recalled for recall in week.recalls if recall.topic and recall.topic.uid == uid]
    if recalls:
        said.append(f"{sum(recalls)} of {len(recalls)} recalled")
    answers = [answer.right for answer in week.answers if answer.topic and answer.topic.uid == uid]
    if answers:
        said.append(f"{sum(answers)} of {len(answers)} answered right")
    return ", ".join(said)
