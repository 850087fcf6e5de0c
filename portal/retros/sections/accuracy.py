"""How many answers were right in quizzes and drills."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.retros.rules.facts import Answer, WeekFacts
from portal.retros.rules.words import percent, share
from portal.retros.sections import Figures, Measure, Section, sections


def _counted(answers: Iterable[Answer]) -> dict[str, int]:
    found = list(answers)
    return {"right": sum(answer.right for answer in found), "of": len(found)}


@sections.register
class Accuracy(Section):
    """Right answers. A first try is at a question never answered before; ``missed`` are questions by topic."""

    slug = "accuracy"
    label = "Quiz and drill answers"
    rank = 0

    def compute(self, week: WeekFacts) -> Figures:
        """Return counts, and what was missed."""
        missed: dict[str, dict[str, Any]] = {}
        for answer in week.answers:
            if answer.topic and not answer.right:
                entry = missed.setdefault(answer.topic.uid, {"title": answer.topic.title, "refs": []})
                if answer.ref not in entry["refs"]:
                    entry["refs"].append(answer.ref)
        return {
            "quiz": _counted(answer for answer in week.answers if not answer.drill),
            "first": _counted(answer for answer in week.answers if answer.first and not answer.drill),
            "drill": _counted(answer for answer in week.answers if answer.drill),
            "missed": missed,
        }

    def measure(self, figures: Mapping[str, Any]) -> Measure:
        """Return the share of right answers in quizzes."""
        quiz = figures.get("quiz", {"right": 0, "of": 0})
        right = percent(quiz["right"], quiz["of"])
        if right is None:
            return Measure(None, "none", "", "quiz answers")
        return Measure(right, f"{right} %", f"of {quiz['of']}", "quiz answers right")

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the counts."""
        for name, label in (
            ("quiz", "Quiz answers right"),
            ("first", "At the first try"),
            ("drill", "Drills right"),
        ):
            yield f"- {label}: {share(figures[name]['right'], figures[name]['of'])}"
