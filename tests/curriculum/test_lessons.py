"""Every written lesson: all its blocks, its exercise and the code of its quiz do what the text says."""

from pathlib import Path

import pytest

from tests.curriculum.lanes import Lesson, lane_named, missing_packages
from tests.curriculum.reading import written_lessons

CURRICULUM = Path(__file__).parents[2] / "curriculum"
LESSONS = [pytest.param(lesson, id=str(lesson.matter.get("id"))) for lesson in written_lessons(CURRICULUM)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_everything_the_lesson_claims_holds(lesson: Lesson, tmp_path: Path) -> None:
    lane = str(lesson.matter["lane"])
    if lane == "none":
        assert [fence.line for fence in lesson.fences if fence.role != "text"] == [], (
            "it has code and no lane"
        )
        return
    if missing := missing_packages(lane):
        pytest.skip(f"pip install -r tests/curriculum/lanes/{lane}.txt  # {', '.join(missing)}")
    faults = lane_named(lane).prove(lesson, tmp_path)
    assert not faults, "\n\n".join(["", *map(str, faults)])
