"""Concepts: lessons declare them, questions refer to them."""

from pathlib import Path

import pytest

from tests.content.compile.trees import (
    BODY,
    FRONT,
    LESSON_PATH,
    compiled,
    line_of,
    make_tree,
    problems_of,
    replaced,
)

QUIZ_PATH = LESSON_PATH.replace(".md", ".quiz.md")
THIRD = "01-sql/01-core/03-third.md"


def quiz(*braces: str) -> str:
    """Return a quiz with one question for each text between the braces of its heading."""
    asked = "".join(
        f"## Question {{#q{n}{more}}}\n\n- [x] True\n- [ ] False\n\n" for n, more in enumerate(braces)
    )
    return f"---\nid: sql-windows\ntitle: Windows\n---\n\n{asked}"


def said(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(p.path, p.line, p.wrong, p.allowed) for p in problems_of(folder)]


@pytest.mark.parametrize(
    "more",
    [" concept=sql.rank", " .easy concept=sql.rank,sql.total points=2", ' concept="sql.rank,sql.total"'],
)
def test_a_concept_that_a_lesson_declares_is_no_problem(tmp_path: Path, more: str) -> None:
    found = compiled(make_tree(tmp_path, {QUIZ_PATH: quiz(more)}))
    assert ("sql.rank", 6) in found.summaries[QUIZ_PATH].concepts


def test_an_unknown_concept_is_refused_at_its_line_with_the_nearest_known_one(tmp_path: Path) -> None:
    text = quiz(" concept=sql.total", " concept=sql.rank,sql.ranks")
    assert said(make_tree(tmp_path, {QUIZ_PATH: text})) == [
        (
            QUIZ_PATH,
            line_of(text, "sql.ranks"),
            "no lesson declares the concept 'sql.ranks'",
            "sql.rank, or a concept that a lesson has under `concepts:`",
        )
    ]


def test_a_concept_like_no_other_is_refused_without_a_guess(tmp_path: Path) -> None:
    (found,) = said(make_tree(tmp_path, {QUIZ_PATH: quiz(" concept=kafka.offsets")}))
    assert found[3] == "a concept that a lesson has under `concepts:`"


def test_two_lessons_may_declare_the_same_concept(tmp_path: Path) -> None:
    twin = replaced(FRONT, "id: sql/windows", "id: sql/third") + BODY
    assert problems_of(make_tree(tmp_path, {QUIZ_PATH: quiz(" concept=sql.rank"), THIRD: twin})) == []


def test_a_concept_another_lesson_declares_may_be_asked_about(tmp_path: Path) -> None:
    other = replaced(FRONT, "id: sql/windows", "id: sql/third").replace("sql.rank", "sql.frame") + BODY
    assert problems_of(make_tree(tmp_path, {QUIZ_PATH: quiz(" concept=sql.frame"), THIRD: other})) == []


def test_a_lesson_that_cannot_be_read_is_the_only_thing_said(tmp_path: Path) -> None:
    broken = replaced(FRONT, "title: Windows", "title: [") + BODY
    found = said(make_tree(tmp_path, {QUIZ_PATH: quiz(" concept=sql.rank"), LESSON_PATH: broken}))
    assert {path for path, *_ in found} == {LESSON_PATH}


def test_a_concept_that_is_misspelt_as_such_is_left_to_the_reader_of_questions(tmp_path: Path) -> None:
    assert (
        compiled(make_tree(tmp_path, {QUIZ_PATH: quiz(" concept=Rank")})).summaries[QUIZ_PATH].concepts == ()
    )
