"""Planned days and days of study. The streak is never stored: the page works it out from the log."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.retros.rules.facts import WeekFacts
from portal.retros.sections import Figures, Measure, Section, sections


@sections.register
class Rhythm(Section):
    """A planned day without study is open; a day without a plan is rest, and counts neither way."""

    slug = "rhythm"
    label = "Rhythm"
    rank = 3

    def compute(self, week: WeekFacts) -> Figures:
        """Return each day with what it was."""
        days = [
            {
                "day": day.day.isoformat(),
                "mark": "done" if day.studied else "missed" if day.slots else "rest",
            }
            for day in week.days
        ]
        return {
            "days": days,
            "studied": sum(day["mark"] == "done" for day in days),
            "planned": sum(bool(day.slots) for day in week.days),
        }

    def measure(self, figures: Mapping[str, Any]) -> Measure:
        """Return the days of study."""
        studied, planned = figures.get("studied", 0), figures.get("planned", 0)
        return Measure(studied, str(studied), f"of {planned} planned", "days of study")

    def drawn(self, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return a dot a day with its place, its day's letter and its words."""
        words = {"done": "studied", "missed": "not studied", "rest": "rest"}
        return [
            {
                "x": 12 + 32 * n,
                "mark": day["mark"],
                "name": f"{date.fromisoformat(day['day']):%A}",
                "said": words[day["mark"]],
            }
            for n, day in enumerate(figures.get("days", ()))
        ]

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the counts."""
        yield f"Studied on {figures['studied']} days; {figures['planned']} were planned."
