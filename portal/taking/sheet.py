"""One question as a page shows it: asked, answered, or with everything there is to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString

from portal.quizzes.asking import ask, hint, reveal
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.models import Attempt, Response
from portal.quizzes.parts import Question, QuizFile, Void
from portal.quizzes.rules import Score, score_of
from portal.quizzes.selectors import first_grade

CONFIDENCES = {"guess": "Guess", "think": "I think so", "know": "I know"}
WORDS = {
    "right": "Right",
    "partly": "Partly right",
    "wrong": "Not yet",
    "left out": "Not scored",
    "blank": "No answer",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the template of a question needs. ``right`` is empty while it may not be seen.

    ``shown`` are the hints that were opened. ``verdicts`` and ``whys`` are by key, of what was given.
    ``number`` may be a hole.
    ``score`` is what the first try counts in its attempt, of which ``void`` says more.
    """

    ask: Mapping[str, Any]
    number: int | SafeString
    given: Mapping[str, list[str]]
    shown: list[str]
    right: Mapping[str, Any] = field(default_factory=dict)
    explanation: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    whys: Mapping[str, str] = field(default_factory=dict)
    verdict: str = ""
    waiting: bool = False
    confidence: str = ""
    revision: int = 0
    tries: int = 0
    score: Score | None = None
    void: Void = ""

    @property
    def answer(self) -> Mapping[str, Any]:
        """Return the part of the question that its kind made."""
        answer: Mapping[str, Any] = self.ask["answer"]
        return answer

    @property
    def template(self) -> str:
        """Return the template of the kind: it stands where the kind's module does."""
        return template_of(kinds[self.ask["kind"]])

    @property
    def word(self) -> str:
        """Return the verdict in words."""
        return WORDS.get(self.verdict, "")

    @property
    def hints_left(self) -> int:
        """Return how many hints are still closed."""
        return int(self.ask["hints"]) - len(self.shown)


def template_of(kind: Kind[Any]) -> str:
    """Return the template that shows questions of ``kind``."""
    return f"taking/{type(kind).__module__.split('.')[-2]}/{kind.slug}.html"


def sheet_of(
    attempt: Attempt,
    question: Question,
    response: Response | None,
    *,
    number: int,
    quiz: QuizFile,
    open_again: bool = False,
) -> Sheet:
    """Return a question of an attempt; with right answers only where feedback may be seen."""
    response = response or Response()
    grade = response.grade if _may_see(attempt, response) and not open_again else None
    if grade is None and attempt.finished_at:
        grade = {
            "credit": 0.0 if kinds[question.kind].answerable else None,
            "parts": [],
            "value": {},
            "blank": True,
        }
    sheet = make_sheet(
        question,
        attempt.seed,
        number=number,
        shuffle=quiz.shuffle_options,
        given=response.value if grade is None else grade["value"],
        hints=response.hints,
        grade=grade,
        confidence=response.confidence,
        revision=response.revision,
        tries=response.tries,
    )
    if not sheet.verdict:
        return sheet
    score = score_of(question.points, question.void, first_grade(question, attempt, response))
    return replace(sheet, score=score, void=question.void)


def make_sheet(
    question: Question,
    seed: int,
    *,
    number: int,
    shuffle: bool,
    given: Mapping[str, list[str]],
    hints: int,
    grade: Mapping[str, Any] | None = None,
    confidence: str = "",
    revision: int = 0,
    tries: int = 0,
) -> Sheet:
    """Return a question; ``grade`` is a stored one, and what is right is shown with it alone."""
    asked = ask(question, seed, shuffle=shuffle)
    shown = [hint(question, seed, at) for at in range(min(hints, len(question.hints)))]
    base = Sheet(asked, number, given, shown, confidence=confidence, revision=revision, tries=tries)
    if grade is None:
        return base
    revealed = reveal(question, seed)
    waiting = bool(grade.get("waiting"))
    return Sheet(
        ask=asked,
        number=number,
        given=given,
        shown=shown,
        right=revealed["right"] or {"none": True},
        explanation="" if waiting else revealed["explanation"],
        verdicts={part["key"]: part["verdict"] for part in grade["parts"]},
        whys={part["key"]: part["feedback"] for part in grade["parts"] if part["feedback"]},
        verdict="" if waiting else verdict_of(grade),
        waiting=waiting,
        confidence=confidence,
        revision=revision,
        tries=tries,
    )


def verdict_of(grade: Mapping[str, Any]) -> str:
    """Return how an answer went."""
    credit = grade["credit"]
    if credit is None:
        return "left out"
    if grade.get("blank"):
        return "blank"
    if credit >= 1:
        return "right"
    return "partly" if credit > 0 else "wrong"


def _may_see(attempt: Attempt, response: Response) -> bool:
    """Return whether feedback on a response may be seen: at once in practice, at the end of an exam."""
    return response.grade is not None and (
        attempt.mode == Attempt.Mode.PRACTICE or attempt.finished_at is not None
    )
