"""The page of review as values for its template."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from portal.accounts.models import User
from portal.quizzes.asking import read
from portal.quizzes.parts import Question
from portal.quizzes.selectors import version_of_question
from portal.review.models import Card
from portal.review.rules.pace import Kind
from portal.review.selectors import forecast, queue
from portal.taking.sheet import CONFIDENCES, make_sheet

RATINGS = ((1, "Missed it"), (2, "Barely"), (3, "Knew it"), (4, "Easily"))


def question_of(card: Card) -> Question | None:
    """Return the question of a card as it is asked now; None for what the learner wrote or what is gone."""
    uid, _, name = card.ref.partition("#")
    version = version_of_question(uid) if card.kind != Kind.OWN else None
    return version.question(name) if version else None


def review_page(learner: User, now: datetime, *, minutes: float | None, turned: bool) -> dict[str, Any]:
    """Return the first card of the sitting, what waits behind it, and the days ahead."""
    sitting = queue(learner, now, minutes=minutes)
    card = next(iter(sitting.cards), None)
    question = question_of(card) if card else None
    page: dict[str, Any] = {
        "queue": sitting,
        "card": card,
        "minutes": max(round(sitting.seconds / 60), 1) if card else 0,
        "turned": turned,
        "request_id": uuid4(),
        "shown_at": now.timestamp(),
        "ratings": RATINGS,
        "confidences": CONFIDENCES,
        "days": [day for day in forecast(learner, now) if day.cards],
        "section": "review",
    }
    if card and question:
        graded: dict[str, Any] | None = (
            {"credit": None, "parts": [], "waiting": False} if turned and card.kind == Kind.CARD else None
        )
        page["sheet"] = make_sheet(
            question, card.showing_seed, number=1, shuffle=True, given={}, hints=0, grade=graded
        )
    return page


def given_to(card: Card, question: Question, data: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what was posted as a response to the question of a card."""
    return read(question, card.showing_seed, data)
