"""What is worth keeping, how two texts become one, and which addresses are links."""

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notes.rules import LONGEST, merged, taken_away, tidy, too_long, worth_keeping, wrong_address
from tests.factories import NOON

pytestmark = pytest.mark.once
LINES = st.lists(st.sampled_from(["a", "b", "", "- c"]), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("saved", "mine", "both"),
    [
        ("a", "a", "a"),
        ("a\nb", "a\nc", "a\nb\nc"),
        ("top\na\nend", "top\nb\nend", "top\na\nb\nend"),
        ("a", "", "a\n"),
        ("a\nnew", "a", "a\nnew"),
        ("a", "a\nnew", "a\nnew"),
        ("a\na", "a", "a\na"),
    ],
)
def test_two_texts_become_one(saved: str, mine: str, both: str) -> None:
    assert merged(saved, mine) == both


@given(LINES, LINES)
def test_no_line_of_either_text_is_missing_from_both_together(saved: str, mine: str) -> None:
    both = merged(saved, mine).split("\n")
    for text in (saved, mine):
        rest = iter(both)
        assert all(line in rest for line in text.split("\n")), "each text is there, in its order"


def test_two_hostile_texts_become_one_in_time() -> None:
    start = time.process_time()
    merged("\n" * LONGEST + "a", "\n" * (LONGEST - 1) + "b")
    assert time.process_time() - start < 1


@given(LINES, LINES)
def test_what_a_save_takes_away_is_not_in_the_new_text(old: str, new: str) -> None:
    assert 0 <= taken_away(old, new) <= len(old)
    assert taken_away(old, old + new) == 0
    assert taken_away(old, new + old) == 0
    assert taken_away(old, "") == len(old)


@pytest.mark.parametrize(
    ("old", "new", "minutes", "kept"),
    [
        ("Ranks", "Ranks and ties", None, True),
        ("Ranks", "Ranks and ties", 1, False),
        ("Ranks", "Ranks and ties", 10, True),
        ("Ranks", "", 1, True),
        ("x" * 200, "x" * 150, 1, False),
        ("x" * 200, "y" * 200, 1, True),
        ("  \n", "Ranks", None, False),
    ],
)
def test_older_text_is_kept_at_intervals_and_before_much_is_lost(
    old: str, new: str, minutes: int | None, kept: bool
) -> None:
    last = None if minutes is None else NOON - timedelta(minutes=minutes)
    assert worth_keeping(old, new, last_kept=last, now=NOON) is kept


def test_twenty_kilobytes_are_counted_in_bytes() -> None:
    assert too_long("a" * LONGEST) == ""
    assert "The note has 20,481 bytes; 20,480 can be saved." in too_long("a" * (LONGEST + 1))
    assert too_long("ü" * LONGEST)


def test_text_is_stored_with_one_kind_of_line_end_and_without_nul() -> None:
    assert tidy("a\r\nb\rc\0d") == "a\nb\ncd"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org/a?b=c#d",
        "https://example.org:8443/x_(y)",
        "https://bücher.example/ü",
    ],
)
def test_an_https_address_is_a_link(url: str) -> None:
    assert wrong_address(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "http://example.org",
        "//example.org",
        "https://",
        "https:///path",
        "https://user@example.org",
        "https://example.org:99999",
        "https://[",
        "https://example.org/a b",
        "https://example.org/\u202eb",
        'https://example.org/"onclick=x',
        "https://example.org/\n",
        "https://example.org/" + "x" * 500,
        "",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert wrong_address(url).endswith(".")
