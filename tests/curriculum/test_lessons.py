"""Every written lesson: all its blocks, its exercise and the code of its quiz do what the text says."""

import os
import re
from pathlib import Path

import pytest

from tests.curriculum.lanes import HERE, Lesson, lane_named, missing_packages
from tests.curriculum.quizzes import CODE_ROLES
from tests.curriculum.reading import lesson_from, questions_of, written_lessons

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


def test_a_block_that_is_never_closed_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lesson\.md:1: this code block is never closed"):
        lesson_from("```python run\nprint(1)\n")


def test_a_lane_names_the_packages_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.curriculum.lanes.HERE", tmp_path)
    (tmp_path / "made_up.txt").write_text("# why\npytest==1.0\nno-such-package[extra]==1.0  # why\n\n")
    assert missing_packages("made_up") == ["no-such-package"]
    assert missing_packages("without_a_list") == []


def test_every_lane_is_pinned() -> None:
    lines = [line for file in HERE.glob("*.txt") for line in file.read_text().splitlines()]
    assert lines
    assert all(re.fullmatch(r"#.*|[\w-]+==[\d.]+", line) for line in lines)
