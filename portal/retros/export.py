"""Retrospectives as Markdown files."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import yaml

from portal.accounts.models import User
from portal.retros.models import Chosen, Retrospective, Words
from portal.retros.rules.candidates import ASKED
from portal.retros.rules.weeks import Week, week_of
from portal.retros.rules.words import quoted
from portal.retros.sections import figures_of, in_order
from portal.retros.selectors.asked import deed_words
from portal.retros.selectors.facts import bounds_of, facts_of
from portal.retros.selectors.terms import terms_of

Choice = tuple[str, str, str, int]
"""Question, title of the topic, what was done, and how many cards that made."""


def file_of(learner: User, week: Week) -> str:
    """Return one week as the log has it now."""
    figures = figures_of(facts_of(bounds_of(learner, week)))
    words = Words.objects.filter(user=learner, first=week.first).first()
    chosen = Chosen.objects.filter(user=learner, first=week.first)
    rows = list(chosen.values_list("question", "lesson__short", "deed", "made"))
    return markdown(week, figures, words, rows)


def every_file(learner: User) -> Iterator[tuple[str, str]]:
    """Yield name and text of every week that is stored or has words, the oldest first; three statements."""
    starts = terms_of(learner).starts
    words = {each.first: each for each in Words.objects.filter(user=learner)}
    chosen: dict[object, list[Choice]] = {}
    columns = ("first", "question", "lesson__short", "deed", "made")
    for first, *row in Chosen.objects.filter(user=learner).values_list(*columns):
        chosen.setdefault(first, []).append((row[0], row[1], row[2], row[3]))
    rows = {row.first: (row.week, row.figures) for row in Retrospective.objects.of(learner)}
    for first in sorted({*words, *rows}):
        week, figures = rows.get(first, (week_of(first, starts), {}))
        yield f"{week.name}.md", markdown(week, figures, words.get(first), chosen.get(first, []))


def markdown(week: Week, figures: Mapping[str, Any], words: Words | None, chosen: list[Choice]) -> str:
    """Return a week as Markdown: front matter, the learner's words, then the figures section by section.

    The words are Markdown of their own, so they stand in quotations: their headings are none of the file's.
    """
    front: dict[str, object] = {"week": week.name, "first": week.first, "last": week.last}
    if words is not None:
        front["changed"] = _utc(words.changed_at)
        if words.closed_at:
            front["closed"] = _utc(words.closed_at)
    head = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1000)
    parts = [f"---\n{head}---\n\n# Week {week.number}: {week.span} {week.last.year}\n"]
    for question, title in ASKED.items():
        text = words.texts[question] if words else ""
        topics = [_choice(*choice) for choice in chosen if choice[0] == question]
        if text or topics:
            parts.append(
                f"## {title}\n\n"
                + "\n\n".join(filter(None, [text and quoted(text), "\n".join(topics)]))
                + "\n"
            )
    for section in in_order():
        if section.slug in figures and (lines := list(section.lines(figures[section.slug]))):
            parts.append(f"## {section.label}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _choice(question: str, title: str, deed: str, made: int) -> str:
    done = deed_words(deed, made)
    return f"- {title}" + (f" ({done})" if done else "")


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
