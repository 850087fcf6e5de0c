"""What a learner does with a card in review: one transaction each, safe to send twice and from two tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from fsrs import Rating

from portal.accounts.models import User
from portal.quizzes.asking import grade, read
from portal.quizzes.parts import Question
from portal.review.models import Card
from portal.review.rules.answers import Answered, Confidence, Source
from portal.review.rules.showing import Showing, present
from portal.review.services import hold_card, is_taken_in, judge, keep_showing, take_in
from portal.taking.posted import Posted
from portal.taking.review.asked import question_of


class Outcome(StrEnum):
    """What became of a form. Only ``GRADED`` changed the schedule; ``KEPT`` opened a hint or took in a text."""

    GRADED = "graded"
    KEPT = "kept"
    EMPTY = "empty"
    STALE = "stale"
    GONE = "gone"


@transaction.atomic
def answer(
    learner: User, pk: int, posted: Posted, *, number: int, request_id: UUID, now: datetime
) -> Outcome:
    """Take in the form of a question that was shown after ``number`` grades.

    The same request twice is one grade. A form of an earlier showing grades nothing: the card was answered
    in another tab meanwhile. A text that the learner has to judge is kept until they do.
    """
    card = hold_card(learner, pk)
    if is_taken_in(learner, request_id):
        return Outcome.GRADED
    if card is None or card.suspended_at or card.retired_at:
        return Outcome.GONE
    if card.reps != number:
        return Outcome.STALE
    question = question_of(card)
    if question is None:
        return Outcome.GONE
    showing = _given(card, question, posted)
    if posted.do == "hint" and not showing.waiting:
        keep_showing(card, replace(showing, hints=min(showing.hints + 1, len(question.hints))))
        return Outcome.KEPT
    if not showing.value and not showing.blank:
        return Outcome.EMPTY
    result = grade(question, card.showing_seed, showing.value)
    if result.waiting and not showing.blank:
        keep_showing(card, replace(showing, waiting=True))
        return Outcome.KEPT
    take_in(learner, [_answered(card, showing, result.credit, request_id)], source=Source.REVIEW, now=now)
    keep_showing(card, replace(showing, waiting=False, graded=True))
    return Outcome.GRADED


@transaction.atomic
def judge_back(
    learner: User,
    pk: int,
    rating: Rating,
    *,
    number: int,
    request_id: UUID,
    seconds: float | None,
    now: datetime,
) -> Outcome:
    """Take in how well the learner knew the back of a card that was shown after ``number`` grades."""
    card = hold_card(learner, pk)
    if is_taken_in(learner, request_id):
        return Outcome.GRADED
    if card is None or card.suspended_at or card.retired_at:
        return Outcome.GONE
    if card.reps != number:
        return Outcome.STALE
    judge(learner, card, rating, request_id=request_id, seconds=seconds, now=now)
    return Outcome.GRADED


def _given(card: Card, question: Question, posted: Posted) -> Showing:
    """Return the showing with what the form adds. A judgement adds to the text, which stays as it was."""
    before = present(card.showing, card.reps)
    form: Mapping[str, Any] = posted.answer
    blank = posted.do == "pass" and not before.waiting
    data = {**form["data"], **before.value} if before.waiting else dict(form["data"])
    return replace(
        before,
        value={} if blank else dict(read(question, card.showing_seed, data)),
        confidence=before.confidence if before.waiting else form["confidence"] or before.confidence,
        seconds=before.seconds if before.waiting else _sum(before.seconds, form["seconds"]),
        blank=blank,
    )


def _sum(before: float | None, now: float | None) -> float | None:
    """Return the time of a showing that was loaded anew for a hint; None when neither was measured."""
    return before if now is None else (before or 0.0) + now


def _answered(card: Card, showing: Showing, credit: float | None, request_id: UUID) -> Answered:
    """Return what the recall queue is told."""
    return Answered(
        ref=card.ref,
        request_id=request_id,
        correct=credit or 0.0,
        seconds=showing.seconds,
        hints=showing.hints,
        confidence=Confidence(showing.confidence) if showing.confidence else None,
    )
