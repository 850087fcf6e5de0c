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
        """Return the counts, and the topics whose cards were forgotten most often."""
        due = [recall for recall in week.recalls if not recall.first]
        lost = Counter(_named(recall.topic) for recall in week.recalls if not recall.recalled)
        hardest = sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))[:HARDEST]
        return {
            "due": len(due),
            "kept": sum(recall.recalled for recall in due),
            "new": len(week.recalls) - len(due),
            "hardest": [{"uid": uid, "title": title, "times": times} for (uid, title), times in hardest],
        }

    def measure(self, figures: Mapping[str, Any]) -> Measure:
        """Return how many cards were kept."""
        due, kept = figures.get("due", 0), figures.get("kept", 0)
        return Measure(kept, str(due), "", f"review{'' if due == 1 else 's'}, {kept} recalled")

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the counts."""
        yield f"- {count(figures['due'], 'card')} came due, {figures['kept']} recalled"
        yield f"- {count(figures['new'], 'new card')}"


def _named(topic: Topic | None) -> tuple[str, str]:
    """Return id and title of what a card is about; cards of one's own may be about no topic."""
    return (topic.uid, topic.title) if topic else ("", "Cards of your own")
