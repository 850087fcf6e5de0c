"""Faults that take two files to see."""

from pathlib import Path

import pytest

from portal.content.compile.circles import circles
from tests.content.compile.trees import (
    BODY,
    FACTS,
    FRONT,
    LESSON_PATH,
    OUTLINE,
    OUTLINE_PATH,
    PLAN,
    SVG,
    TRACK,
    compiled,
    line_of,
    make_tree,
    problems_of,
    replaced,
)

pytestmark = pytest.mark.once

THIRD = "01-sql/01-core/03-third.md"


def outline(name: str, *needs: str, extra: str = "") -> str:
    """Return an outline with another id and other prerequisites."""
    text = replaced(OUTLINE, "id: sql/joins", f"id: {name}")
    return replaced(text, "prerequisites: []", f"prerequisites: [{', '.join(needs)}]{extra}")


def only(folder: Path) -> tuple[str, int, str, str]:
    """Return the one problem of a curriculum."""
    (found,) = problems_of(folder)
    return found.path, found.line, found.wrong, found.allowed


def test_id_that_two_lessons_have_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {THIRD: outline("sql/joins")})
    assert only(tmp_path) == (
        THIRD,
        2,
        "the lesson 'sql/joins' for the second time",
        f"an id of its own; {OUTLINE_PATH} has this one",
    )


def test_alias_that_is_the_id_or_alias_of_another_lesson_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {THIRD: outline("sql/third", extra="\naliases: [sql/joins]")})
    assert only(tmp_path)[1:3] == (9, f"the alias 'sql/joins' belongs to {OUTLINE_PATH}")


def test_missing_prerequisite_is_refused_with_its_line(tmp_path: Path) -> None:
    make_tree(tmp_path, {THIRD: outline("sql/third", "sql/joins", "sql/none")})
    assert only(tmp_path) == (THIRD, 8, "no lesson 'sql/none' for a prerequisite", "the id of a lesson")


def test_prerequisite_by_an_old_id_is_told_the_new_one(tmp_path: Path) -> None:
    make_tree(tmp_path, {THIRD: outline("sql/third", "sql/old")})
    make_tree(
        tmp_path / ".",
        {
            THIRD: outline("sql/third", "sql/old"),
            OUTLINE_PATH: outline("sql/joins", extra="\naliases: [sql/old]"),
        },
    )
    assert only(tmp_path)[3] == "its new id sql/joins"


def test_prerequisites_in_a_circle_are_named_in_order(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {OUTLINE_PATH: outline("sql/joins", "sql/third"), THIRD: outline("sql/third", "sql/windows")},
    )
    path, line, wrong, _ = only(tmp_path)
    assert (path, line) == (OUTLINE_PATH, 8)
    assert wrong == "prerequisites in a circle: sql/joins → sql/third → sql/windows → sql/joins"


def test_lesson_that_needs_itself_is_a_circle(tmp_path: Path) -> None:
    make_tree(tmp_path, {OUTLINE_PATH: outline("sql/joins", "sql/joins")})
    assert only(tmp_path)[2] == "prerequisites in a circle: sql/joins → sql/joins"


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b"], "b": ["a"]}, [["a", "b"]]),
        ({"c": ["a"], "a": ["b"], "b": ["c"], "d": ["a"]}, [["a", "b", "c"]]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["b"], "b": ["b"], "c": ["nobody"]}, [["b"]]),
        ({str(n): [str(n + 1)] for n in range(5_000)}, []),
    ],
)
def test_circles_are_found_and_nothing_else(needs: dict[str, list[str]], found: list[list[str]]) -> None:
    assert circles(needs) == found


def test_fact_that_nobody_wrote_down_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {"facts.yml": replaced(FACTS, "id: news", "id: olds")})
    assert only(tmp_path) == (LESSON_PATH, 15, "no fact 'news'", "an id from facts.yml")


def test_fact_about_a_lesson_that_is_not_there_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {"facts.yml": replaced(FACTS, "sql/joins", "sql/none")})
    assert only(tmp_path)[:3] == ("facts.yml", 4, "no lesson 'sql/none' for the fact 'news'")


def test_link_to_a_heading_that_another_lesson_lacks_is_refused(tmp_path: Path) -> None:
    text = FRONT + replaced(BODY, "Ties.", "[a](01-joins.md#what-it-covers)\n[b](01-joins.md#nowhere)")
    path, line, wrong, allowed = only(make_tree(tmp_path, {LESSON_PATH: text}))
    assert (path, line) == (LESSON_PATH, line_of(text, "[b]"))
    assert wrong == f"no heading #nowhere in {OUTLINE_PATH}"
    assert allowed == "one of what-it-covers"


def test_quiz_and_solutions_without_their_lesson_are_refused(tmp_path: Path) -> None:
    quiz = "---\nid: a\ntitle: A\n---\n\n## Why? {#why}\n"
    make_tree(
        tmp_path,
        {"01-sql/01-core/07-x.quiz.md": quiz, "01-sql/01-core/08-y/a.py": "", "01-sql/01-core/08-y/b.py": ""},
    )
    assert [(p.path, p.wrong) for p in problems_of(tmp_path)] == [
        ("01-sql/01-core/07-x.quiz.md", "a quiz without its lesson"),
        ("01-sql/01-core/08-y/a.py", "a folder of solutions without its lesson"),
    ]


@pytest.mark.parametrize(
    ("changes", "path", "line", "wrong"),
    [
        (
            {"02-python/track.md": TRACK},
            "02-python/track.md",
            0,
            "the folder 02-python is no track of the plan",
        ),
        ({"01-sql/02-more/01-x.md": OUTLINE}, "01-sql/02-more/01-x.md", 0, "is no module of the plan"),
        (
            {"01-sql/track.md": TRACK.replace("id: sql", "id: sequel")},
            "01-sql/track.md",
            2,
            "the id 'sequel'",
        ),
        ({THIRD: outline("python/third")}, THIRD, 2, "the id 'python/third'"),
        ({"01-sql/track.md": None}, "plan.yml", 4, "the track 'sql' has no introduction"),
        (
            {
                "plan.yml": replaced(
                    PLAN, "Core}\n", "Core}\n      - {id: more, folder: 02-more, title: More}\n"
                )
            },
            "plan.yml",
            10,
            "the module 'more' has no lesson",
        ),
        ({"plan.yml": None}, "plan.yml", 0, "there is no plan"),
    ],
)
def test_plan_and_folders_must_agree(
    tmp_path: Path, changes: dict[str, str | None], path: str, line: int, wrong: str
) -> None:
    found = problems_of(make_tree(tmp_path, changes))
    assert [(p.path, p.line) for p in found if wrong in p.wrong] == [(path, line)]


def test_lessons_come_in_the_order_of_the_plan(tmp_path: Path) -> None:
    plan = replaced(
        PLAN,
        "      - {id: core, folder: 01-core",
        "      - {id: more, folder: 02-more, title: More}\n      - {id: core, folder: 01-core",
    )
    make_tree(tmp_path, {"plan.yml": plan, "01-sql/02-more/01-x.md": outline("sql/x")})
    assert [lesson.id for lesson in compiled(tmp_path).lessons()] == ["sql/x", "sql/joins", "sql/windows"]


def test_picture_that_is_none_is_refused_even_if_nobody_shows_it(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            "01-sql/01-core/assets/a.png": b"GIF89a",
            "01-sql/01-core/assets/b.svg": SVG.replace("rect", "script"),
        },
    )
    assert [(p.path, p.wrong) for p in problems_of(tmp_path)] == [
        ("01-sql/01-core/assets/a.png", "not a PNG picture"),
        ("01-sql/01-core/assets/b.svg", "the element <script>"),
    ]
