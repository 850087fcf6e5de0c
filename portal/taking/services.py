"""What an answer sets in motion beyond its quiz: the recall queue hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.quizzes import services as quizzes
from portal.quizzes.models import Attempt, Response
from portal.quizzes.parts import Question
from portal.review.rules.answers import Answered, Confidence, Keep, Source
from portal.review.services import Offer, offer, take_in

CARD = "card"


@transaction.atomic
def finish(attempt: Attempt, *, now: datetime) -> Attempt:
    """End an attempt and give its first tries to the recall queue; its cards are offered as new ones."""
    quizzes.finish(attempt, now=now)
    responses = attempt.responses.filter(answered_at__isnull=False, taken_in=False)
    hear_of(attempt.user, [(attempt, response) for response in responses], now=now)
    offer(attempt.user, list(_offers(attempt)), now=now)
    return attempt


@transaction.atomic
def catch_up(learner: User, *, now: datetime) -> None:
    """Give the recall queue what was answered in attempts that were never finished; one query if nothing was."""
    open_ones = Response.objects.filter(
        attempt__user=learner,
        attempt__mode=Attempt.Mode.PRACTICE,
        answered_at__isnull=False,
        taken_in=False,
    ).select_related("attempt__version__quiz")
    hear_of(learner, [(response.attempt, response) for response in open_ones], now=now)


def hear_of(learner: User, given: list[tuple[Attempt, Response]], *, now: datetime) -> None:
    """Take first tries into the recall queue, each once."""
    answers = [one for attempt, response in given for one in _answered(attempt, response)]
    if answers:
        take_in(learner, answers, source=Source.QUIZ, now=now)
    if given:
        Response.objects.filter(pk__in=[response.pk for _, response in given]).update(taken_in=True)


def _answered(attempt: Attempt, response: Response) -> Iterable[Answered]:
    """Yield what the queue wants to know of one answer: nothing of what is left out of scores."""
    question = attempt.version.question(response.question)
    if question is None or response.credit is None or question.kind == CARD or question.void:
        return
    yield Answered(
        ref=ref_of(attempt, question),
        request_id=response.uuid,
        correct=response.credit,
        seconds=response.seconds,
        hints=response.hints,
        confidence=Confidence(response.confidence) if response.confidence else None,
        lesson_id=attempt.version.quiz.lesson_id,
        concepts=question.concepts,
        seed=attempt.seed,
        keep=Keep(attempt.version.quiz_file().review),
    )


def _offers(attempt: Attempt) -> Iterable[Offer]:
    """Yield the cards among the drawn questions."""
    for question in attempt.version.questions().values():
        if question.kind == CARD and question.id in attempt.order:
            yield Offer(ref_of(attempt, question), attempt.version.quiz.lesson_id, question.concepts)


def ref_of(attempt: Attempt, question: Question) -> str:
    """Return how the recall queue calls a question."""
    return f"{attempt.version.quiz.uid}#{question.id}"
