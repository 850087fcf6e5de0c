"""Answers, judgements and cards for the tests of review."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from fsrs import Rating

from portal.accounts.models import User
from portal.review.models import Card
from portal.review.rules.answers import Answered, Source
from portal.review.rules.pace import Kind
from portal.review.services import TakenIn, judge, take_in

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def answered(ref: str = "sql#rank", correct: float = 1.0, **fields: Any) -> Answered:
    """Return an answer with an id of its own."""
    return Answered(ref, uuid4(), correct, **fields)


def review(learner: User, *answers: Answered, at: datetime, source: Source = Source.REVIEW) -> TakenIn:
    """Take answers in, as given in review unless said otherwise."""
    return take_in(learner, answers, source=source, now=at)


def say(learner: User, card: Card, rating: Rating, *, at: datetime, seconds: float | None = None) -> Card:
    """Judge a card and return it as it is now."""
    judge(learner, card, rating, request_id=uuid4(), seconds=seconds, now=at)
    return Card.objects.get(pk=card.pk)


def make_own(learner: User, **fields: Any) -> Card:
    """Make a card without a question, never seen unless ``fields`` say so."""
    values = {"kind": Kind.OWN, "ref": f"own:{uuid4()}", "created_at": NOON, "due": NOON}
    return Card.objects.create(user=learner, **{**values, **fields})


def make_known(
    learner: User, *, due: datetime, seen: datetime, stability: float = 10.0, **fields: Any
) -> Card:
    """Make a card in the state Review. Its log is not there: for reads only."""
    values = {"state": 2, "step": None, "difficulty": 5.0, "reps": 1, "reviewed_on": seen.date()}
    return make_own(learner, due=due, last_review=seen, stability=stability, **{**values, **fields})
