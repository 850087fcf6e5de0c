"""The question behind a card, and what a page shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Any

from portal.quizzes.asking import grade
from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Question
from portal.quizzes.selectors import version_of_question
from portal.review.models import Card
from portal.review.rules.pace import Kind
from portal.review.rules.showing import Showing, last, present
from portal.taking.sheet import Sheet, make_sheet

CARD = "card"
UNGRADED = "reflect"


def fits(question: Question, kind: str) -> bool:
    """Return whether a card of ``kind`` can ask ``question``: it is scored, and a ``.card`` is a card."""
    asked = kinds[question.kind].answerable and not question.void and question.kind != UNGRADED
    return asked and (question.kind == CARD) == (kind == Kind.CARD)


def question_of(card: Card) -> Question | None:
    """Return the question of a card as it is asked now; None for what the learner wrote or what is gone."""
    uid, _, name = card.ref.partition("#")
    version = version_of_question(uid) if card.kind != Kind.OWN else None
    question = version.question(name) if version else None
    return question if question and fits(question, card.kind) else None


def first_askable(cards: Iterable[Card]) -> tuple[int, Card | None, Question | None]:
    """Return the first card that can be asked, its question, and how many before it cannot; they are left."""
    version_of = cache(version_of_question)
    skipped = 0
    for card in cards:
        if card.kind == Kind.OWN:
            return skipped, card, None
        uid, _, name = card.ref.partition("#")
        version = version_of(uid)
        question = version.question(name) if version else None
        if question and fits(question, card.kind):
            return skipped, card, question
        skipped += 1
    return skipped, None, None


def open_sheet(card: Card, question: Question, number: int, *, turned: bool) -> Sheet:
    """Return a question to be answered or judged, or the front of a card; its back once it is ``turned``."""
    showing = present(card.showing, card.reps)
    graded = None
    if showing.waiting:
        graded = told(question, card.showing_seed, showing)
    elif card.kind == Kind.CARD and turned:
        graded = {"credit": None, "parts": [], "waiting": False}
    return make_sheet(
        question,
        card.showing_seed,
        number=number,
        shuffle=True,
        given=showing.value,
        hints=showing.hints,
        grade=graded,
        confidence=showing.confidence,
    )


def answered_sheet(card: Card, question: Question, number: int) -> Sheet | None:
    """Return how the last answer went, with all there is to say; None when it was not given in review."""
    showing = last(card.showing, card.reps)
    if showing is None:
        return None
    seed = card.seed + showing.number
    return make_sheet(
        question,
        seed,
        number=number,
        shuffle=True,
        given=showing.value,
        hints=showing.hints,
        grade=told(question, seed, showing),
        confidence=showing.confidence,
    )


def told(question: Question, seed: int, showing: Showing) -> dict[str, Any]:
    """Return the grade of what was given at a showing, as a sheet wants it."""
    return {**asdict(grade(question, seed, showing.value)), "blank": showing.blank}
