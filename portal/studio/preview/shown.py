"""What a page shows of a compiled file, as JSON. All HTML in it is the compiler's, cleaned. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from portal.content.compile.file import Value
from portal.content.compile.parts import LessonFile, MilestoneFile, Plan, TrackFile
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.content.compile.render.limits import MOST_HTML
from portal.content.compile.source.paths import kind_of
from portal.content.compile.svg import inline
from portal.quizzes.asking import ask, hint, reveal
from portal.quizzes.parts import Question, QuizFile
from portal.quizzes.vars.language import Faulty
from portal.quizzes.vars.values import VARIANTS


def shown_of(
    path: str, data: bytes, value: Value | QuizFile | None, places: Mapping[str, Place]
) -> dict[str, Any]:
    """Return what there is to show; an empty object when nothing could be read."""
    if kind_of(path) == "drawing":
        return {"html": inline(data, Problems(path), prefix="fig1-"), "bytes": len(data)}
    if isinstance(value, LessonFile):
        return _within(_lesson(value))
    if isinstance(value, QuizFile):
        return _within(_quiz(value))
    if isinstance(value, TrackFile | MilestoneFile):
        return _within(asdict(value))
    if isinstance(value, Plan):
        return _plan(value)
    if isinstance(value, tuple):
        return {"facts": [{"id": fact.id, "text": fact.text, "status": fact.status} for fact in value]}
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _within(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what is short enough to be sent on."""
    texts = [shown.get("html", ""), *(str(question) for question in shown.get("questions", []))]
    return shown if sum(map(len, texts)) <= MOST_HTML else {"too_long": True}


def _lesson(lesson: LessonFile) -> dict[str, Any]:
    concepts = [*lesson.concepts, *[""] * len(lesson.objectives)]
    return {
        "title": lesson.title,
        "summary": lesson.summary,
        "outline": lesson.status == "outline",
        "minutes_read": lesson.minutes_read,
        "minutes_practice": lesson.minutes_practice,
        "aims": list(zip(lesson.objectives, concepts, strict=False)),
        "items": [item.html for item in lesson.items],
        "links": [asdict(link) for link in lesson.links],
        "html": lesson.html,
    }


def _quiz(quiz: QuizFile) -> dict[str, Any]:
    return {
        "title": quiz.title,
        "intro": quiz.intro_html,
        "pass_mark": quiz.pass_mark,
        "questions": [shown for question in quiz.questions if (shown := _question(question))],
    }


def _question(question: Question) -> dict[str, Any] | None:
    """Return a question as learners meet it, and what they see later; None when a variable has no value."""
    seed = VARIANTS[0]
    try:
        return {
            "ask": ask(question, seed, shuffle=False),
            "hints": [hint(question, seed, number) for number in range(len(question.hints))],
            **reveal(question, seed),
            "line": question.line,
        }
    except Faulty:
        return None


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "summary": plan.summary,
        "tracks": [
            {
                "title": track.title,
                "folder": track.folder,
                "weeks": list(track.weeks) if track.weeks else None,
                "modules": [module.title for module in track.modules],
            }
            for track in plan.tracks
        ],
        "weeks": [sum(track.weeks[at] for track in plan.tracks if track.weeks) for at in (0, 1)],
    }
