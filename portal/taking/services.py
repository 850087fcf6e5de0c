"""What an answer sets in motion beyond its quiz: the recall queue hears of it, and an exam ends in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

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


def out_of_time(*, now: datetime) -> list[int]:
    """Return the attempts that are open although their time, and the grace after it, is over."""
    return list(_overdue(now).order_by("deadline").values_list("pk", flat=True))


def hand_in(attempt_id: int, *, now: datetime) -> None:
    """End an exam whose time is over; one that was ended meanwhile stays as it is."""
    attempt = _overdue(now).filter(pk=attempt_id).select_related("user", "version__quiz__lesson")
    for found in attempt.defer("version__spec", "version__stamps"):
        finish(found, now=now)


def _overdue(now: datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(finished_at=None, deadline__lt=now - quizzes.GRACE)


def unheard() -> list[int]:
    """Return the learners with answers in practice that the recall queue has not heard of."""
    return list(_untold().order_by("attempt__user_id").values_list("attempt__user_id", flat=True).distinct())


@transaction.atomic
def catch_up(learner_id: int, *, now: datetime) -> None:
    """Give the recall queue what a learner answered in practice that is not finished, perhaps never will be."""
    learner = User.objects.get(pk=learner_id)
    open_ones = _untold().filter(attempt__user=learner).select_related("attempt__version__quiz")
    responses = open_ones.defer("attempt__version__spec", "attempt__version__stamps").order_by("pk")
    hear_of(learner, [(response.attempt, response) for response in responses], now=now)


def _untold() -> QuerySet[Response]:
    """Return the graded answers that were not taken in; those of an exam are graded at its end."""
    return Response.objects.filter(answered_at__isnull=False, taken_in=False)


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
    """Return how the recall queue calls a question; by its present id where it was renamed since."""
    quiz, uid = attempt.version.quiz, question.id
    served = quiz.version if quiz.version_id != attempt.version_id else None
    if served and uid not in served.questions():
        uid = served.names.get(uid, uid)
    return f"{quiz.uid}#{uid}"
