"""Lengths, as people write them."""
# ruff: noqa: RUF001 - with the dashes people type

import pytest

from portal.content.planning.plain.durations import Weeks, take_minutes, take_weeks

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("heading", "title", "span"),
    [
        ("SQL (3–4 weeks)", "SQL", (3, 4)),
        ("Python (1 Month)", "Python", (4, 4)),
        ("Warehouse / Snowflake (1-2 Weeks)", "Warehouse / Snowflake", (1, 2)),
        ("Docker (10 days)", "Docker", (2, 2)),
        ("Docker (3 days)", "Docker", (1, 1)),
        ("Kafka (about 3 wks)", "Kafka", (3, 3)),
        ("Kafka (1.5 months)", "Kafka", (6, 6)),
        ("Spark (two weeks)", "Spark", (2, 2)),
        ("Spark — 2 to 3 weeks", "Spark", (2, 3)),
        ("Advanced (Data Engineering Focus) (2 weeks)", "Advanced (Data Engineering Focus)", (2, 2)),
        ("Airflow (2 weeks) basics", "Airflow basics", (2, 2)),
        ("Grundlagen (2 bis 3 Wochen)", "Grundlagen", (2, 3)),
        ("Bases (un mois)", "Bases", (4, 4)),
        ("Größen (4–3 Wochen)", "Größen", (3, 4)),
    ],
)
def test_a_length_in_a_heading_is_read_and_taken_out(heading: str, title: str, span: tuple[int, int]) -> None:
    assert take_weeks(heading) == (title, Weeks(span))


@pytest.mark.parametrize(
    "heading",
    ["SQL", "Advanced (Data Engineering Focus)", "Chapter (3)", "Top 10 (3 moons)", "7 weeks to go on"],
)
def test_what_is_no_length_stays_in_the_title(heading: str) -> None:
    assert take_weeks(heading) == (heading, None)


@pytest.mark.parametrize("heading", ["Blogs (ongoing)", "Blogs (continuous)", "Blogs (laufend)"])
def test_a_habit_has_no_end(heading: str) -> None:
    assert take_weeks(heading) == ("Blogs", Weeks(None))


@pytest.mark.parametrize(
    ("text", "before", "minutes", "behind"),
    [
        ("Morning (45 min): Read", "Morning", (45, 45), ": Read"),
        ("Evening 60–90 minutes", "Evening", (60, 90), ""),
        ("1 long deep-dive session (2-3 hours)", "1 long deep-dive session", (120, 180), ""),
        ("Read 1.5 h", "Read", (90, 90), ""),
        ("Lesen, eine Stunde", "Lesen,", (60, 60), ""),
        ("1 rest day", "1 rest day", None, ""),
    ],
)
def test_minutes_are_found_within_a_line(
    text: str, before: str, minutes: tuple[int, int] | None, behind: str
) -> None:
    assert take_minutes(text) == (before, minutes, behind)
