"""Merging: what one side changed is taken, what both changed is a conflict with both texts, and no line is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.merging import Conflict, Same, merge

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\r\n", "\n", "e"]), max_size=10).map("".join)
ANY = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\nc\n", "a\nb\nc\n", "a\nc\n", "a\nc\n"),
        ("a\nb\nc\n", "a\nnew\nb\nc\n", "a\nb\nc\nend\n", "a\nnew\nb\nc\nend\n"),
        ("a\nb\n", "a\nX\n", "a\nX\n", "a\nX\n"),
        ("a\r\nb\r\nc", "a\r\nb\r\nC", "A\r\nb\r\nc", "A\r\nb\r\nC"),
        ("", "", "a\n", "a\n"),
    ],
)
def test_changes_that_do_not_meet_are_joined(base: str, ours: str, theirs: str, merged: str) -> None:
    assert merge(base, ours, theirs).text == merged


def test_what_both_sides_changed_is_a_conflict_with_both_texts_and_the_rest_is_joined() -> None:
    found = merge("a\nb\nc\nd\n", "a\nours\nc\nd\n", "a\ntheirs\nc\nD\n")
    assert found.pieces == (Same("a\n"), Conflict("b\n", "ours\n", "theirs\n"), Same("c\nD\n"))
    assert (found.text, found.ours, found.theirs) == (None, "a\nours\nc\nD\n", "a\ntheirs\nc\nD\n")


def test_one_side_removes_what_the_other_changed_is_a_conflict() -> None:
    assert merge("a\nb\nc\n", "a\nc\n", "a\nB\nc\n").conflicts == (Conflict("b\n", "", "B\n"),)


@given(ANY | LINES, ANY | LINES)
def test_a_side_that_did_not_change_gives_way_byte_for_byte(base: str, other: str) -> None:
    assert merge(base, base, other).text == other
    assert merge(base, other, base).text == other
    assert merge(base, other, other).text == other


@given(LINES, LINES, LINES)
def test_sides_may_be_swapped(base: str, ours: str, theirs: str) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.text == other.text
    assert (one.ours, one.theirs) == (other.theirs, other.ours)


@given(LINES, LINES, LINES)
def test_no_line_that_somebody_added_is_lost(base: str, ours: str, theirs: str) -> None:
    found = merge(base, ours, theirs)
    before = Counter(base.splitlines(keepends=True))
    for side, result in ((ours, found.ours), (theirs, found.theirs)):
        added = Counter(side.splitlines(keepends=True)) - before
        assert added - Counter(_lines_of(found.pieces)) == Counter(), (side, result)


@given(LINES, LINES, LINES)
def test_a_conflict_is_one_that_each_side_changed_in_its_own_way(base: str, ours: str, theirs: str) -> None:
    for conflict in merge(base, ours, theirs).conflicts:
        assert len({conflict.base, conflict.ours, conflict.theirs}) == 3


@given(LINES, st.data())
def test_changes_in_lines_apart_are_always_joined(base: str, data: st.DataObject) -> None:
    head, tail = data.draw(LINES), data.draw(LINES)
    middle = "".join(f"{number}\n" for number in range(5))
    found = merge(f"{middle}{base}", f"{head}\n{middle}{base}", f"{middle}{tail}")
    assert found.text == f"{head}\n{middle}{tail}"


def _lines_of(pieces: tuple[Same | Conflict, ...]) -> list[str]:
    texts = [piece.text if isinstance(piece, Same) else f"{piece.ours}\0{piece.theirs}" for piece in pieces]
    return [line for text in texts for part in text.split("\0") for line in part.splitlines(keepends=True)]
