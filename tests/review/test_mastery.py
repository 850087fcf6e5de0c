"""When a lesson is proven by what it shares, and when it will fade."""

from datetime import date, timedelta

import pytest
from fsrs import State
from hypothesis import given
from hypothesis import strategies as st

from portal.review.rules.mastery import Evidence, Held, fades_at, is_proven, strength
from portal.review.rules.memory import DAY
from tests.review.helpers import NOON

D0 = date(2026, 11, 24)
INSTANT = timedelta(microseconds=1)
held = st.builds(
    Held,
    st.sampled_from([State.Review, State.Review, State.Review, State.Relearning]),
    st.floats(0.01, 5000),
    st.timedeltas(timedelta(0), timedelta(days=400)).map(lambda ago: NOON - ago),
)


def shown(concept: str, *, recalled: bool, own: bool) -> Evidence:
    return Evidence((concept,), D0, D0 + timedelta(days=8) if recalled else None, own)


@pytest.mark.parametrize(
    ("cards", "declared", "proven"),
    [
        ([shown("a", recalled=True, own=False)], {"a"}, True),
        ([shown("a", recalled=True, own=False)], {"a", "b"}, False),
        ([shown("a", recalled=True, own=False)], set(), False),
        ([shown("a", recalled=True, own=False), shown("b", recalled=True, own=True)], {"a", "b"}, True),
        ([shown("a", recalled=False, own=False), shown("b", recalled=True, own=True)], {"a", "b"}, False),
        ([shown("a", recalled=True, own=False), shown("a", recalled=False, own=True)], {"a"}, True),
        ([shown("b", recalled=True, own=True)], {"a", "b"}, True),
        ([shown("c", recalled=False, own=False), shown("b", recalled=True, own=True)], {"b"}, True),
    ],
)
def test_cards_from_elsewhere_count_for_what_the_lesson_declares(
    cards: list[Evidence], declared: set[str], proven: bool
) -> None:
    assert is_proven(cards, None, declared) is proven


@given(st.lists(held, min_size=1, max_size=8), st.floats(0.8, 0.97))
def test_it_fades_at_the_very_first_moment_below_the_goal(cards: list[Held], goal: float) -> None:
    at = fades_at(cards, goal)
    if at is None:
        late = strength(cards, NOON + timedelta(days=36_000))
        assert late is not None
        assert late >= goal
        return
    now, before = strength(cards, at), strength(cards, at - INSTANT)
    assert now is not None
    assert now < goal
    first = min(card.last_review for card in cards if card.last_review)
    assert before is not None
    assert before >= goal or at == first - DAY


def test_what_was_never_seen_never_fades() -> None:
    assert fades_at([Held(State.Learning, None, None)], 0.9) is None
    assert fades_at([], 0.9) is None
