"""The pure rules: what a day holds, and what counts for the streak."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.core.dates import local_day
from portal.routine.rules.plan import Away, Calendar, DayType, routine_of
from portal.routine.rules.rhythm import HALF_LIFE, Mark, Told, rhythm, score
from portal.routine.rules.timer import cap, counted, forgotten

PLAN = {
    "daily": [
        {"id": "morning", "title": "Morning", "minutes": [45, 45]},
        {"id": "afternoon", "title": "Afternoon", "minutes": [30, 30]},
        {"id": "evening", "title": "Evening", "minutes": [60, 90]},
    ],
    "weekly": [
        {"id": "deep-dive", "title": "Deep dive", "minutes": [120, 180]},
        {"id": "review", "title": "Review", "minutes": [45, 45]},
        {"id": "rest", "title": "Rest day", "minutes": [0, 0]},
    ],
}
MONDAY = date(2026, 11, 23)
ROUTINE = routine_of(PLAN, {})
CALENDAR = Calendar(((date.min, ROUTINE),), ())
ZONES = st.sampled_from(
    [
        "UTC",
        "Pacific/Kiritimati",
        "Asia/Kolkata",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Pago_Pago",
    ]
)

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 1))


def days(count: int) -> dict[date, Told]:
    return {MONDAY + timedelta(days=n): Told(30, studied=True) for n in range(count)}


@pytest.mark.parametrize(
    ("weekday", "ids"),
    [
        (0, ["morning", "afternoon", "evening"]),
        (4, ["morning", "afternoon", "review"]),
        (5, ["deep-dive"]),
        (6, []),
    ],
)
def test_the_plans_week_holds_without_any_setting(weekday: int, ids: list[str]) -> None:
    assert [slot.id for slot in ROUTINE.on_weekday(weekday)] == ids


def test_the_evening_of_sixty_to_ninety_minutes_is_planned_as_seventy_five() -> None:
    assert ROUTINE.daily[2].minutes == 75
    assert ROUTINE.weekly_minutes == 4 * 150 + 120 + 150


def test_a_block_that_is_off_leaves_the_day() -> None:
    routine = routine_of(
        PLAN, {"blocks": {"morning": {"on": False}, "afternoon": {"minutes": 10, "clock": "06:15"}}}
    )
    assert [(slot.id, slot.minutes, slot.clock) for slot in routine.on_weekday(0)] == [
        ("afternoon", 10, "06:15"),
        ("evening", 75, "19:30"),
    ]


def test_a_change_of_the_week_leaves_past_days_as_they_were() -> None:
    restless = routine_of(PLAN, {"week": [DayType.REST] * 7})
    calendar = Calendar(((date.min, ROUTINE), (MONDAY + timedelta(days=3), restless)), ())
    assert calendar.planned(MONDAY + timedelta(days=2))
    assert not calendar.planned(MONDAY + timedelta(days=3))


def test_a_pause_goes_on_until_it_is_ended() -> None:
    calendar = Calendar(CALENDAR.versions, (Away(MONDAY, None),))
    assert not calendar.planned(MONDAY + timedelta(days=500))
    assert calendar.planned(MONDAY - timedelta(days=1 + 6))


def test_a_short_day_is_one_block_of_fifteen_minutes() -> None:
    assert [slot.minutes for slot in CALENDAR.slots(MONDAY, "short")] == [15]


def test_rest_days_are_neutral_and_a_missed_day_breaks() -> None:
    told = days(13)
    del told[MONDAY + timedelta(days=6)]
    assert rhythm(told, CALENDAR.planned, MONDAY + timedelta(days=12)).streak == 12
    del told[MONDAY + timedelta(days=8)]
    found = rhythm(told, CALENDAR.planned, MONDAY + timedelta(days=12))
    assert (found.streak, found.done, found.planned) == (4, 11, 12)


def test_today_breaks_nothing_before_it_is_over() -> None:
    found = rhythm(days(3), CALENDAR.planned, MONDAY + timedelta(days=3))
    assert found.streak == 3
    assert found.marks[-1][1] is Mark.OPEN


def test_nothing_is_missed_before_the_first_day_of_study() -> None:
    assert rhythm({}, CALENDAR.planned, MONDAY) == rhythm({}, CALENDAR.planned, MONDAY + timedelta(days=90))


def test_the_score_weighs_a_day_half_after_its_half_life() -> None:
    recent_missed = [Mark.DONE] * HALF_LIFE + [Mark.MISSED] * HALF_LIFE
    assert score(recent_missed) == 33
    assert score([Mark.DONE] * 3) == 100
    assert score([Mark.REST]) is None


@given(st.lists(st.sampled_from([Mark.DONE, Mark.MISSED]), min_size=1, max_size=60), st.data())
def test_rest_days_anywhere_do_not_change_the_score(marks: list[Mark], data: st.DataObject) -> None:
    rested = list(marks)
    for at in data.draw(st.lists(st.integers(0, len(marks)), max_size=5)):
        rested.insert(at, Mark.REST)
    assert score(rested) == score(marks)


@given(ZONES, DAYS, st.integers(0, 12))
def test_whoever_studies_every_evening_keeps_the_streak_through_every_change_of_clocks(
    name: str, begin: date, hour: int
) -> None:
    zone = ZoneInfo(name)
    told = {}
    for n in range(20):
        wall = datetime.combine(begin + timedelta(days=n), time(21, 30), zone)
        told[local_day(wall.astimezone(timezone.utc), zone, hour)] = Told(30, studied=True, offset=0)
    assert len(told) == 20
    assert rhythm(told, lambda *_: True, max(told)).streak == 20


@given(ZONES, ZONES, st.integers(2, 9), DAYS)
def test_a_move_between_zones_never_breaks_the_streak_of_whoever_studies_on_both_sides(
    here: str, there: str, moves: int, begin: date
) -> None:
    """An evening a day, the first after the move no more than a day and a half later."""
    now = datetime.combine(begin, time(20), ZoneInfo(here)).astimezone(timezone.utc)
    told: dict[date, Told] = {}
    for n in range(12):
        zone = ZoneInfo(here if n < moves else there)
        local = now.astimezone(zone)
        offset = local.utcoffset()
        assert offset is not None
        told[local_day(now, zone, 4)] = Told(30, studied=True, offset=int(offset.total_seconds() // 60))
        following = ZoneInfo(here if n + 1 < moves else there)
        evening = datetime.combine(now.astimezone(following).date(), time(20), following).astimezone(
            timezone.utc
        )
        while evening <= now + timedelta(hours=8):
            evening += timedelta(days=1)
        now = evening
    assert Mark.MISSED not in [mark for _, mark in rhythm(told, lambda *_: True, max(told)).marks]


@given(
    ZONES,
    DAYS,
    st.integers(0, 12),
    st.integers(0, 1439),
    st.integers(1, 5000),
)
def test_a_later_instant_is_never_an_earlier_day(
    name: str, begin: date, hour: int, minute: int, later: int
) -> None:
    """Clocks that are set back may show the rollover hour twice, and the day must not come back with it."""
    zone = ZoneInfo(name)
    first = datetime.combine(begin, time(), timezone.utc) + timedelta(minutes=minute)
    second = first + timedelta(minutes=later)
    assume(first.astimezone(zone).utcoffset() == second.astimezone(zone).utcoffset() or hour > 3)
    assert local_day(first, zone, hour) <= local_day(second, zone, hour)


@pytest.mark.parametrize(("planned", "most"), [(30, 60), (45, 90), (150, 180), (15, 30)])
def test_a_forgotten_timer_is_capped(planned: int, most: int) -> None:
    assert cap(planned) == most
    assert counted(9 * 3600, planned) == most
    assert forgotten(most * 60 + 1, planned)
    assert not forgotten(most * 60, planned)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (29, 0), (30, 1), (89, 1), (90, 2), (738, 12)])
def test_minutes_are_rounded_and_less_than_half_of_one_is_none(seconds: int, minutes: int) -> None:
    assert counted(seconds, 30) == minutes
