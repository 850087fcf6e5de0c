"""One week as its page shows it: always as the log has it now, whatever is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from portal.accounts.models import User
from portal.retros.models import Retrospective, Words
from portal.retros.rules.drawing import Pulse, pulse
from portal.retros.rules.weeks import Week, week_after, week_before, week_of
from portal.retros.rules.words import count
from portal.retros.sections import Figures, Measure, Section, figures_of, in_order
from portal.retros.selectors.asked import Asked, asked_of
from portal.retros.selectors.facts import bounds_of, facts_of
from portal.retros.selectors.terms import Terms, terms_of
from portal.routine.rules.rhythm import Rhythm
from portal.routine.selectors.facts import days_of
from portal.routine.selectors.today import rhythm_of

COMPARED: Final = 4
"""Earlier weeks that stand beside this one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with its figures and what is drawn of them."""

    section: Section
    figures: Figures
    drawn: object


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure over the last weeks, the oldest first, this week last; ``said`` are the texts of the table."""

    label: str
    pulse: Pulse
    said: tuple[str, ...]
    now: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a week. ``over``: the week has ended; ``next``: the week after, if it has begun."""

    week: Week
    over: bool
    idle: bool
    lead: str
    measures: tuple[Measure, ...]
    rhythm: Rhythm
    shown: tuple[Shown, ...]
    weeks: tuple[Week, ...]
    compared: tuple[Compared, ...]
    asked: tuple[Asked, ...]
    words: Words | None
    changed_at: datetime | None
    closed_at: datetime | None
    previous: Week
    next: Week | None
    after: Week

    def at(self, place: str) -> list[Shown]:
        """Return the sections of a place."""
        return [one for one in self.shown if one.section.place == place]

    @property
    def left(self) -> list[Shown]:
        """Return the sections on the left."""
        return self.at("left")

    @property
    def right(self) -> list[Shown]:
        """Return the sections on the right."""
        return self.at("right")

    @property
    def below(self) -> list[Shown]:
        """Return the sections below both."""
        return self.at("below")


def page_of(learner: User, week: Week, now: datetime) -> Page | None:
    """Return the page; None for a week that has not begun."""
    terms = terms_of(learner)
    today = terms.day(now)
    if week.first > today:
        return None
    weeks = last_weeks(week, terms)
    rows = list(Retrospective.objects.of(learner).filter(first__in=[each.first for each in weeks]))
    bounds = bounds_of(learner, week, rows)
    facts = facts_of(bounds)
    figures = figures_of(facts)
    words = Words.objects.filter(user=learner, first=week.first).first()
    _, history = days_of(learner, week.first, min(week.last, today))
    after = week_after(week, terms.starts)
    return Page(
        week=week,
        over=week.last < today,
        idle=facts.idle,
        lead=lead_of(figures),
        measures=measures_of(figures),
        rhythm=rhythm_of(history, bounds.frame.calendar, min(week.last, today)),
        shown=tuple(Shown(s, figures[s.slug], s.drawn(figures[s.slug])) for s in in_order()),
        weeks=tuple(weeks),
        compared=compared_with(weeks, {row.first: row.figures for row in rows} | {week.first: figures}),
        asked=asked_of(learner, week, figures, words),
        words=words,
        changed_at=words.changed_at if words else None,
        closed_at=words.closed_at if words else None,
        previous=week_before(week, terms.starts),
        next=after if after.first <= today else None,
        after=after,
    )


def last_weeks(week: Week, terms: Terms) -> list[Week]:
    """Return the weeks that are compared, the oldest first, ``week`` last."""
    weeks = [week]
    for _ in range(COMPARED):
        weeks.insert(0, week_before(weeks[0], terms.starts))
    return weeks


def measures_of(figures: Mapping[str, Any]) -> tuple[Measure, ...]:
    """Return the figures for the top of the page."""
    found = (section.measure(figures.get(section.slug, {})) for section in in_order())
    return tuple(measure for measure in found if measure is not None)


def compared_with(weeks: Sequence[Week], figures: Mapping[date, Mapping[str, Any]]) -> tuple[Compared, ...]:
    """Return each measure over ``weeks``; a week without figures has none."""
    found = []
    for section in in_order():
        told = [
            section.measure(figures[week.first].get(section.slug, {})) if week.first in figures else None
            for week in weeks
        ]
        here = told[-1]
        if here is not None:
            values = [measure.value if measure else None for measure in told]
            said = tuple(measure.text if measure else "not known" for measure in told)
            found.append(Compared(section.label, pulse(values), said, f"{here.text} {here.small}".strip()))
    return tuple(found)


def lead_of(figures: Mapping[str, Any]) -> str:
    """Return the week in a sentence."""
    rhythm, topics = figures["rhythm"], figures["topics"]["topics"]
    said = f"{count(rhythm['studied'], 'study day')} of {rhythm['planned']} planned"
    read = [topic["title"] for topic in topics if topic["level"] in ("read", "practised", "proven")]
    if not read:
        return f"{said}."
    more = f" and {count(len(read) - 1, 'more topic')}" if len(read) > 1 else ""
    return f"{said}, and “{read[0]}”{more} behind you."


def open_week(learner: User, now: datetime) -> Week:
    """Return the last week that is over."""
    terms = terms_of(learner)
    return week_of(terms.week(now).first - timedelta(days=1), terms.starts)
