"""How sure the learner was, and how often that was right."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from portal.retros.rules.facts import WeekFacts
from portal.retros.rules.words import percent, share
from portal.retros.sections import Figures, Section, sections

SAID: Final = (("guess", "A guess"), ("think", "I think so"), ("know", "I know it"))


@sections.register
class Calibration(Section):
    """Answers in quizzes and reviews that came with a word on how sure the learner was."""

    slug = "calibration"
    label = "How sure you were"
    rank = 1

    def compute(self, week: WeekFacts) -> Figures:
        """Return how many were said and right, by word."""
        told = [(answer.confidence, answer.right) for answer in week.answers]
        told += [(recall.confidence, recall.recalled) for recall in week.recalls]
        rights = {word: [right for said, right in told if said == word] for word, _ in SAID}
        return {word: {"right": sum(right), "of": len(right)} for word, right in rights.items()}

    def drawn(self, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return a row a word: counts, percent, and the width of its bar, 200 units for all."""
        rows = []
        for word, label in SAID:
            entry = figures.get(word, {"right": 0, "of": 0})
            part = percent(entry["right"], entry["of"])
            rows.append({"label": label, **entry, "percent": part, "width": 2 * (part or 0)})
        return rows

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return a line for each word that was said."""
        for word, label in SAID:
            if figures[word]["of"]:
                yield f"- “{label}”: right {share(figures[word]['right'], figures[word]['of'])}"
