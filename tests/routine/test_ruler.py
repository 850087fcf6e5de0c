"""The ruler of the day: every block within it, and no word over another, whatever the hours."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.routine.rules.ruler import GAP, LETTER, WIDTH, Ruler, Stint, Text, minute_of, ruler

CLOCKS = {"Morning": "07:00", "Afternoon": "13:00", "Evening": "19:30"}
CLOCK = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
TITLES = st.text("abcdefghij ", min_size=1, max_size=60)


def drawn(now: str = "12:00", rollover: int = 4, **clocks: str) -> Ruler:
    """Return the ruler of a day of three blocks of 45 minutes, at other times than the plan's where given."""
    stints = []
    for title, clock in {**CLOCKS, **clocks}.items():
        begin = minute_of(clock, rollover)
        stints.append(Stint(title, "planned", begin, begin + 45))
    return ruler(tuple(stints), now, rollover)


def extent(text: Text) -> tuple[float, float]:
    """Return where words begin and end."""
    wide = LETTER * len(text.words)
    left = float(text.x) - {"start": 0, "middle": wide / 2, "end": wide}[text.anchor]
    return left, left + wide


def hours(found: Ruler) -> list[str]:
    return [hour.words for hour in found.hours]


def test_the_plans_own_day_goes_from_six_to_eleven_as_it_is_designed() -> None:
    found = drawn("13:10")
    assert hours(found) == [f"{hour:02}:00" for hour in (6, 8, 10, 12, 14, 16, 18, 20, 22)]
    assert [(name.words, name.x, name.y) for name in found.names] == [
        ("Morning", "66.8", 11),
        ("Afternoon", "467.8", 11),
        ("Evening", "902.1", 11),
    ]
    assert (found.hours[0].anchor, found.needle) == ("start", "478.9")


def test_a_name_that_would_cover_another_stands_beside_its_bar() -> None:
    found = drawn("13:20", Morning="13:14")
    assert [(name.words, name.y) for name in found.names] == [
        ("Afternoon", 11),
        ("Morning", 30),
        ("Evening", 11),
    ]


def test_a_name_without_any_room_is_left_out_and_its_bar_stays() -> None:
    found = drawn("13:05", Morning="13:00", Afternoon="13:01", Evening="13:02", Night="13:03")
    assert (len(found.bars), len(found.names)) == (4, 3)


@pytest.mark.parametrize(("clock", "first"), [("05:00", "06:00"), ("04:00", "04:00")])
def test_a_block_before_six_lengthens_the_day(clock: str, first: str) -> None:
    found = drawn(Morning=clock)
    assert found.bars[0].x == "0"
    assert float(found.bars[0].width) > 40
    assert hours(found)[0] == first


def test_a_block_that_ends_after_midnight_lengthens_the_day() -> None:
    found = drawn(Evening="23:30")
    assert float(found.bars[2].x) + float(found.bars[2].width) < WIDTH
    assert found.hours[-1].words == "00:00"


def test_after_midnight_and_before_the_rollover_the_needle_stands_at_the_end() -> None:
    found = drawn("00:13")
    assert float(found.needle) > float(found.bars[2].x)
    assert hours(found)[0] == "06:00"
    assert "00:00" not in hours(found)
    assert float(drawn("00:13", rollover=0).needle) < 20


def test_the_time_at_the_needle_covers_no_hour() -> None:
    assert "22:00" not in hours(drawn("22:13"))
    assert "22:00" in hours(drawn("21:20"))


def test_a_day_that_begins_at_noon_is_drawn_from_noon() -> None:
    found = drawn("03:00", rollover=12, Morning="13:00", Afternoon="18:00", Evening="01:30")
    assert hours(found)[:2] == ["12:00", "14:00"]
    places = [float(bar.x) for bar in found.bars]
    assert places == sorted(places)


@given(
    st.lists(st.tuples(TITLES, CLOCK, st.integers(1, 480)), min_size=1, max_size=5), CLOCK, st.integers(0, 23)
)
def test_nothing_covers_anything_and_nothing_leaves_the_drawing(
    blocks: list[tuple[str, str, int]], now: str, rollover: int
) -> None:
    assume(all(title.strip() for title, _, _ in blocks))
    stints = []
    for title, clock, minutes in blocks:
        begin = minute_of(clock, rollover)
        stints.append(Stint(title, "running", begin, begin + minutes))
    found = ruler(tuple(stints), now, rollover)
    for bar in found.bars:
        assert float(bar.x) >= 0
        assert float(bar.x) + float(bar.width) <= WIDTH + 2
    assert 0 <= float(found.needle) <= WIDTH
    texts = [*found.hours, *found.names, found.now]
    for y in {text.y for text in texts}:
        row = sorted(extent(text) for text in texts if text.y == y)
        assert row[0][0] >= -0.1
        assert row[-1][1] <= WIDTH + 0.1
        for (_, end), (begin, _) in pairwise(row):
            assert begin - end >= GAP / 2 - 0.2
    for name in found.names:
        left, right = extent(name)
        if name.y == 30:
            spans = [(float(bar.x), float(bar.x) + float(bar.width)) for bar in found.bars]
            assert all(end <= left + 2 or right <= begin for begin, end in spans)
