"""Every written lesson: all its blocks, its exercise and the code of its quiz do what the text says."""

import os
from pathlib import Path

import pytest

from tests.curriculum.lanes import Lesson, lane_named, missing_packages
from tests.curriculum.quizzes import CODE_ROLES
from tests.curriculum.reading import questions_of, written_lessons

CURRICULUM = Path(os.path.relpath(Path(__file__).parents[2] / "curriculum"))
LESSONS = [pytest.param(lesson, id=str(lesson.matter.get("id"))) for lesson in written_lessons(CURRICULUM)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_everything_the_lesson_claims_holds(lesson: Lesson, tmp_path: Path) -> None:
    lane = str(lesson.matter["lane"])
    if lane == "none":
        asked = [fence for question in questions_of(lesson) for fence in question.fences]
        code = [fence for fence in lesson.fences if fence.role != "text"]
        code += [fence for fence in asked if fence.role in CODE_ROLES]
        assert [(fence.role, fence.line) for fence in code] == [], "it has code and no lane"
        return
    if missing := missing_packages(lane):
        pytest.skip(f"pip install -r tests/curriculum/lanes/{lane}.txt  # {', '.join(missing)}")
    faults = lane_named(lane).prove(lesson, tmp_path)
    assert not faults, "\n\n".join(["", *map(str, faults)])


def test_no_quiz_stands_where_nothing_proves_it() -> None:
    proved = {lesson.values[0].path.with_suffix(".quiz.md") for lesson in LESSONS}  # type: ignore[union-attr]
    assert {*CURRICULUM.rglob("*.quiz.md")} - proved == set(), "a quiz stands beside a written lesson"
