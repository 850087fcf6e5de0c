"""The lessons of a curriculum and the questions of their quizzes, as the tests read them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from portal.content.compile.fences import Fence, fences_of
from portal.content.compile.problems import Problems
from portal.health.rules import code
from portal.health.rules.code import Question
from tests.curriculum.lanes import Lesson

__all__ = ["Question", "front_matter", "lesson_from", "questions_of", "read_lesson", "written_lessons"]


def written_lessons(curriculum: Path) -> Iterator[Lesson]:
    """Yield every lesson below ``curriculum`` whose status is `written`, in the order of the paths."""
    for path in sorted(curriculum.rglob("*.md")):
        if not path.name.endswith(".quiz.md"):
            lesson = read_lesson(path)
            if lesson.matter.get("status") == "written":
                yield lesson


def read_lesson(path: Path) -> Lesson:
    """Read the lesson at ``path`` and the quiz beside it."""
    quiz = path.with_suffix(".quiz.md")
    questions = quiz.read_text(encoding="utf-8") if quiz.exists() else ""
    return lesson_from(path.read_text(encoding="utf-8"), questions, path)


def lesson_from(text: str, quiz: str = "", path: Path = Path("lesson.md")) -> Lesson:
    """Return the lesson that these texts are; raises ``ValueError`` for a block that is never closed."""
    return Lesson(path, front_matter(text), _fences(text, path.name), quiz)


def front_matter(text: str) -> Mapping[str, Any]:
    """Return what stands between the two `---` lines at the top; empty when there is nothing."""
    found = re.match(r"---\n(.*?)^---$", text, re.DOTALL | re.MULTILINE)
    matter = yaml.safe_load(found[1]) if found else None
    return matter if isinstance(matter, dict) else {}


def questions_of(lesson: Lesson) -> list[Question]:
    """Return the questions of a lesson's quiz."""
    return code.questions_of(lesson.quiz, _fences(lesson.quiz, lesson.path.with_suffix(".quiz.md").name))


def _fences(text: str, name: str) -> tuple[Fence, ...]:
    """Return the fences of ``text`` as the compiler reads them."""
    problems = Problems(name)
    fences = tuple(fences_of(text, problems))
    if problems:
        raise ValueError(str(problems[0]))
    return fences
