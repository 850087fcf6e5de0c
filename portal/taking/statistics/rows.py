"""What the statistics are read from: attempts and answers, no more of them than a page can be made from at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from portal.core.batches import batched
from portal.quizzes.models import Attempt, Quiz, QuizVersion, Response
from portal.quizzes.parts import Question
from portal.quizzes.statistics.sittings import Answer, Sitting
from portal.quizzes.stored import loaded

MOST_ANSWERS = 10_000
"""Answers read for one quiz: about half a second of work. Of ten questions they hold a thousand learners, whose
mean is sure to 2 % or better."""
MOST_ATTEMPTS = 5_000
MOST_LISTED = 60
"""Attempts read for each quiz of the list, which shows all quizzes at once: three times what a flag asks for."""
MOST_NAMED = 10_000
"""Attempts named in one query; SQLite takes up to 32,766 values."""
MOST_TURNS = 5
"""A learner's attempts at one version that are looked at: the first ones hold the first tries."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that somebody took, without its text. ``served`` says that it is what the quiz asks now."""

    pk: int
    quiz: Quiz
    created_at: datetime
    attempts: int
    served: bool


def versions_taken(uid: str = "") -> list[Version]:
    """Return the versions with attempts of live quizzes, the newest first; of one quiz with ``uid``."""
    rows = Attempt.objects.filter(
        version__quiz__retired_at=None, **({"version__quiz__uid": uid} if uid else {})
    )
    counted = rows.values("version", "version__created_at", "version__quiz").annotate(n=Count("pk"))
    counts = list(counted.order_by("-version"))
    quizzes = Quiz.objects.select_related("lesson").in_bulk({row["version__quiz"] for row in counts})
    return [
        Version(
            pk=row["version"],
            quiz=(quiz := quizzes[row["version__quiz"]]),
            created_at=row["version__created_at"],
            attempts=row["n"],
            served=quiz.version_id == row["version"],
        )
        for row in counts
    ]


def questions_of(versions: Iterable[int]) -> dict[int, dict[str, Question]]:
    """Return the questions of versions by version and id, in the order of the file."""
    specs = QuizVersion.objects.filter(pk__in=list(versions)).values_list("pk", "spec")
    return {pk: {data["id"]: loaded(data) for data in spec["questions"]} for pk, spec in specs}


def most_attempts(questions: Mapping[str, Question]) -> int:
    """Return how many attempts at one quiz may be read: as many as hold the answers that may be."""
    return max(1, min(MOST_ATTEMPTS, MOST_ANSWERS // max(1, len(questions))))


def sittings_of(versions: Iterable[int], most: int) -> dict[int, list[Sitting]]:
    """Return the newest ``most`` attempts at each version, of learners whose first one is among them.

    Two queries, and one more for each further 10,000 attempts. Whoever began before has tried the questions
    already, and what they gave first is no longer read.
    """
    chosen = (
        Attempt.objects.filter(version__in=list(versions))
        .annotate(
            recent=Window(RowNumber(), partition_by="version", order_by=F("pk").desc()),
            turn=Window(RowNumber(), partition_by=["version", "user"], order_by=F("pk").asc()),
        )
        .filter(recent__lte=most, turn__lte=MOST_TURNS)
    )
    attempts = list(chosen.values_list("pk", "version", "user", "order", "finished_at", "turn"))
    began = {(version, user) for _, version, user, _, _, turn in attempts if turn == 1}
    answers, waiting = _answers([pk for pk, *_ in attempts])
    found: dict[int, list[Sitting]] = {}
    for pk, version, user, order, finished_at, _ in attempts:
        if (version, user) in began:
            sitting = Sitting(
                pk, user, order, finished_at is not None, answers.get(pk, {}), frozenset(waiting.get(pk, ()))
            )
            found.setdefault(version, []).append(sitting)
    return found


def _answers(attempts: Sequence[int]) -> tuple[dict[int, dict[str, Answer]], dict[int, set[str]]]:
    """Return first tries, and what waits for a judgement, by attempt."""
    graded = Response.objects.filter(Q(tries__gt=0) | Q(grade__isnull=False))
    answers: dict[int, dict[str, Answer]] = {}
    waiting: dict[int, set[str]] = {}
    columns = ("attempt", "question", "tries", "credit", "first", "seconds", "confidence")
    for some in batched(attempts, MOST_NAMED):
        rows = graded.filter(attempt__in=some)
        for attempt, question, tries, *rest in rows.values_list(*columns):
            if not tries:
                waiting.setdefault(attempt, set()).add(question)
            else:
                answers.setdefault(attempt, {})[question] = _answer(*rest)
    return answers, waiting


def _answer(credit: float | None, first: dict[str, Any], seconds: float | None, confidence: str) -> Answer:
    """Return a stored first try."""
    parts = {part["key"]: part["verdict"] for part in first.get("parts", ())}
    return Answer(credit, first.get("value", {}), parts, seconds, confidence)
