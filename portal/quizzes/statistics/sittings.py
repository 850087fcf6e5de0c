"""Attempts to first tries: of a learner's answers to a question only the first one says how the question does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.quizzes.asking import grade
from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Grade, Question
from portal.quizzes.rules import Score, score_of, total


@dataclass(frozen=True, slots=True)
class Answer:
    """A graded first try within one attempt: ``parts`` are verdicts by key; ``value`` is ``{}`` for "I do not know"."""

    credit: float | None
    value: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt: ``number`` is higher for a later one, ``order`` what was drawn, ``over`` that it is finished.

    ``waiting`` are the questions answered but not judged yet: they are neither answered nor skipped.
    """

    number: int
    learner: int
    order: Sequence[str]
    over: bool
    answers: Mapping[str, Answer]
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Try:
    """A learner's first try at a question. ``rest`` is what they scored on the rest of that attempt.

    ``credit`` and ``rest`` are shares from 0 to 1. ``credit`` is None where nothing is scored (a reflection),
    ``rest`` where nothing else was.
    """

    answer: Answer
    credit: float | None
    rest: float | None


@dataclass(slots=True)
class Tries:
    """All first tries at one question; ``skipped`` counts those who ended an attempt without an answer to it."""

    given: list[Try] = field(default_factory=list)
    skipped: int = 0


def first_tries(sittings: Iterable[Sitting], questions: Mapping[str, Question]) -> dict[str, Tries]:
    """Return the first tries of each learner by question, for the questions that take an answer.

    What decides is the first attempt in which a learner answered the question, or ended without doing so. A
    question that an open attempt has not come to, or whose answer the learner has yet to judge, says nothing yet.
    """
    found = {uid: Tries() for uid, question in questions.items() if kinds[question.kind].answerable}
    blanks = {uid: grade(question, 0, {}) for uid, question in questions.items()}
    seen: set[tuple[int, str]] = set()
    for sitting in sorted(sittings, key=lambda sitting: sitting.number):
        grades = {**(blanks if sitting.over else {}), **_grades(sitting)}
        scores = {
            uid: score_of(questions[uid].points, questions[uid].void, grades[uid])
            for uid in sitting.order
            if uid in questions and uid in grades
        }
        whole = total(scores.values())
        for uid in sitting.order:
            if uid not in found or (sitting.learner, uid) in seen:
                continue
            if uid in sitting.waiting:
                pass
            elif answer := sitting.answers.get(uid):
                found[uid].given.append(Try(answer, _share(answer.credit), _rest(whole, scores.get(uid))))
            elif sitting.over:
                found[uid].skipped += 1
            else:
                continue
            seen.add((sitting.learner, uid))
    return found


def _grades(sitting: Sitting) -> dict[str, Grade]:
    """Return the grades of an attempt; what waits for a judgement is left out as it is of the score."""
    waiting = {uid: Grade(None, waiting=True) for uid in sitting.waiting}
    return waiting | {uid: Grade(answer.credit) for uid, answer in sitting.answers.items()}


def _share(credit: float | None) -> float | None:
    """Return a credit as the score takes it: what is below 0 is 0."""
    return None if credit is None else max(0.0, min(1.0, credit))


def _rest(whole: Score, own: Score | None) -> float | None:
    """Return the share earned on everything but one question."""
    own = own or Score(0.0, 0.0)
    possible = whole.possible - own.possible
    return max(0.0, min(1.0, (whole.earned - own.earned) / possible)) if possible > 1e-9 else None
