"""Everything that writes attempts and responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.progress.services import set_practised
from portal.quizzes.asking import drawn, grade, read
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.parts import Question
from portal.quizzes.selectors import responses_of, score_so_far

GRACE = timedelta(seconds=5)
"""How long after the end of an exam an answer that was on its way is taken in."""
LONGEST = 3600.0


class Conflict(Exception):
    """The response was changed elsewhere since the page was made; nothing was written."""

    def __init__(self, stored: Response, posted: dict[str, list[str]]) -> None:
        """Keep both values for the learner to choose."""
        super().__init__(stored.question)
        self.stored, self.posted = stored, posted


def start(
    learner: User, quiz: Quiz, *, mode: str, minutes: int | None, seed: int, request_id: UUID, now: datetime
) -> Attempt:
    """Begin an attempt at what the quiz asks now; the same request twice is one attempt.

    ``minutes`` is the limit of an exam, None for none. Raises ``Refused`` for a quiz that is not served.
    """
    if quiz.version is None or quiz.retired_at:
        raise Refused("This quiz has left the curriculum. Your attempts at it are kept.")
    limit = minutes if mode == Attempt.Mode.EXAM else None
    attempt = Attempt(
        user=learner,
        version=quiz.version,
        mode=mode,
        seed=seed,
        order=[question.id for question in drawn(quiz.version.quiz_file(), seed)],
        request_id=request_id,
        started_at=now,
        deadline=now + timedelta(minutes=limit) if limit else None,
    )
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError:
        return Attempt.objects.of(learner).select_related("version__quiz").get(request_id=request_id)
    return attempt


def save(
    attempt: Attempt,
    question: Question,
    data: Mapping[str, list[str]],
    *,
    revision: int,
    confidence: str,
    now: datetime,
    seconds: float | None = None,
    hint: bool = False,
    by: Sequence[str] = (),
) -> Response:
    """Keep what was given so far; with ``hint``, open the next hint as well. Nothing is graded.

    ``revision`` is the one the page was made with. The same value again changes nothing, whatever the
    revision. ``by`` names the page that saves by itself, and those whose unacknowledged copy it sends on: it
    may replace what they saved. Raises ``Conflict`` and ``Refused``.
    """
    _check_open(attempt, now)
    response = _response(attempt, question, now)
    if response.grade and response.grade["waiting"]:
        return response
    value = read(question, attempt.seed, dict(data))
    changed = value != response.value or (confidence and confidence != response.confidence)
    if response.pk and not changed and not hint:
        return response
    if response.revision != revision and value != response.value and response.saved_by not in by:
        raise Conflict(response, value)
    before = response.revision
    response.value, response.revision, response.saved_at = value, before + 1, now
    response.saved_by = by[0] if by else ""
    if confidence and not response.tries:
        response.confidence = confidence
    if hint:
        response.hints = min(response.hints + 1, len(question.hints))
    return _store(response, before, value)


def answer(
    attempt: Attempt,
    question: Question,
    data: Mapping[str, list[str]],
    *,
    revision: int,
    confidence: str,
    now: datetime,
    seconds: float | None,
    blank: bool = False,
    by: Sequence[str] = (),
) -> Response:
    """Grade what was given, in practice; the first try is the one that counts.

    With ``blank`` the learner says they do not know, which is an answer. A judgement that is waited for adds
    to the text it judges, also after the end. Raises ``Conflict``, and ``Refused`` for nothing at all.
    """
    response = _response(attempt, question, now)
    waiting = bool(response.grade and response.grade["waiting"])
    if not waiting:
        _check_open(attempt, now)
    posted = {**data, **response.value} if waiting else dict(data)
    value = {} if blank and not waiting else read(question, attempt.seed, posted)
    if response.grade and not waiting and value == response.grade["value"]:
        return response
    if not value and not blank:
        raise Refused("There is no answer yet. Give one, or say that you do not know.")
    known = response.revision == revision or value == response.value or response.saved_by in by
    if not known and not waiting:
        raise Conflict(response, value)
    before = response.revision
    response.value, response.revision, response.saved_at, response.saved_by = value, before + 1, now, ""
    if confidence and not response.tries:
        response.confidence = confidence
    _grade(response, question, attempt, now, seconds)
    stored = _store(response, before, value)
    if stored.grade is None:  # the same value was saved in between and is still to be graded
        _grade(stored, question, attempt, now, seconds)
        return _store(stored, stored.revision, value)
    return stored


@transaction.atomic
def finish(attempt: Attempt, *, now: datetime) -> Attempt:
    """End an attempt: grade what was not graded yet, write the score, and mark the lesson when it is passed.

    Called again it only adds judgements that came in since. Drafts of a practice that were never checked
    count as given.
    """
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.finished_at = locked.finished_at or now
    questions = attempt.version.questions()
    responses = responses_of(attempt)
    open_ones = [r for r in responses.values() if r.grade is None and r.value]
    for response in open_ones:
        _grade(response, questions[response.question], attempt, now, response.seconds)
    Response.objects.bulk_update(open_ones, _GRADED)
    score = score_so_far(attempt, responses)
    attempt.earned, attempt.possible = score.earned, score.possible
    attempt.passed = score.passes(attempt.version.quiz_file().pass_mark)
    attempt.save(update_fields=["finished_at", "earned", "possible", "passed"])
    lesson = attempt.version.quiz.lesson
    if attempt.passed and lesson is not None:
        set_practised(attempt.user, lesson, at=now, request_id=uuid5(attempt.request_id, "practised"))
    return attempt


_GRADED = ["grade", "tries", "first", "credit", "seconds", "answered_at"]


def _check_open(attempt: Attempt, now: datetime) -> None:
    """Refuse what comes too late."""
    if attempt.finished_at:
        raise Refused("This attempt is finished. Its answers stay as they are.")
    if attempt.deadline and now > attempt.deadline + GRACE:
        raise Refused("The time is over. What was saved before counts.")


def _response(attempt: Attempt, question: Question, now: datetime) -> Response:
    """Return the row of a question, or a new one that is not saved."""
    if not kinds[question.kind].answerable:
        raise Refused("This question takes no answer here; it is practised in the browser later.")
    found = Response.objects.filter(attempt=attempt, question=question.id).first()
    uuid = uuid5(attempt.request_id, question.id)
    return found or Response(attempt=attempt, question=question.id, uuid=uuid, saved_at=now)


def _grade(
    response: Response, question: Question, attempt: Attempt, now: datetime, seconds: float | None
) -> None:
    """Write the grade of the present value; the first one that does not wait for anything counts."""
    result = grade(question, attempt.seed, response.value)
    response.grade = {**asdict(result), "value": response.value}
    if result.waiting:
        return
    response.tries += 1
    if response.tries == 1:
        response.answered_at, response.credit = now, result.credit
        response.seconds = seconds if seconds is not None and 0 <= seconds <= LONGEST else None
        response.first = response.grade


def _store(response: Response, before: int, posted: dict[str, list[str]]) -> Response:
    """Save a response unless somebody else did since it was read."""
    if response.pk is None:
        try:
            with transaction.atomic():
                response.save(force_insert=True)
        except IntegrityError:
            stored = Response.objects.get(attempt=response.attempt, question=response.question)
            if stored.value != posted:
                raise Conflict(stored, posted) from None
            return stored
        return response
    names = [f.attname for f in Response._meta.concrete_fields if f.attname not in ("id", "attempt_id")]
    rows = Response.objects.filter(pk=response.pk, revision=before)
    if not rows.update(**{name: getattr(response, name) for name in names}):
        stored = Response.objects.get(pk=response.pk)
        if stored.value != posted:
            raise Conflict(stored, posted)
        return stored
    return response
