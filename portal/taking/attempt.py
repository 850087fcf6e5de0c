"""The pages of an attempt as values for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.timezone import localtime

from portal.accounts.models import User
from portal.accounts.selectors import zone_of
from portal.quizzes import selectors
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.parts import Question
from portal.quizzes.selectors import Sitting
from portal.quizzes.services import Conflict
from portal.taking.sheet import WORDS, make_sheet, sheet_of, verdict_of

LIMITS = (10, 20, 30, 60)


@dataclass(frozen=True, slots=True)
class Step:
    """A number in the row of questions; ``state`` is right, partly, wrong, given, open or shown."""

    number: int
    state: str
    word: str


def intro(quiz: Quiz, learner: User) -> dict[str, Any]:
    """Return the page of a quiz."""
    attempts = selectors.attempts_of(learner, quiz)
    spec = quiz.version.spec if quiz.version else {"questions": []}
    return {
        "quiz": quiz,
        "spec": spec,
        "count": spec.get("draw") or len(spec["questions"]),
        "pass_percent": round(spec.get("pass_mark", 0) * 100),
        "attempts": attempts,
        "record": selectors.best_of(attempts),
        "open": next((attempt for attempt in attempts if attempt.finished_at is None), None),
        "request_id": uuid4(),
        "limits": LIMITS,
        "section": "path",
    }


def next_open(attempt: Attempt) -> int:
    """Return the number of the first question without an answer, or of the last one."""
    given = {uid for uid, r in selectors.responses_of(attempt).items() if r.value or r.grade}
    questions = attempt.version.questions()
    for number, uid in enumerate(attempt.order, start=1):
        if uid not in given and kinds[questions[uid].kind].answerable:
            return number
    return len(attempt.order)


def at_question(
    sitting: Sitting, number: int, *, again: bool, now: datetime, conflict: Conflict | None = None
) -> dict[str, Any]:
    """Return the page of one question; with ``conflict``, the page that shows both values."""
    attempt, responses = sitting.attempt, sitting.responses
    quiz, questions = attempt.version.quiz_file(), attempt.version.questions()
    question = questions[attempt.order[number - 1]]
    steps = [
        step_of(attempt, questions[uid].kind, responses.get(uid), at)
        for at, uid in enumerate(attempt.order, 1)
    ]
    response = conflict.stored if conflict else responses.get(question.id)
    sheet = sheet_of(attempt, question, response, number=number, quiz=quiz, open_again=again)
    page = {
        "attempt": attempt,
        "title": quiz.title,
        "address": _address("taking:attempt", quiz.id, attempt.pk),
        "quiz_address": _address("taking:quiz", quiz.id),
        "steps": steps,
        "number": number,
        "count": len(steps),
        "left": sum(step.state == "open" for step in steps),
        "right": sum(step.state == "right" for step in steps),
        "sheet": sheet,
        "shown_at": now.timestamp(),
        "exam": attempt.mode == Attempt.Mode.EXAM,
        "time_is_over": attempt.deadline is not None and now > attempt.deadline,
        "time": _time(attempt, now),
    }
    return page | (_both(attempt, question, number, conflict) if conflict else {})


@lru_cache(maxsize=1024)
def _address(name: str, *args: str | int) -> str:
    """Return the address of a page; working one out anew costs as much as drawing a question."""
    return reverse(name, args=args)


def _time(attempt: Attempt, now: datetime) -> dict[str, str]:
    """Return how long the attempt may still take, and until when by the learner's clock; empty without a limit."""
    if attempt.deadline is None:
        return {}
    left = max(0, int((attempt.deadline - now).total_seconds()))
    return {
        "seconds": str(left),
        "minutes": str(-(-left // 60)),
        "until": localtime(attempt.deadline).isoformat(),
        "clock": f"{localtime(attempt.deadline, zone_of(attempt.user)):%H:%M}",
    }


def _both(attempt: Attempt, question: Question, number: int, conflict: Conflict) -> dict[str, Any]:
    """Return the saved value and the one that was sent, as they are looked at, and as it is sent again."""
    shuffle = attempt.version.quiz_file().shuffle_options
    values = {"mine": conflict.posted, "theirs": conflict.stored.value}
    sheets = {
        name: make_sheet(question, attempt.seed, number=number, shuffle=shuffle, given=value, hints=0)
        for name, value in values.items()
    }
    again = [(name, value) for name, values in conflict.posted.items() for value in values]
    return {**sheets, "posted": again}


def step_of(attempt: Attempt, kind: str, response: Response | None, number: int) -> Step:
    """Return how far one question is, without a word on what is right in an exam that goes on."""
    if not kinds[kind].answerable:
        return Step(number, "shown", "shown only")
    if response is None or not (response.value or response.grade):
        return Step(number, "open", "open")
    seen = attempt.mode == Attempt.Mode.PRACTICE or attempt.finished_at
    if seen and response.grade and not response.grade["waiting"]:
        state = verdict_of({"credit": response.credit})
        return Step(number, state.replace(" ", "-"), WORDS[state].lower())
    return Step(number, "given", "answered")


def result(attempt: Attempt) -> dict[str, Any]:
    """Return the page of a finished attempt: the score, and every question with all there is to say."""
    quiz, questions = attempt.version.quiz_file(), attempt.version.questions()
    responses = selectors.responses_of(attempt)
    sheets = [
        sheet_of(attempt, questions[uid], responses.get(uid), number=number, quiz=quiz)
        for number, uid in enumerate(attempt.order, start=1)
    ]
    return {
        "attempt": attempt,
        "quiz": attempt.version.quiz,
        "sheets": sheets,
        "waiting": sum(sheet.waiting for sheet in sheets),
        "sure_and_wrong": sum(s.confidence == "know" and s.verdict == "wrong" for s in sheets),
        "pass_percent": round(quiz.pass_mark * 100),
        "best": selectors.best_of(selectors.attempts_of(attempt.user, attempt.version.quiz)),
        "section": "path",
    }
