"""Attempts at quizzes and what was given in them; what an answer was worth is found out again."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from portal.accounts.models import User
from portal.owndata.intake import Intake, RowKey, VersionKey
from portal.owndata.rules.sheets import sheet
from portal.owndata.rules.values import Wrong, texts
from portal.owndata.shares import Paper, Share, shares
from portal.owndata.tables import Table
from portal.quizzes.asking import grade, read
from portal.quizzes.models import Attempt, Response
from portal.quizzes.parts import Question

_MOST = 2_000


def _check_attempt(attempt: Attempt) -> None:
    try:
        order = texts(attempt.order, most=_MOST, longest=60)
    except Wrong as error:
        raise Wrong(f"“order” {error}") from error
    if unknown := [uid for uid in order if uid not in attempt.version.questions()]:
        raise Wrong(f"“order” names the question {unknown[0]}, which the quiz does not have")
    scored = attempt.earned is not None and attempt.possible is not None
    if scored != (attempt.finished_at is not None) or (attempt.passed and not scored):
        raise Wrong("it is finished without a score, or has one before its end")
    if scored and not 0 <= (attempt.earned or 0) <= (attempt.possible or 0) + 1e-6:
        raise Wrong("“earned” is not between 0 and “possible”")


def _check_response(response: Response) -> None:
    if response.question not in response.attempt.order:
        raise Wrong("“question” is none of the attempt's")
    if (response.answered_at is None) != (not response.first):
        raise Wrong("it is answered without a first answer, or has one without being answered")
    for name in ("value", "first", "grade"):
        stored = getattr(response, name)
        if name != "value" and stored:
            stored = stored.get("value") if isinstance(stored, Mapping) else stored
        if stored:
            _check_value(name, stored)
    if response.confidence not in ("", "guess", "think", "know"):
        raise Wrong("“confidence” is none of the words there are")


def _check_value(name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        raise Wrong(f"“{name}” is not an object")
    for given in value.values():
        try:
            texts(given, most=_MOST, longest=20_000)
        except Wrong as error:
            raise Wrong(f"“{name}” has a part that {error}") from error


@shares.register
class QuizzesShare(Share):
    """An attempt belongs to a version of its quiz; without that version here it cannot be shown."""

    slug = "quizzes"
    label = "Quizzes"
    tables = (
        Table(
            file="attempts.jsonl",
            model=Attempt,
            same=lambda row: row.get("request_id"),
            keys={"version": VersionKey()},
            check=_check_attempt,
        ),
        Table(
            file="responses.jsonl",
            model=Response,
            same=lambda row: (row.get("attempt"), row.get("question")),
            owner="attempt__user",
            keys={"attempt": RowKey("attempts.jsonl", ("attempt__request_id",))},
            check=_check_response,
        ),
    )

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield the attempts with their scores."""
        attempts = Attempt.objects.of(learner).order_by("pk")
        columns = ("mode", "started_at", "finished_at", "earned", "possible", "passed")
        rows = attempts.values_list("version__quiz__uid", "version__quiz__title", *columns)
        yield "attempts.csv", sheet(("quiz", "title", *columns), rows.iterator())

    def weave(self, intake: Intake) -> None:
        """Grade every answer again, so that nothing is shown that this portal has not found itself."""
        for number, response in intake.kept.get("responses.jsonl", ()):
            try:
                _regrade(response)
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                raise Wrong(f"responses.jsonl, line {number}: it is no answer to its question") from error


def _regrade(response: Response) -> None:
    attempt = response.attempt
    question = attempt.version.questions()[response.question]
    response.value = read(question, attempt.seed, response.value) if response.value else {}
    response.grade = _graded(question, attempt.seed, response.grade) if response.grade else None
    response.first = _graded(question, attempt.seed, response.first) if response.first else {}
    response.credit = response.first["credit"] if response.first else None


def _graded(question: Question, seed: int, stored: Any) -> dict[str, Any]:
    """Return what the stored answer is worth, in the shape in which it is stored."""
    value = read(question, seed, stored["value"]) if stored["value"] else {}
    return {**asdict(grade(question, seed, value)), "value": value}
