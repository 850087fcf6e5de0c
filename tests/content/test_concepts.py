"""Concepts in the database: what the files declare and ask is found, and a broken reference changes nothing."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from portal.content.models import LessonConcept, QuestionConcept, Release
from portal.content.sync import ContentRefused, sync
from portal.quizzes.sync import QuizPart
from tests.content.compile.trees import BODY, FRONT, LESSON_PATH, make_tree, replaced

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
QUIZ_PATH = LESSON_PATH.replace(".md", ".quiz.md")
THIRD = "01-sql/01-core/03-third.md"
QUIZ = """\
---
id: sql-windows
title: Windows
---

## Ranked? {#ranked concept=sql.rank,sql.total}

- [x] True
- [ ] False

## Numbered? {#numbered concept=sql.number}

- [x] True
- [ ] False
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A curriculum with a quiz, synced."""
    make_tree(tmp_path, {QUIZ_PATH: QUIZ})
    again(tmp_path, 0)
    return tmp_path


def again(tree: Path, days: int = 1) -> None:
    sync(tree, now=NOON + timedelta(days=days), jobs=1, parts=[QuizPart()])


def declared() -> set[tuple[str, str, str]]:
    return set(LessonConcept.objects.values_list("lesson__uid", "concept", "objective"))


def asked() -> set[tuple[str, str]]:
    return set(QuestionConcept.objects.values_list("ref", "concept"))


def test_the_rows_say_what_the_files_say(tree: Path) -> None:
    assert declared() == {
        ("sql/windows", "sql.rank", "Rank rows"),
        ("sql/windows", "sql.number", "Number rows"),
        ("sql/windows", "sql.total", "Add up rows"),
    }
    assert asked() == {
        ("sql-windows#ranked", "sql.rank"),
        ("sql-windows#ranked", "sql.total"),
        ("sql-windows#numbered", "sql.number"),
    }


def test_a_lesson_that_drops_a_concept_its_unchanged_quiz_uses_is_refused(tree: Path) -> None:
    (tree / LESSON_PATH).write_text(replaced(FRONT, "sql.total", "sql.totals") + BODY)
    with pytest.raises(ContentRefused) as refused:
        again(tree)
    assert [str(problem) for problem in refused.value.problems] == [
        f"{QUIZ_PATH}:6: no lesson declares the concept 'sql.total'; "
        "sql.totals, or a concept that a lesson has under `concepts:`"
    ]
    assert Release.objects.count() == 1
    assert ("sql/windows", "sql.total", "Add up rows") in declared()


def test_a_lesson_that_leaves_with_a_concept_still_asked_about_is_refused(tree: Path) -> None:
    twin = replaced(FRONT, "id: sql/windows", "id: sql/third").replace("sql.rank", "sql.frame") + BODY
    quiz = replaced(QUIZ, "sql.number", "sql.frame")
    make_tree(tree, {THIRD: twin, QUIZ_PATH: quiz})
    again(tree)
    (tree / THIRD).unlink()
    with pytest.raises(ContentRefused, match="1 problems"):
        again(tree, 2)


def test_a_changed_reference_takes_the_place_of_the_old_one(tree: Path) -> None:
    (tree / QUIZ_PATH).write_text(replaced(QUIZ, " concept=sql.number", ""))
    again(tree)
    assert asked() == {("sql-windows#ranked", "sql.rank"), ("sql-windows#ranked", "sql.total")}


def test_a_quiz_that_moves_takes_its_rows_along(tree: Path) -> None:
    make_tree(tree, {THIRD: FRONT + BODY, LESSON_PATH: None, QUIZ_PATH: None})
    (tree / THIRD.replace(".md", ".quiz.md")).write_text(QUIZ)
    before = asked()
    again(tree)
    assert asked() == before
    assert set(QuestionConcept.objects.values_list("path", flat=True)) == {THIRD.replace(".md", ".quiz.md")}


def test_what_left_the_files_has_no_rows(tree: Path) -> None:
    make_tree(tree, {LESSON_PATH: None, QUIZ_PATH: None})
    (tree / "facts.yml").unlink()
    again(tree)
    assert (declared(), asked()) == (set(), set())


def test_a_lesson_that_comes_back_declares_its_concepts_again(tree: Path) -> None:
    before = declared()
    test_what_left_the_files_has_no_rows(tree)
    make_tree(tree, {QUIZ_PATH: QUIZ})
    again(tree, 2)
    assert declared() == before
