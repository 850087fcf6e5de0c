"""Compile one file on its own. Everything here can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.content.compile.guard import TooSlow, time_limit
from portal.content.compile.kinds.facts import compile_facts
from portal.content.compile.kinds.lesson import compile_lesson
from portal.content.compile.kinds.picture import check_picture
from portal.content.compile.kinds.plan import compile_plan
from portal.content.compile.kinds.quiz import compile_quiz
from portal.content.compile.kinds.track import compile_milestone, compile_track
from portal.content.compile.matter.front import read_document
from portal.content.compile.parts import Fact, LessonFile, MilestoneFile, Plan, QuizFile, TrackFile
from portal.content.compile.places import Place, peek_id
from portal.content.compile.problems import Problem, Problems
from portal.content.compile.source.paths import Kind, kind_of
from portal.content.compile.source.text import text_of
from portal.content.compile.summary import Summary
from portal.content.compile.svg import inline

SECONDS = 2.0
Value = LessonFile | TrackFile | MilestoneFile | QuizFile | Plan | tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: its value (None for pictures and data), its summary, and its problems."""

    value: Value | None
    summary: Summary
    problems: tuple[Problem, ...]


def compile_file(path: str, data: bytes, places: Mapping[str, Place], *, anyway: bool = False) -> Outcome:
    """Compile one file; ``places`` answers what stands at the paths it refers to. Ends within two seconds.

    With ``anyway`` the value is there in spite of problems, as far as it could be made: good for looking at and for
    nothing else. Runs in the main thread of a process only.
    """
    problems = Problems(path)
    kind = kind_of(path) or "data"
    summary = Summary(path, kind)
    value: Value | None = None
    try:
        with time_limit(SECONDS):
            value, summary = _compile(path, kind, data, places, problems)
    except TooSlow:
        problems.add(0, f"takes more than {SECONDS:g} seconds to render", "a simpler or shorter text")
    except Exception as error:
        error.add_note(f"while compiling {path}")
        raise
    return Outcome(value if anyway or not problems else None, summary, tuple(problems))


def _compile(
    path: str, kind: Kind, data: bytes, places: Mapping[str, Place], problems: Problems
) -> tuple[Value | None, Summary]:
    """Return the value and the summary of a file of any kind."""
    unread = Summary(path, kind, peek_id(data) if kind in ("lesson", "track", "milestone", "quiz") else "")
    if kind == "drawing":
        inline(data, problems, prefix="fig1-")
    elif kind == "picture":
        check_picture(path, data, problems)
    if kind in ("drawing", "picture", "data", "solution"):
        return None, unread
    text = text_of(data, problems)
    if text is None:
        return None, unread
    if kind == "plan":
        return compile_plan(text, problems), unread
    if kind == "facts":
        return compile_facts(text, problems), unread
    document = read_document(text, problems)
    if document is None:
        return None, unread
    if kind == "quiz":
        return compile_quiz(path, document, problems)
    if kind == "track":
        return compile_track(path, document, places, problems)
    if kind == "milestone":
        return compile_milestone(path, document, places, problems)
    return compile_lesson(path, document, places, problems)
