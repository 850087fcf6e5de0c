"""The pages of the statistics as values for their templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portal.quizzes.answers.plain import plain
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Quiz
from portal.quizzes.selectors import find_quiz
from portal.quizzes.statistics.flags import ENOUGH
from portal.quizzes.statistics.items import Item, items_of
from portal.quizzes.statistics.sittings import Sitting
from portal.taking.sheet import CONFIDENCES
from portal.taking.statistics import rows
from portal.taking.statistics.rows import Version
from portal.taking.statistics.sorting import Keys, columns, sorted_by


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the table, counted from 1 in the order of the file. ``open`` shows its details at once."""

    number: int
    item: Item
    open: bool

    @property
    def uid(self) -> str:
        """Return the id of the question."""
        return self.item.question.id

    @property
    def title(self) -> str:
        """Return the question as plain text."""
        return plain(self.item.question.title_html) or self.uid

    @property
    def kind(self) -> str:
        """Return what sort of question it is."""
        return kinds[self.item.question.kind].label

    @property
    def weight(self) -> int:
        """Return how much it asks for a look: 2 for a flag, 1 for a hint."""
        return 2 if self.item.flagged else len(self.item.flags[:1])


@dataclass(frozen=True, slots=True)
class Entry:
    """A quiz in the list: ``flagged`` and ``hinted`` count questions, ``read`` attempts that were looked at."""

    version: Version
    learners: int
    read: int
    flagged: int
    hinted: int


@dataclass(frozen=True, slots=True)
class Study:
    """One version of a quiz with its figures; ``read`` of the version's attempts were looked at."""

    version: Version
    versions: list[Version]
    lines: list[Line]
    learners: int
    read: int


_LINES: Keys[Line] = {
    "flags": lambda line: line.weight,
    "question": lambda line: line.number,
    "answers": lambda line: line.item.answers,
    "facility": lambda line: line.item.facility,
    "discrimination": lambda line: line.item.discrimination,
    "time": lambda line: line.item.seconds,
    "skipped": lambda line: line.item.skipped,
}
_LINE_HEADS = {
    "question": "Question",
    "flags": "To look at",
    "facility": "Facility",
    "discrimination": "Discrimination",
    "time": "Median time",
    "answers": "Answers",
    "skipped": "Skipped",
}
_ENTRIES: Keys[Entry] = {
    "flags": lambda entry: entry.flagged,
    "quiz": lambda entry: entry.version.quiz.title.casefold(),
    "learners": lambda entry: entry.learners,
    "attempts": lambda entry: entry.version.attempts,
}
_ENTRY_HEADS = {"quiz": "Quiz", "flags": "To look at", "learners": "Learners", "attempts": "Attempts"}
_FIRST = "-flags"


@dataclass(frozen=True, slots=True)
class Flagged:
    """A question that looks broken, and the quiz it is in."""

    quiz: Quiz
    title: str
    item: Item

    @property
    def address(self) -> str:
        """Return the address of its figures."""
        return f"{reverse('taking:statistics-quiz', args=[self.quiz.uid])}?open={self.item.question.id}"


def flagged_questions() -> list[Flagged]:
    """Return the questions with a flag that is no mere hint, as the list of all quizzes counts them."""
    return [
        Flagged(version.quiz, plain(item.question.title_html) or item.question.id, item)
        for version, _, items in _newest()
        for item in items
        if item.flagged and version.served
    ]


def _newest() -> Iterator[tuple[Version, list[Sitting], list[Item]]]:
    """Yield of each quiz with answers the version that was taken last, its newest attempts and its questions."""
    newest: dict[int, Version] = {}
    for version in rows.versions_taken():
        newest.setdefault(version.quiz.pk, version)
    chosen = sorted(newest.values(), key=lambda version: (version.quiz.title.casefold(), version.pk))
    questions = rows.questions_of(version.pk for version in chosen)
    sittings = rows.sittings_of(questions, rows.MOST_LISTED)
    for version in chosen:
        sat = sittings.get(version.pk, [])
        yield version, sat, items_of(sat, questions[version.pk])


def overview(sort: str) -> dict[str, Any]:
    """Return the page of all quizzes with answers: of each the version that was taken last."""
    entries = []
    for version, sat, items in _newest():
        flagged = sum(item.flagged for item in items)
        hinted = sum(bool(item.flags) for item in items) - flagged
        entries.append(Entry(version, len({one.learner for one in sat}), len(sat), flagged, hinted))
    return {
        "entries": sorted_by(sorted_by(entries, _FIRST, _ENTRIES, _FIRST), sort, _ENTRIES, _FIRST),
        "columns": columns(_ENTRY_HEADS, sort, _ENTRIES, _FIRST, texts=("quiz", "flags")),
        "most": rows.MOST_LISTED,
        "bounded": any(entry.version.attempts > rows.MOST_LISTED for entry in entries),
    }


def study(uid: str, *, version: str = "", sort: str = "", opened: str = "") -> Study | None:
    """Return the figures of a quiz; None when nobody has taken it, or not that version.

    Without ``version`` it is the newest one that somebody took.
    """
    versions = rows.versions_taken(uid)
    chosen = next((one for one in versions if version in ("", str(one.pk))), None)
    if chosen is None:
        return None
    questions = rows.questions_of([chosen.pk])[chosen.pk]
    sittings = rows.sittings_of([chosen.pk], rows.most_attempts(questions)).get(chosen.pk, [])
    items = items_of(sittings, questions)
    lines = [
        Line(number, item, open=item.flagged or item.question.id == opened)
        for number, item in enumerate(items, start=1)
    ]
    return Study(
        version=chosen,
        versions=versions,
        lines=sorted_by(lines, sort, _LINES, _FIRST),
        learners=len({sitting.learner for sitting in sittings}),
        read=len(sittings),
    )


def page_of(found: Study, *, sort: str, version: str) -> dict[str, Any]:
    """Return the page of a quiz's figures."""
    return {
        "quiz": found.version.quiz,
        "study": found,
        "columns": columns(_LINE_HEADS, sort, _LINES, _FIRST, texts=("question", "flags"), version=version),
        "flagged": sum(line.item.flagged for line in found.lines),
        "confidences": CONFIDENCES,
        "enough": ENOUGH,
        "kept": {"sort": sort, "version": version},
    }


def nothing_of(uid: str) -> Mapping[str, Quiz] | None:
    """Return the page of a quiz that nobody has taken; None when there is no such quiz."""
    quiz = find_quiz(uid)
    return {"quiz": quiz} if quiz else None
