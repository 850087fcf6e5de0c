"""Cards that came due, and how many were kept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from portal.retros.rules.facts import Topic, WeekFacts
from portal.retros.rules.words import count
from portal.retros.sections import Figures, Measure, Section, sections

HARDEST: Final = 3


@sections.register
class Cards(Section):
    """``due``: answered when their turn came; ``kept``: recalled then; ``new``: seen for the first time."""

    slug = "cards"
    label = "Reviews"
    rank = 2

    def compute(self, week: WeekFacts) -> Figures:
        """Return the counts, and the cards forgotten most often."""
        due = [recall for recall in week.recalls if not recall.first]
        lost = Counter(recall.ref for recall in week.recalls if not recall.recalled)
        topics: dict[str, Topic | None] = {recall.ref: recall.topic for recall in week.recalls}
        hardest = sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))[:HARDEST]
        return {
            "due": len(due),
            "kept": sum(recall.recalled for recall in due),
            "new": len(week.recalls) - len(due),
            "hardest": [_named(ref, topics[ref], times) for ref, times in hardest],
        }

    def measure(self, figures: Mapping[str, Any]) -> Measure:
        """Return how many cards were kept."""
        due, kept = figures.get("due", 0), figures.get("kept", 0)
        return Measure(kept, str(due), "", f"review{'' if due == 1 else 's'}, {kept} recalled")

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the counts."""
        yield f"- {count(figures['due'], 'card')} came due, {figures['kept']} recalled"
        yield f"- {count(figures['new'], 'new card')}"


def _named(ref: str, topic: Topic | None, times: int) -> dict[str, Any]:
    own = {"uid": "", "title": "A card of your own"}
    return {"ref": ref, "times": times, **({"uid": topic.uid, "title": topic.title} if topic else own)}
