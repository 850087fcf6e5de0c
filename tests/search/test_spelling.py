"""Which word was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.index.rules.query import LONGEST, MOST, parse
from portal.index.rules.spelling import distance, grams, meant, nearest, sought
from portal.index.rules.words import FLAT, spans, words

KNOWN = [
    ("window", 5),
    ("wind", 1),
    ("windows", 2),
    ("join", 9),
    ("json", 20),
    ("kafka", 3),
    ("partition", 4),
]
letters = st.text(alphabet="abcde", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("windw", "window"), ("widnow", "window"), ("jion", "join"), ("kafak", "kafka"), ("partiton", "partition"),
     ("prtitin", "partition"), ("xylophone", ""), ("kfk", "")],
)  # fmt: skip
def test_the_nearest_word_was_meant(typed: str, word: str) -> None:
    assert meant(typed, nearest(typed, KNOWN, 5)) == word


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("window", "window", 0),
        ("windw", "window", 1),
        ("wnidow", "window", 1),
        ("abc", "cab", 2),
        ("", "ab", 2),
        ("abcd", "wxyz", 3),
    ],
)
def test_the_distance_counts_slips_up_to_a_limit(one: str, other: str, away: int) -> None:
    assert distance(one, other, 2) == away


@given(one=letters, other=letters)
def test_the_distance_is_the_same_both_ways_and_zero_for_equal_words_only(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) is (one == other)
    assert min(distance(one, other, 9), 3) == distance(one, other, 2)


@given(
    word=st.text(alphabet="abcdefgh", min_size=4, max_size=12),
    at=st.integers(0, 20),
    letter=st.sampled_from("xyz"),
)
def test_a_word_with_one_wrong_letter_shares_a_gram_with_what_was_meant(
    word: str, at: int, letter: str
) -> None:
    at %= len(word)
    typed = word[:at] + letter + word[at + 1 :]
    if at:
        assert sought(typed) & grams(word)


@given(st.text())
def test_spans_and_words_agree_and_a_flat_text_keeps_its_length(text: str) -> None:
    assert [word for span in spans(text) for word in span.words] == words(text)
    assert len(text.translate(FLAT)) == len(text)
    assert all(word.isalnum() and len(word) <= 40 for word in words(text))


@given(st.text(max_size=400))
def test_a_query_is_bounded_and_the_same_when_read_again(text: str) -> None:
    query = parse(text)
    assert len(query.text) <= LONGEST
    assert sum(len(term.words) for term in query.terms) <= MOST
    assert parse(query.text).terms == query.terms
