"""The drawing of the days ahead: bars within the frame, a line for the day's minutes, one true sentence."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.taking.review.chart import BASE, TOP, WIDTH, chart_of

START = date(2026, 11, 24)


@dataclass(frozen=True)
class Day:
    day: date
    cards: int
    minutes: float


def days(*loads: tuple[int, float]) -> list[Day]:
    return [Day(START + timedelta(days=n), cards, minutes) for n, (cards, minutes) in enumerate(loads)]


loads = st.lists(
    st.one_of(st.just((0, 0.0)), st.tuples(st.integers(1, 100_000), st.floats(0.01, 30_000))),
    min_size=1,
    max_size=40,
)


@given(loads, st.integers(1, 240))
def test_every_bar_and_the_line_stay_within_the_frame(some: list[tuple[int, float]], cap: int) -> None:
    chart = chart_of(days(*some), cap)
    assert TOP - 0.1 <= float(chart.cap_y) <= BASE
    for bar, (cards, _) in zip(chart.bars, some, strict=True):
        assert TOP - 0.1 <= float(bar.y) <= BASE
        assert abs(float(bar.y) + float(bar.height) - BASE) <= 0.1
        assert float(bar.x) >= 0
        assert float(bar.x) + float(bar.width) <= WIDTH
        assert (float(bar.height) > 0, bar.minutes > 0) == (cards > 0, cards > 0)


@given(loads, st.integers(1, 240))
def test_a_day_over_the_limit_reaches_over_the_line(some: list[tuple[int, float]], cap: int) -> None:
    chart = chart_of(days(*some), cap)
    for bar, (cards, minutes) in zip(chart.bars, some, strict=True):
        if cards and abs(minutes - cap) > max(minutes, cap) * 0.02 + 0.1:
            assert (float(bar.y) < float(chart.cap_y)) == (minutes > cap) or float(bar.height) <= 1.6


def test_the_sentence_names_the_fullest_day_and_those_over_the_limit() -> None:
    chart = chart_of(days((2, 1.0), (0, 0.0), (90, 31.5), (70, 21.0)), 20)
    assert chart.sentence == (
        "The next 4 days: 162 cards, most on 26 November with 32 min. 2 days over your 20 min."
    )
    assert "No day over your 40 min." in chart_of(days((1, 1.0)), 40).sentence


def test_without_a_card_it_says_so() -> None:
    chart = chart_of(days((0, 0.0)), 20)
    assert (chart.is_empty, chart.sentence) == (True, "No card comes due in the next 1 days.")
