"""Rules of the Studio: two texts side by side, aliases, and marks of a merge."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal.content.merging import merge
from portal.studio.rules.aliases import NoPlace, with_id, with_lesson_alias, with_question_alias
from portal.studio.rules.diffing import Row, Span, side_by_side, words
from portal.studio.rules.merges import proposed, undecided

FRONT = "---\nid: a/b\ntitle: B\n---\n\n# B\n"


def test_a_changed_word_is_marked_and_the_rest_of_the_line_is_not() -> None:
    assert words("One row, many.", "One row, two.") == (
        (Span("One row, "), Span("many", True), Span(".")),
        (Span("One row, "), Span("two", True), Span(".")),
    )


def test_lines_that_have_nothing_in_common_are_marked_as_a_whole() -> None:
    assert words("abc def", "xyz") == ((Span("abc def", True),), (Span("xyz", True),))


def test_lines_far_from_a_change_are_left_out_and_counted() -> None:
    before = "".join(f"{number}\n" for number in range(20))
    rows = side_by_side(before, before.replace("15\n", "new\n"))
    assert rows[0] == Row("skip", old=12)
    assert [row.kind for row in rows[1:]] == ["same"] * 3 + ["changed"] + ["same"] * 3
    assert side_by_side(before, before) == []


TEXTS = st.lists(st.sampled_from(["one", "two words", "three"]), max_size=8).map("\n".join)


@given(TEXTS, TEXTS)
def test_the_rows_hold_every_line_of_both_texts_that_is_not_skipped(before: str, after: str) -> None:
    rows = side_by_side(before, after)
    skipped = before == after or any(row.kind == "skip" for row in rows)
    old = ["".join(span.text for span in row.before) for row in rows if row.old and row.kind != "skip"]
    assert skipped or old[: len(before.splitlines())] == before.splitlines()[: len(old)]
    for row in rows:
        if row.new:
            assert "".join(span.text for span in row.after) == after.splitlines()[row.new - 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRONT, "---\nid: a/b\ntitle: B\naliases: [a/old]\n---\n\n# B\n"),
        (
            FRONT.replace("---\n\n#", "aliases: [a/x]\n---\n\n#"),
            "---\nid: a/b\ntitle: B\naliases: [a/x, a/old]\n---\n\n# B\n",
        ),
        (
            FRONT.replace("\n", "\r\n"),
            "---\r\nid: a/b\r\ntitle: B\r\naliases: [a/old]\r\n---\r\n\r\n# B\r\n",
        ),
    ],
    ids=["none yet", "one more", "crlf"],
)
def test_an_alias_is_written_and_nothing_else_changes(text: str, expected: str) -> None:
    assert with_lesson_alias(text, "a/old") == expected
    assert with_lesson_alias(expected, "a/old") == expected


def test_the_alias_of_a_question_says_its_new_name() -> None:
    assert "aliases: {x: y, old: new}\n" in with_question_alias(
        FRONT.replace("---\n\n", "aliases: {x: y}\n---\n\n"), "old", "new"
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("aliases: [a/x, a/c]\n", "aliases: [a/x, a/b]\n"),
        ("aliases:\n  - a/c\n  - a/x\nlane: core\n", "aliases:\n  - a/x\n  - a/b\nlane: core\n"),
        ("aliases:\n- a/c\nlane: core\n", "aliases:\n- a/b\nlane: core\n"),
        ("", "aliases: [a/b]\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_new_id_keeps_the_old_one_as_an_alias_and_is_none_itself(
    rows: str, expected: str, end: str
) -> None:
    text = FRONT.replace("---\n\n", f"{rows}---\n\n").replace("\n", end)
    wanted = FRONT.replace("a/b", "a/c").replace("---\n\n", f"{expected}---\n\n").replace("\n", end)
    assert with_id(f"{text}id: a/b{end}", "a/c") == f"{wanted}id: a/b{end}"
    assert with_id(wanted, "a/c") == wanted
    assert _front(with_id(wanted, "a/b"))["id"] == "a/b"


def _front(text: str) -> dict[str, object]:
    return dict(yaml.safe_load(text.split("---")[1]))


def test_aliases_in_lines_take_one_more_as_yaml_reads_them() -> None:
    text = FRONT.replace("---\n\n", "aliases:\n    x: y\nlane: core\n---\n\n")
    assert _front(with_question_alias(text, "old", "new"))["aliases"] == {"x": "y", "old": "new"}
    assert with_question_alias(with_question_alias(text, "old", "new"), "x", "y").count("x: y") == 1


@pytest.mark.parametrize("text", ["# B\n", FRONT.replace("---\n\n", "aliases: # none\n  [a/x]\n---\n\n")])
def test_where_no_alias_can_be_written_nothing_is(text: str) -> None:
    with pytest.raises(NoPlace):
        with_lesson_alias(text, "a/old")


def test_a_merge_to_edit_holds_both_sides_between_marks_and_says_where_one_is_left() -> None:
    text = proposed(merge("a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nc\n"))
    assert text == "a\n<<<<<<< published\nours\n=======\ntheirs\n>>>>>>> the other text\nc\n"
    assert undecided(text) == 2
    assert undecided("a\nours\nc\n") == 0
