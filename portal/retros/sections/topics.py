"""Topics read, practised and proven."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from portal.progress.rules import Kind
from portal.retros.rules.facts import WeekFacts
from portal.retros.rules.words import count
from portal.retros.sections import Figures, Measure, Section, sections

LEVELS: Final = {Kind.DONE.value: "read", Kind.PRACTISED.value: "practised", Kind.PROVEN.value: "proven"}
BACK: Final = {Kind.REOPENED.value: "read", Kind.UNPROVEN.value: "proven"}
RANK: Final = ("read", "practised", "proven")


@sections.register
class Topics(Section):
    """What was finished this week: each topic with the highest level it reached."""

    slug = "topics"
    label = "Topics"
    place = "right"

    def compute(self, week: WeekFacts) -> Figures:
        """Return what stands at the end of the week of what was said in it; taken back is as if never said."""
        held: dict[str, set[str]] = {}
        titles: dict[str, str] = {}
        for event in week.reached:
            titles[event.topic.uid] = event.topic.title
            levels = held.setdefault(event.topic.uid, set())
            if level := LEVELS.get(event.kind):
                levels.add(level)
            levels.discard(BACK.get(event.kind, ""))
        topics = [
            {"uid": uid, "title": titles[uid], "level": max(levels, key=RANK.index)}
            for uid, levels in held.items()
            if levels
        ]
        counts = {level: sum(level in levels for levels in held.values()) for level in RANK}
        return {"topics": topics, "ticked": week.ticks, **counts}

    def measure(self, figures: Mapping[str, Any]) -> Measure:
        """Return how many topics were finished."""
        done = figures.get("read", 0)
        return Measure(done, str(done), "", "topic finished" if done == 1 else "topics finished")

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the topics as a list."""
        yield (
            f"{count(figures['read'], 'topic')} read, {figures['practised']} practised, "
            f"{figures['proven']} proven; {count(figures['ticked'], 'point')} ticked."
        )
        if figures["topics"]:
            yield ""
        for topic in figures["topics"]:
            yield f"- {topic['title']}: {topic['level']}"
