"""Quizzes in the database, for tests of taking them."""

from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from portal.accounts.models import User
from portal.content.models import Blob, Lesson
from portal.quizzes.answers.accepted import GapSpec
from portal.quizzes.compile import compile_quiz
from portal.quizzes.kinds.gap.blanks import name_of
from portal.quizzes.models import Attempt, Quiz, QuizVersion
from portal.quizzes.parts import Question
from portal.quizzes.services import start
from portal.quizzes.sync import COMPILER, spec_of
from portal.quizzes.vars.fill import filled
from tests.factories import NOON, make_lesson

EXAMPLE = (Path(__file__).parent / "example.quiz.md").read_text(encoding="utf-8")


def store_quiz(text: str, lesson: Lesson | None = None) -> Quiz:
    """Store a quiz as the sync does, beside a lesson; again, as its next version."""
    compiled, problems = compile_quiz("quiz.quiz.md", text)
    assert compiled is not None
    assert not problems
    digest = sha256(text.encode()).hexdigest()
    Blob.objects.get_or_create(sha256=digest, defaults={"data": text.encode()})
    quiz = Quiz.objects.filter(uid=compiled.id).first() or Quiz(uid=compiled.id)
    quiz.path, quiz.title = f"{compiled.id}.quiz.md", compiled.title
    quiz.lesson = quiz.lesson or lesson or make_lesson()
    quiz.save()
    quiz.version = QuizVersion.objects.create(
        quiz=quiz, source_id=digest, compiler=COMPILER, spec=spec_of(compiled), created_at=NOON
    )
    quiz.save()
    return quiz


def begin(
    learner: User, quiz: Quiz, mode: str = "practice", *, minutes: int | None = None, seed: int = 7
) -> Attempt:
    """Begin an attempt at noon."""
    return start(learner, quiz, mode=mode, minutes=minutes, seed=seed, request_id=uuid4(), now=NOON)


def fields(question: Question, seed: int, how: str) -> dict[str, list[str]]:
    """Return what a form posts for a right, wrong or half answer to a question of the example."""
    spec: Any = filled(question, seed).spec
    match question.kind:
        case "single" | "multiple" | "truefalse":
            keys = {
                right: [o["key"] for o in spec["options"] if o["right"] is right] for right in (True, False)
            }
            return {"answer": {"right": keys[True], "wrong": keys[False][:1], "half": keys[True][:1]}[how]}
        case "numeric" | "short" | "cloze":
            right = {name_of(n): _gap(gap, right=True) for n, gap in enumerate(spec["gaps"])}
            wrong = {name_of(n): _gap(gap, right=False) for n, gap in enumerate(spec["gaps"])}
            first = dict(list(right.items())[:1])
            return {"right": right, "wrong": wrong, "half": {**wrong, **first}}[how]
        case "match":
            left, right_side = [s["key"] for s in spec["left"]], [s["key"] for s in spec["right"]]
            moved = right_side[1:] + right_side[:1]
            chosen = {"right": right_side, "wrong": moved, "half": [right_side[0], *moved[1:]]}[how]
            return {f"row-{a}": [b] for a, b in zip(left, chosen, strict=False)}
        case "matrix":
            flip = {"0": "1", "1": "0"}
            rows = [(r["key"], r["right"]) for r in spec["rows"]]
            bad = how == "wrong"
            return {
                f"row-{k}": [flip[c] for c in right] if bad or (how == "half" and at) else right
                for at, (k, right) in enumerate(rows)
            }
        case "order" | "parsons":
            keys_ = [p["key"] for p in spec["steps" if question.kind == "order" else "lines"]]
            given = {"right": keys_, "wrong": keys_[::-1], "half": [*keys_[:-2], keys_[-1], keys_[-2]]}[how]
            return {f"place-{key}": [str(at)] for at, key in enumerate(given, start=1)}
        case "predict":
            return {"output": [{"right": spec["text"], "wrong": "9 9", "half": spec["text"] + "\nmore"}[how]]}
        case "lines":
            right_line = spec["right"][0]
            return {"line": [str(right_line if how != "wrong" else right_line - 1)]}
        case "card":
            return {"seen": ["yes"]}
        case _:
            return {"text": ["word " * 25]}


def judgement(question: Question, how: str) -> dict[str, list[str]]:
    """Return what a form posts when the learner judges their own answer."""
    if question.kind == "card":
        return {"answer": [{"right": "knew", "wrong": "missed", "half": "partly"}[how]]}
    keys = [one["key"] for one in question.spec["criteria"]]
    met = {"right": keys, "wrong": [], "half": keys[:2]}[how]
    return {"judged": ["yes"], **({"met": met} if met else {})}


def _gap(gap: GapSpec, *, right: bool) -> list[str]:
    """Return an answer to one gap."""
    if gap["type"] == "choice":
        return [next(choice["key"] for choice in gap["choices"] if choice["right"] is right)]
    if not right:
        return ["-1"]
    one = next(one for one in gap["accepted"] if one["how"] != "regex")
    return [str(one["low"]) if one["how"] == "number" else one["value"]]
