"""The figures: bounds, worked examples, and the same numbers by another way."""

import math
from statistics import fmean, pstdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.quizzes.statistics.figures import (
    calibration,
    correlation,
    discrimination,
    facility,
    highest,
    seconds,
    strongest,
)
from tests.quizzes.statistics.class_of_learners import tried, tries

SHARE = st.floats(0, 1)
PAIRS = st.lists(st.tuples(SHARE, SHARE), min_size=10, max_size=60)
DICHOTOMOUS = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), SHARE), min_size=10, max_size=60)


def spread(values: list[float]) -> bool:
    """Return whether values differ by more than what rounding makes of equal ones."""
    return max(values) - min(values) > 1e-3


@given(PAIRS)
def test_every_figure_stays_in_its_range(pairs: list[tuple[float, float]]) -> None:
    given_ = tries(pairs).given
    assert 0 <= (facility(given_) or 0) <= 1
    assert -1 <= (discrimination(given_) or 0) <= 1


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_figure(pairs: list[tuple[float, float]], dice: object) -> None:
    mixed = pairs[::-1]
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = tries(pairs).given, tries(mixed).given
    assert facility(one) == facility(other)
    assert discrimination(one) == discrimination(other)
    assert sorted(t.rest or 0 for t in strongest(one)) == sorted(t.rest or 0 for t in strongest(other))


@given(DICHOTOMOUS)
def test_right_or_wrong_alone_gives_the_point_biserial_correlation(pairs: list[tuple[float, float]]) -> None:
    right = [rest for credit, rest in pairs if credit == 1]
    wrong = [rest for credit, rest in pairs if credit == 0]
    rests = [*right, *wrong]
    assume(right and wrong and spread(rests))
    p = len(right) / len(pairs)
    expected = (fmean(right) - fmean(wrong)) / pstdev(rests) * math.sqrt(p * (1 - p))
    assert discrimination(tries(pairs).given) == pytest.approx(expected, abs=1e-6)


@given(PAIRS)
def test_taking_the_item_out_of_the_total_is_henryssons_correction(pairs: list[tuple[float, float]]) -> None:
    """Of an item and a rest of equal weight: r(i, t-i) = (r(i, t) s(t) - s(i)) / sqrt(s(i)² + s(t)² - 2 r s s)."""
    items, rests = [credit for credit, _ in pairs], [rest for _, rest in pairs]
    totals = [credit + rest for credit, rest in pairs]
    assume(spread(items) and spread(rests) and spread(totals))
    r, si, st_ = correlation(list(zip(items, totals, strict=True))), pstdev(items), pstdev(totals)
    assert r is not None
    expected = (r * st_ - si) / math.sqrt(si**2 + st_**2 - 2 * r * si * st_)
    assert discrimination(tries(pairs).given) == pytest.approx(expected, abs=1e-5)


def test_a_worked_example_by_hand() -> None:
    # means 0.6 and 0.6; products 0.12+0.08+0+0.06+0.24 = 0.5; squares 1.2 and 0.3; 0.5 / sqrt(0.36) = 0.8333
    pairs = [(1.0, 0.9), (1.0, 0.8), (1.0, 0.6), (0.0, 0.5), (0.0, 0.2)]
    assert correlation(pairs) == pytest.approx(0.8333, abs=1e-4)
    assert facility(tries(pairs).given) == pytest.approx(0.6)


@pytest.mark.parametrize(
    "pairs", [[], [(1.0, 0.2)], [(1.0, 0.1), (1.0, 0.9)], [(0.0, 0.1), (1.0, 0.1)], [(0.1, 0.1)] * 3]
)
def test_there_is_no_correlation_where_nothing_differs(pairs: list[tuple[float, float]]) -> None:
    assert correlation(pairs) is None


def test_few_answers_give_no_discrimination() -> None:
    pairs = [(float(n % 2), n / 10) for n in range(10)]
    assert discrimination(tries(pairs[:9]).given) is None
    assert discrimination(tries(pairs).given) is not None


def test_what_is_never_scored_has_no_facility_and_no_discrimination() -> None:
    reflections = [tried(None) for _ in range(30)]
    assert facility(reflections) is None
    assert discrimination(reflections) is None


def test_the_range_of_a_correlation_is_fishers() -> None:
    # 0.5493 - hence atanh(0.5); 1.96 / sqrt(100) = 0.196; tanh(0.7453) = 0.6324
    assert highest(0.5, 103, 1.96) == pytest.approx(0.6324, abs=1e-4)
    assert highest(-1.0, 20, 1.96) == -1.0


def test_the_strong_are_the_best_quarter_with_its_ties() -> None:
    distinct = [tried(rest=n / 100) for n in range(100)]
    assert sorted(one.rest or 0 for one in strongest(distinct)) == [n / 100 for n in range(73, 100)]
    tied = [tried(rest=0.9) for _ in range(10)] + [tried(rest=0.1) for _ in range(20)]
    assert len(strongest(tied)) == 10


def test_nobody_is_strong_where_the_rest_parts_nobody() -> None:
    assert strongest([tried(rest=0.5) for _ in range(30)]) == []
    assert strongest([tried(rest=None) for _ in range(30)]) == []


def test_calibration_counts_each_word_apart() -> None:
    given_ = [
        tried(1.0, confidence="know"),
        tried(0.5, confidence="know"),
        tried(0.0, confidence="guess"),
        tried(),
    ]
    found = {one.confidence: (one.answers, one.right, one.credit) for one in calibration(given_)}
    assert found == {"guess": (1, 0.0, 0.0), "think": (0, None, None), "know": (2, 0.5, 0.75)}


def test_the_time_is_the_median_of_those_known() -> None:
    assert seconds([tried(seconds=10.0), tried(seconds=3600.0), tried(seconds=20.0), tried()]) == 20.0
    assert seconds([tried()]) is None
