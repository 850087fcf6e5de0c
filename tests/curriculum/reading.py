"""The lessons of a curriculum and the questions of their quizzes, as the tests read them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from portal.content.compile.fences import Fence, fences_of
from portal.content.compile.problems import Problems
from tests.curriculum.lanes import Lesson

_QUESTION = re.compile(r"^## .*\{#(?P<id>[\w-]+)[^}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a quiz that holds code: its id, the line of its heading and its fences in order."""

    id: str
    line: int
    fences: tuple[Fence, ...]

    def of_role(self, role: str) -> list[Fence]:
        """Return its fences of one role, in order."""
        return [fence for fence in self.fences if fence.role == role]


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
    """Return the questions of a lesson's quiz; a heading inside a code block is none."""
    fences = _fences(lesson.quiz, lesson.path.with_suffix(".quiz.md").name)
    headings = [
        (number, found["id"])
        for number, line in enumerate(lesson.quiz.split("\n"), start=1)
        if (found := _QUESTION.match(line)) and not any(fence.line < number < fence.end for fence in fences)
    ]
    ends = [*(number for number, _ in headings), len(lesson.quiz)][1:]
    return [
        Question(name, start, tuple(fence for fence in fences if start < fence.line < end))
        for (start, name), end in zip(headings, ends, strict=True)
    ]


def _fences(text: str, name: str) -> tuple[Fence, ...]:
    """Return the fences of ``text`` as the compiler reads them."""
    problems = Problems(name)
    fences = tuple(fences_of(text, problems))
    if problems:
        raise ValueError(str(problems[0]))
    return fences
