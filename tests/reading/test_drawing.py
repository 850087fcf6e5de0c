"""The drawn map and the drawn day: whatever the plan holds, every sign lies on the paper."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.progress.rules import Level
from portal.reading.drawing import Drawing, Stop, draw
from portal.reading.road import LEFT, RIGHT, ROW_WEEKS, WEEK, Road
from portal.reading.routine import draw_day
from portal.reading.rules import Topic

LEVELS = st.sampled_from(list(Level))


def topics(name: str, levels: list[Level]) -> list[Topic]:
    return [
        Topic(f"{name}/{n}", f"T{n}", "", "", 1, "core", "Core", written=True, minutes=1, level=level)
        for n, level in enumerate(levels)
    ]


def stop(weeks: int, levels: list[Level], name: str = "SQL", milestone: str = "") -> Stop:
    return Stop(name, "/path/sql/", weeks, topics(name, levels), milestone)


STOPS = st.lists(
    st.builds(
        stop,
        st.integers(0, 30),
        st.lists(LEVELS, max_size=60),
        st.text(min_size=1, max_size=60),
        st.sampled_from(["", "M1", "M1000000"]),
    ),
    max_size=14,
)


def numbers(path: str) -> list[float]:
    return [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", path)]


@given(stops=STOPS, beside=st.lists(st.text(max_size=20), max_size=4), which=st.integers(0, 400))
def test_any_plan_is_drawn_within_the_paper(stops: list[Stop], beside: list[str], which: int) -> None:
    every = [topic.uid for each in stops for topic in each.topics]
    drawing = draw(stops, beside, every[which % len(every)] if every else "")
    if not any(each.weeks for each in stops):
        assert drawing is None
        return
    assert drawing is not None
    low = 30 + float(drawing.height)
    for spot in [*drawing.dots, *drawing.milestones, *([drawing.here] if drawing.here else [])]:
        assert LEFT <= float(spot.x) <= RIGHT
        assert 30 <= float(spot.y) <= low
    for label in drawing.labels:
        assert float(label.box_y) >= 30
        assert float(label.box_y) + 44 <= low
        assert float(label.box_x) >= LEFT - 1
        assert float(label.box_x) + float(label.box_width) <= RIGHT + 1


@given(stops=STOPS)
def test_names_never_touch_each_other(stops: list[Stop]) -> None:
    drawing = draw(stops, [])
    for label in drawing.labels if drawing else []:
        assert len(label.name) * 9.6 <= float(label.box_width)
    boxes = sorted(
        (label.box_y, float(label.box_x), float(label.box_width))
        for label in (drawing.labels if drawing else [])
    )
    for (row, x, width), (next_row, next_x, _) in pairwise(boxes):
        assert row != next_row or x + width <= next_x


def drawn(*stops: Stop, here: str = "") -> Drawing:
    drawing = draw(stops, ["1 Habits", "11 Learning"], here)
    assert drawing is not None
    return drawing


def test_a_row_of_ten_weeks_turns_into_the_next() -> None:
    road = Road(28)
    assert road.rows == 3
    assert road.stretch(0, 28) == "M120 112H1040A84 84 0 0 1 1040 280H120A84 84 0 0 0 120 448H856"
    assert (
        road.stretch(0, 28, beside=20, lead=26)
        == "M94 132H1040A64 64 0 0 1 1040 260H120A104 104 0 0 0 120 468H856"
    )


def test_a_stretch_that_ends_at_a_turn_does_not_take_it() -> None:
    assert Road(20).stretch(8, 10) == "M856 112H1040"
    assert Road(20).stretch(10, 12) == "M1040 280H856"


def test_a_track_over_a_turn_has_its_dots_on_both_rows_and_its_name_at_the_longer_part() -> None:
    drawing = drawn(stop(8, []), stop(5, [Level.NONE] * 10))
    assert {dot.y for dot in drawing.dots} == {"112", "280"}
    assert float(drawing.labels[1].name_y) > 280


def test_more_topics_than_fit_are_drawn_as_a_filled_stretch() -> None:
    drawing = drawn(stop(1, [Level.READ] * 500 + [Level.NONE] * 500))
    assert drawing.dots == []
    assert drawing.done == [f"M120 112H{120 + WEEK / 2:g}"]
    assert drawing.labels[0].note == "1 week"


def test_the_painted_road_ends_where_the_first_gap_is() -> None:
    drawing = drawn(stop(4, [Level.READ, Level.PROVEN, Level.NONE, Level.READ]))
    assert drawing.done == [f"M120 112H{drawing.dots[1].x}"]


def test_a_track_that_begins_with_a_gap_is_not_painted() -> None:
    assert drawn(stop(4, [Level.NONE, Level.READ])).done == []


def test_each_state_has_a_shape_of_its_own() -> None:
    dots = drawn(stop(9, list(Level))).dots
    assert [dot.slug for dot in dots] == ["none", "read", "practised", "proven", "fading"]
    assert [bool(dot.inner) for dot in dots] == [False, True, True, False, False]
    assert float(dots[3].r) > float(dots[0].r)


def test_the_flag_stands_below_the_first_row_and_above_the_second() -> None:
    stops = stop(10, [Level.NONE]), stop(10, [Level.NONE], name="Kafka")
    first, second = drawn(*stops, here="SQL/0"), drawn(*stops, here="Kafka/0")
    assert first.here is not None
    assert second.here is not None
    assert float(first.here.y) > 112
    assert float(second.here.y) < 280
    assert numbers(first.flag)[1] > 142
    assert numbers(second.flag)[1] < 250


def test_the_words_about_the_habits_give_way_to_the_flag() -> None:
    assert float(drawn(stop(10, [Level.NONE] * 10), here="SQL/0").beside.x) > LEFT + 48


def test_weeks_have_ticks_and_tracks_long_ones() -> None:
    ticks = drawn(stop(2, []), stop(1, [])).ticks
    assert ticks == "M120 103v-14M212 103v-8M304 103v-14M396 103v-14"
    assert ROW_WEEKS == 10


@given(st.lists(st.tuples(st.text(max_size=12), st.integers(0, 300), st.integers(0, 300)), max_size=6))
def test_any_routine_is_drawn_within_the_paper(slots: list[tuple[str, int, int]]) -> None:
    day = draw_day([(title, min(a, b), max(a, b)) for title, a, b in slots])
    for block in day.blocks if day else []:
        assert 130 <= float(block.more_x) + float(block.more_width) <= 445.2
    assert day is None or day.scale_y < day.height


def test_a_day_says_its_minutes_in_words() -> None:
    day = draw_day([("Morning", 45, 45), ("Evening", 60, 90), ("Rest day", 0, 0)])
    assert day is not None
    assert day.sentence == "morning 45 minutes, evening 60 to 90 minutes"
    assert (day.least, day.most) == (105, 135)


@pytest.mark.parametrize("slots", [[], [("Rest day", 0, 0)]])
def test_a_day_without_minutes_is_not_drawn(slots: list[tuple[str, int, int]]) -> None:
    assert draw_day(slots) is None
