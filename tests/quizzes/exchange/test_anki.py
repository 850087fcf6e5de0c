"""Cards for Anki: what they hold, what is left out, and that a second import finds the first one's notes."""

import csv
from typing import Any

import pytest

from portal.quizzes.exchange.anki import to_anki
from portal.quizzes.kinds import Kind, kinds
from tests.quizzes.making import make_quiz


def rows_of(text: str) -> list[list[str]]:
    """Read the notes as Anki does: lines with # at their beginning are no notes."""
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.reader(lines, delimiter="\t"))


def test_a_card_has_a_name_that_stays() -> None:
    quiz = make_quiz(kinds["card"].sample, '## A `tab` {#tab .card concept=a.b}\n\nOne\n\nTwo "x"\n')
    text, left = to_anki(quiz)
    assert text.split("\n")[:3] == ["#separator:tab", "#html:true", "#guid column:1"]
    assert left == []
    assert rows_of(text)[0][:2] == ["quiz#partition", "What is a partition?"]
    assert rows_of(text)[1] == [
        "quiz#tab", "A <code>tab</code>", '<p>One</p>\n<p>Two "x"</p>', "quiz a.b"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "front", "back"),
    [
        (
            "## Even? {#q}\n\n- [ ] 1\n- [x] `2`\n\n> [!NOTE]\n> Half is 1.\n",
            "<p>Even?</p><ul><li>1</li><li><code>2</code></li></ul>",
            "<ul><li><code>2</code></li></ul><p>Half is 1.</p>",
        ),
        ("## Day {#q}\n\nIt has [[= 24 ± 1]] hours.\n", "<p>Day</p><p>It has ____ hours.</p>", "24 ± 1"),
        (
            "## Fill {#q}\n\n[[ (x) a<b | ( ) c ]] and [[d | e]]\n",
            "<p>Fill</p><p>____(1) [a&lt;b / c] and ____(2)</p>",
            "<ol><li>a&lt;b</li><li>d</li></ol>",
        ),
        (
            "## Pair {#q .match}\n\n| a | b |\n|---|---|\n| 1 | x |\n| 2 | y |\n",
            "<p>Pair</p><ul><li>1</li><li>2</li></ul>",
            "<ul><li>1 → x</li><li>2 → y</li></ul>",
        ),
        ("## Sort {#q .order}\n\n1. a\n2. b\n3. c\n", "<p>Sort</p><ul><li>", "<ol><li>a</li><li>b</li><li>c</li></ol>"),
    ],
)  # fmt: skip
def test_a_question_becomes_two_sides(markdown: str, front: str, back: str) -> None:
    ((_, shown, behind, _),) = rows_of(to_anki(make_quiz(markdown))[0])
    assert shown.startswith(front)
    assert behind == back


def test_what_makes_no_card_is_named() -> None:
    quiz = make_quiz(
        *[kinds[slug].sample for slug in ("pydrill", "reflect", "parsons")],
        "## Varies {#varies}\n\n```vars\nx = 1\n```\n\n[[= x]]\n",
        "## Void {#void .void}\n\n- [x] True\n- [ ] False\n",
    )
    text, left = to_anki(quiz)
    assert rows_of(text) == []
    assert {one.what for one in left} == {
        "the kind pydrill", "the kind reflect", "the kind parsons", "values that vary", "that it is void"
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.slug)
def test_the_front_does_not_depend_on_the_right_answer(kind: Kind[Any]) -> None:
    sample, twin = (rows_of(to_anki(make_quiz(text))[0]) for text in (kind.sample, kind.twin))
    assert [row[1] for row in sample] == [row[1] for row in twin]
