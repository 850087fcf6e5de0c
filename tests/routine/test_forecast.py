"""When the plan will be finished: by the learner's own pace, on the learner's own days."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.content.models import Lesson, Track
from portal.progress.services import set_done
from portal.routine.rules.forecast import FARTHEST, Forecast, NoDate, Pace, Stretch, forecast
from portal.routine.rules.plan import Away, Calendar, DayType, Routine, routine_of
from portal.routine.services.routine import add_away, pause, save_routine
from tests.factories import NOON, make_learner, make_lesson, make_plan, make_track
from tests.markup import read
from tests.routine.test_rules import CALENDAR, MONDAY, PLAN, ROUTINE

DAY = timedelta(days=1)
ROAD = [Stretch("python", "Python", 4, 20, 5), Stretch("sql", "SQL", 3.5, 8, 0)]
NEW = Pace(0, 0, 0)
RESTLESS = routine_of(PLAN, {"week": [DayType.REST] * 7})
AWAYS = st.lists(
    st.builds(
        lambda first, length: Away(MONDAY + first * DAY, MONDAY + (first + length) * DAY),
        st.integers(-20, 90),
        st.integers(0, 40),
    ),
    max_size=5,
)
WEEKS = st.lists(st.sampled_from(DayType), min_size=7, max_size=7).filter(
    lambda week: any(day is not DayType.REST for day in week)
)


def told(
    *aways: Away, pace: Pace = NEW, road: list[Stretch] = ROAD, routine: Routine = ROUTINE, more: int = 0
) -> Forecast:
    """Return the forecast of Monday for a learner with these days off."""
    return forecast(road, 870, Calendar(((date.min, routine),), tuple(aways)), pace, MONDAY, more)


def day(found: Forecast) -> date:
    assert found.plan is not None
    return found.plan.day


def off(first: int, last: int | None) -> Away:
    return Away(MONDAY + first * DAY, None if last is None else MONDAY + last * DAY)


def test_without_a_history_the_forecast_is_the_plans() -> None:
    found = told()
    assert day(found) == MONDAY + 45 * DAY  # six weeks, and of the seventh the half that ends with Thursday
    assert found.plan is not None
    assert found.plan.early < found.plan.day < found.plan.late
    assert (found.own, found.no_date) == (False, None)


def test_who_needs_longer_for_a_topic_is_told_a_later_day() -> None:
    slow = told(pace=Pace(3000, 3000, 3.4))
    assert day(slow) > day(told())
    assert slow.own


@given(st.integers(0, 20_000), st.floats(0, 8), st.integers(1, 20), st.integers(0, 60), AWAYS)
def test_more_minutes_never_finish_later(
    logged: int, weeks: float, done: int, more: int, aways: list[Away]
) -> None:
    road = [Stretch("python", "Python", 4, 20, done), ROAD[1]]
    pace = Pace(logged, min(logged, 7000), weeks)
    base, faster = told(*aways, pace=pace, road=road), told(*aways, pace=pace, road=road, more=more * 6)
    assert base.plan is not None
    assert day(faster) <= base.plan.day
    assert base.plan.early <= base.plan.day <= base.plan.late


@given(AWAYS, WEEKS, st.floats(0.1, 30))
def test_whole_weeks_at_once_lead_to_the_day_that_a_walk_day_by_day_leads_to(
    aways: list[Away], week: list[DayType], weeks: float
) -> None:
    calendar = Calendar(((date.min, routine_of(PLAN, {"week": week})),), tuple(aways))
    left, at = weeks * 870, MONDAY
    while left > 1e-6:
        at += DAY
        left -= sum(slot.minutes for slot in calendar.slots(at))
    assert day(forecast([Stretch("sql", "SQL", weeks, 8, 0)], 870, calendar, NEW, MONDAY)) == at


def test_days_off_move_the_end_by_the_study_days_they_hold() -> None:
    assert day(told(off(7, 20))) == day(told()) + 14 * DAY
    assert day(told(off(7, 13), off(10, 20))) == day(told()) + 14 * DAY
    assert day(told(off(200, 300))) == day(told())
    assert day(told(off(-30, -2))) == day(told())


def test_the_end_is_no_rest_day_and_no_day_off() -> None:
    for length in range(40):
        found = told(off(44, 44 + length))
        assert found.plan is not None
        for end in (found.plan.early, found.plan.day, found.plan.late):
            assert Calendar(CALENDAR.versions, (off(44, 44 + length),)).planned(end)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (told(off(-1, None)), NoDate.PAUSED),
        (told(off(20, None)), NoDate.PAUSED),
        (told(routine=RESTLESS), NoDate.NO_DAYS),
        (told(routine=RESTLESS, pace=Pace(900, 900, 8)), NoDate.NO_DAYS),
        (told(road=[Stretch("sql", "SQL", 4, 8, 8)]), NoDate.DONE),
        (told(road=[]), NoDate.NO_PLAN),
        (told(road=[Stretch("sql", "SQL", 2000, 8, 0)]), NoDate.BEYOND),
        (told(Away(MONDAY, date.max)), NoDate.BEYOND),
    ],
)
def test_where_there_is_no_date_it_is_said_why(found: Forecast, why: NoDate) -> None:
    assert (found.track, found.plan, found.no_date) == (None, None, why)


def test_a_track_that_ends_in_sight_has_its_date_though_the_plan_has_none() -> None:
    found = told(road=[ROAD[0], Stretch("sql", "SQL", 2000, 8, 0)])
    assert found.track is not None
    assert (found.plan, found.no_date) == (None, NoDate.BEYOND)


def test_days_off_beyond_the_farthest_day_change_nothing() -> None:
    assert told(off(FARTHEST.days + 5, FARTHEST.days + 9), off(20, 30)) == told(off(20, 30))


@pytest.fixture
def learner(db: None) -> User:
    make_plan()
    make_lesson("sql/joins")
    return make_learner(zone="Europe/Berlin")


@time_machine.travel(NOON, tick=False)
def shown(client: Client, learner: User, path: str = "/today/forecast/") -> str:
    client.force_login(learner)
    return read(client.get(path).content).text


def test_the_page_goes_by_the_days_off(client: Client, learner: User) -> None:
    before = shown(client, learner)
    add_away(learner, date(2026, 11, 25), date(2027, 2, 25), now=NOON)
    assert "2026" in before.partition("What it rests on")[0]
    assert "2026" not in shown(client, learner).partition("What it rests on")[0]


@pytest.mark.parametrize("path", ["/today/forecast/?more=15", "/today/"])
def test_who_has_paused_is_told_so_instead_of_a_date(client: Client, learner: User, path: str) -> None:
    pause(learner, now=NOON)
    assert "You have paused; there is a date again" in shown(client, learner, path)


def test_who_has_no_study_day_is_told_no_date_twenty_years_ahead(client: Client, learner: User) -> None:
    save_routine(learner, {"week": [DayType.REST] * 7}, now=NOON)
    text = shown(client, learner)
    assert "no date to name. Your routine has no study days." in text
    assert "2046" not in text


def test_who_is_through_is_told_so(client: Client, learner: User) -> None:
    set_done(learner, Lesson.objects.get(), done=True, at=NOON, request_id=uuid4())
    assert "No date. Every topic is done." in shown(client, learner, "/today/")


@time_machine.travel(NOON, tick=False)
def slider(client: Client, learner: User, query: str) -> tuple[str, str]:
    """Return the value of the slider, and the text of its page."""
    client.force_login(learner)
    page = read(client.get(f"/today/forecast/{query}").content)
    [knob] = page.all("input", name="more")
    assert knob["aria-valuetext"] == f"{knob['value']} min"
    return knob["value"], page.text


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("", "0"),
        ("?more=0", "0"),
        ("?more=7", "5"),
        ("?more=8", "10"),
        ("?more=60", "60"),
        ("?more=900", "60"),
    ],
)
def test_the_value_that_is_shown_is_the_value_that_is_used(
    client: Client, learner: User, query: str, value: str
) -> None:
    shown_value, text = slider(client, learner, query)
    assert shown_value == value
    assert ("min more a day" in text) == (value != "0")
    assert value == "0" or f"The whole plan, {value} min more a day" in text


@time_machine.travel(NOON, tick=False)
def test_who_moves_the_slider_gets_the_dates_alone(client: Client, learner: User) -> None:
    client.force_login(learner)
    answer = client.get("/today/forecast/?more=30", headers={"HX-Request": "true"})
    page = read(answer.content)
    assert page.tags[0] == ("div", {"id": "forecast-dates"})
    assert "30 min more a day" in page.text
    assert "HX-Request" in answer["Vary"]


def test_topics_beside_the_path_are_named_where_they_are_not_counted(client: Client, learner: User) -> None:
    assert "beside the path" not in shown(client, learner)
    for uid in ("habits/read", "habits/write", "news/follow"):
        track = Track.objects.filter(uid=uid.partition("/")[0]).first()
        make_lesson(uid, track=track or make_track(uid.partition("/")[0], weeks=None))
    text = shown(client, learner)
    assert "1 topic in 3.5 weeks" in text
    assert "3 more topics of the plan go on all along, beside the path" in text
    assert "no date: 2 of Habits , 1 of News" in text
