"""Planned and real minutes, by block and by day."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.retros.rules.drawing import Bars, bars
from portal.retros.rules.facts import WeekFacts
from portal.retros.rules.words import clock, spoken
from portal.retros.sections import Figures, Measure, Section, sections


@sections.register
class Time(Section):
    """What was planned, and what was logged."""

    slug = "time"
    label = "Planned and real minutes"
    place = "left"

    def compute(self, week: WeekFacts) -> Figures:
        """Return both by block in the order of the days, by day, and in all."""
        blocks: dict[str, dict[str, Any]] = {}
        for day in week.days:
            for name, title, minutes in day.slots:
                entry = blocks.setdefault(name, {"id": name, "title": title, "planned": 0, "real": 0})
                entry["planned"] += minutes
            for name, minutes in day.minutes.items():
                title = week.titles.get(name, name.capitalize())
                entry = blocks.setdefault(name, {"id": name, "title": title, "planned": 0, "real": 0})
                entry["real"] += minutes
        return {
            "blocks": [entry for entry in blocks.values() if entry["planned"] or entry["real"]],
            "days": [
                {"day": day.day.isoformat(), "planned": day.planned, "real": day.real} for day in week.days
            ],
            "planned": sum(day.planned for day in week.days),
            "real": sum(day.real for day in week.days),
        }

    def measure(self, figures: Mapping[str, Any]) -> Measure:
        """Return the minutes."""
        real, planned = figures.get("real", 0), figures.get("planned", 0)
        small = f"of {clock(planned)} h" if planned else "h"
        return Measure(real, clock(real), small, "studied, of planned" if planned else "studied")

    def drawn(self, figures: Mapping[str, Any]) -> Bars:
        """Return the bars of the blocks."""
        return bars(figures.get("blocks", ()))

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return a table."""
        yield f"{spoken(figures['real'])} of {spoken(figures['planned'])} planned."
        if not figures["blocks"]:
            return
        yield ""
        yield "| Block | Planned | Real |"
        yield "|---|---:|---:|"
        for block in figures["blocks"]:
            yield f"| {block['title']} | {block['planned']} min | {block['real']} min |"
