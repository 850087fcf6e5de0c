"""A question on its way to a learner and back. What is shown before the answer comes from ``ask`` alone."""

from typing import Any

from portal.quizzes.answers.posted import Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Grade, Question, QuizFile
from portal.quizzes.vars.fill import filled


def drawn(quiz: QuizFile, seed: int) -> list[Question]:
    """Return the questions of an attempt: as many as ``draw`` says, shuffled if the quiz says so."""
    dice = Dice(seed, "draw")
    order = dice.shuffled(range(len(quiz.questions)))[: quiz.draw]
    return [quiz.questions[at] for at in (order if quiz.shuffle_questions else sorted(order))]


def ask(question: Question, seed: int, *, shuffle: bool) -> dict[str, Any]:
    """Return all that a page may hold before the answer: nothing right, no feedback, hint or explanation."""
    kind, question = kinds[question.kind], filled(question, seed)
    return {
        "id": question.id,
        "kind": kind.slug,
        "label": kind.label,
        "answerable": kind.answerable,
        "self_judged": kind.self_judged,
        "title": question.title_html,
        "prompt": question.prompt_html,
        "points": question.points,
        "difficulty": question.difficulty,
        "hints": len(question.hints),
        "answer": kind.public(question.spec, Dice(seed, question.id, "order"), shuffle=shuffle),
    }


def read(question: Question, seed: int, data: object) -> Response:
    """Return the response that posted ``data`` holds, ``{}`` for none. Never raises, whatever is posted."""
    return kinds[question.kind].read(filled(question, seed).spec, data)


def grade(question: Question, seed: int, response: Response) -> Grade:
    """Return what a response of ``read`` is worth."""
    return kinds[question.kind].grade(filled(question, seed).spec, response)


def hint(question: Question, seed: int, number: int) -> str:
    """Return one hint as HTML, counted from 0; an empty text when there is no such hint."""
    hints = filled(question, seed).hints
    return hints[number] if 0 <= number < len(hints) else ""


def reveal(question: Question, seed: int) -> dict[str, Any]:
    """Return what may be shown once the answer is in: the right one, all feedback, the explanation."""
    question = filled(question, seed)
    return {"right": kinds[question.kind].right(question.spec), "explanation": question.explanation_html}
