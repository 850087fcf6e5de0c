"""Reads of quizzes, attempts and what they say of a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json import loads
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, Model

from portal.accounts.models import User
from portal.quizzes.asking import grade
from portal.quizzes.models import Attempt, Quiz, QuizVersion, Response
from portal.quizzes.parts import Grade, Question
from portal.quizzes.rules import Score, score_of, total

M = TypeVar("M", bound=Model)
JSON: Final = frozenset({"order", "value", "grade"})
ATTEMPT: Final = ("id", "user_id", "version_id", "mode", "seed", "order", "deadline", "finished_at")
VERSION: Final = ("id", "quiz_id", "source_id", "compiler", "created_at")
RESPONSE: Final = (
    "id", "attempt_id", "question", "value", "revision", "confidence", "hints", "tries", "answered_at", "credit",
    "grade",
)  # fmt: skip
COLUMNS: Final = ", ".join(
    f'{table}."{name}"'
    for table, names in (("attempt", ATTEMPT), ("version", VERSION), ("response", RESPONSE))
    for name in names
)
SITTING: Final = f"""
    SELECT {COLUMNS}
    FROM quizzes_attempt attempt
    JOIN quizzes_quizversion version ON version.id = attempt.version_id
    LEFT JOIN quizzes_response response ON response.attempt_id = attempt.id
    WHERE attempt.id = %s AND attempt.user_id = %s
"""  # noqa: S608 - put together of constants


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with the version it began with, and what was given so far, by question."""

    attempt: Attempt
    responses: Mapping[str, Response]


@dataclass(frozen=True, slots=True)
class Best:
    """A learner's record with a quiz: whole percents, and whether it was ever passed."""

    best: int | None
    latest: int | None
    passed: bool
    attempts: int


def find_quiz(uid: str) -> Quiz | None:
    """Return a quiz that is served, with its version."""
    return Quiz.objects.filter(uid=uid, retired_at=None).select_related("version", "lesson").first()


def find_attempt(learner: User, uid: str, pk: int) -> Attempt | None:
    """Return the learner's attempt, with the version it began with; nobody else's."""
    attempts = Attempt.objects.filter(pk=pk, user_id=learner.pk).select_related("version")
    found = next(iter(attempts.defer("version__spec", "version__stamps")), None)
    return found if found and found.version.quiz_file().id == uid else None


def find_sitting(learner: User, uid: str, pk: int) -> Sitting | None:
    """Return the learner's attempt as ``find_attempt`` does, and what was given in it so far.

    One statement, written in SQL: every question page needs it, and composing it through the ORM costs more than the
    rest of the page (``tests/bench/quiz.py``). Fields that are not read here are loaded when they are asked for.
    """
    if pk > BigIntegerField.MAX_BIGINT:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SITTING, [pk, learner.pk])
        rows = cursor.fetchall()
    if not rows:
        return None
    version_at, responses_at = len(ATTEMPT), len(ATTEMPT) + len(VERSION)
    attempt = _row(Attempt, ATTEMPT, rows[0][:version_at])
    attempt.version = _row(QuizVersion, VERSION, rows[0][version_at:responses_at])
    attempt.user = learner
    if attempt.version.quiz_file().id != uid:
        return None
    given = [_row(Response, RESPONSE, row[responses_at:]) for row in rows if row[responses_at]]
    return Sitting(attempt, {response.question: response for response in given})


def _row(model: type[M], names: tuple[str, ...], values: Sequence[Any]) -> M:
    """Return a row read by SQL; SQLite leaves out that a moment is in UTC."""
    read = [
        loads(value)
        if name in JSON and value is not None
        else value.replace(tzinfo=UTC)
        if isinstance(value, datetime) and value.tzinfo is None
        else value
        for name, value in zip(names, values, strict=True)
    ]
    return model.from_db(connection.alias, names, read)


def attempts_of(learner: User, quiz: Quiz) -> list[Attempt]:
    """Return the learner's attempts at a quiz, the latest first."""
    attempts = Attempt.objects.of(learner).filter(version__quiz=quiz).select_related("version__quiz")
    return list(attempts.defer("version__spec").order_by("-pk"))


def best_of(attempts: list[Attempt]) -> Best:
    """Return the record in finished ``attempts``, the latest first."""
    done = [attempt for attempt in attempts if attempt.finished_at]
    percents = [attempt.percent for attempt in done if attempt.percent is not None]
    return Best(
        best=max(percents, default=None),
        latest=percents[0] if percents else None,
        passed=any(attempt.passed for attempt in done),
        attempts=len(done),
    )


def responses_of(attempt: Attempt) -> dict[str, Response]:
    """Return what was given so far, by question."""
    responses = Response.objects.filter(attempt_id=attempt.pk).defer("first", "saved_at", "saved_by")
    return {response.question: response for response in responses}


def first_grade(question: Question, attempt: Attempt, response: Response | None) -> Grade:
    """Return what counts for a question: the first try, or nothing given."""
    if response is None or response.answered_at is None:
        waiting = response is not None and bool(response.grade and response.grade["waiting"])
        return Grade(None, waiting=True) if waiting else grade(question, attempt.seed, {})
    return Grade(response.credit)


def score_so_far(attempt: Attempt, responses: Mapping[str, Response]) -> Score:
    """Return the score over all drawn questions; those without an answer count with what nothing earns."""
    questions = attempt.version.questions()
    drawn = [questions[uid] for uid in attempt.order]
    return total(score_of(q.points, q.void, first_grade(q, attempt, responses.get(q.id))) for q in drawn)


def version_of_question(quiz_uid: str) -> QuizVersion | None:
    """Return the version of a quiz that is served now."""
    served = Quiz.objects.filter(uid=quiz_uid, retired_at=None).select_related("version")
    quiz = served.defer("version__spec", "version__stamps").first()
    return quiz.version if quiz else None
