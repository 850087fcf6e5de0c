"""The weakest three topics, with why."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from portal.retros.rules.facts import Topic, WeekFacts
from portal.retros.sections import Figures, Section, sections

THREE: Final = 3
PRIOR: Final = 2
"""Right answers every topic is granted, so that one slip does not outweigh a topic missed half the time."""


class _Record:
    """What was shown of a topic: answers and cards, and how many of them were right; and wrong though sure."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.cards = self.kept = self.answers = self.right = self.sure = 0

    @property
    def wrong(self) -> int:
        return self.cards - self.kept + self.answers - self.right

    @property
    def weakness(self) -> float:
        return self.wrong / (self.cards + self.answers + PRIOR)

    def why(self) -> str:
        said = []
        if self.cards:
            said.append(f"{self.kept} of {self.cards} recalled")
        if self.answers:
            said.append(f"{self.right} of {self.answers} answered right")
        if self.sure:
            said.append("once sure and wrong" if self.sure == 1 else f"{self.sure} times sure and wrong")
        return ", ".join(said)


@sections.register
class Weak(Section):
    """Topics by the share of wrong answers in quizzes and reviews; nothing wrong, not weak."""

    slug = "weak"
    label = "Weakest topics"
    place = "right"
    rank = 1

    def compute(self, week: WeekFacts) -> Figures:
        """Return at most three."""
        records: dict[str, _Record] = {}
        for answer in week.answers:
            if answer.topic:
                record = records.setdefault(answer.topic.uid, _Record(answer.topic))
                record.answers += 1
                record.right += answer.right
                record.sure += answer.confidence == "know" and not answer.right
        for recall in week.recalls:
            if recall.topic:
                record = records.setdefault(recall.topic.uid, _Record(recall.topic))
                record.cards += 1
                record.kept += recall.recalled
                record.sure += recall.confidence == "know" and not recall.recalled
        weak = sorted(
            (record for record in records.values() if record.wrong),
            key=lambda record: (-record.weakness, record.topic.uid),
        )
        return {
            "topics": [
                {"uid": record.topic.uid, "title": record.topic.title, "why": record.why()}
                for record in weak[:THREE]
            ]
        }

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the topics."""
        for topic in figures["topics"]:
            yield f"- {topic['title']}: {topic['why']}"
