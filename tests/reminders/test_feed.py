"""The calendar feed, read again as a calendar program reads it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.test import Client
from icalendar import Calendar, Event

from portal.accounts.models import User
from portal.reminders.models import CalendarFeed
from portal.reminders.rules.events import events_of
from portal.reminders.selectors.feed import feed_address
from portal.reminders.services.feed import make_feed, revoke_feed
from portal.routine.rules.plan import Calendar as Plan
from portal.routine.rules.plan import routine_of
from portal.routine.services import day as days
from portal.routine.services import routine
from tests.factories import make_plan
from tests.reminders.making import MORNING, make_reminded

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def learner() -> User:
    learner = make_reminded()
    make_feed(learner, now=MORNING)
    return learner


def fetch(learner: User, **headers: str) -> object:
    address = feed_address(learner)
    assert address
    with time_machine.travel(MORNING, tick=False):
        return Client().get("/calendar/" + address.rpartition("/")[2], headers=headers)


def events(learner: User) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in Calendar.from_ical(fetch(learner).content).walk("VEVENT"):  # type: ignore[attr-defined]
        found.setdefault(str(event["summary"]), []).append(event)
    return found


def occurrences(event: Event) -> list[datetime]:
    """Return when an event comes, in wall time: expanded by dateutil, which knows nothing of ours."""
    begin = event["dtstart"].dt.replace(tzinfo=None)
    text = event["rrule"].to_ical().decode()
    parts = [part for part in text.split(";") if not part.startswith("UNTIL")]
    until = event["rrule"]["until"][0].astimezone(event["dtstart"].dt.tzinfo).replace(tzinfo=None)
    left_out = {each.dt.replace(tzinfo=None) for each in event["exdate"].dts} if "exdate" in event else set()
    every = rrulestr(";".join(parts), dtstart=begin).between(begin, until, inc=True)
    return [at for at in every if at not in left_out]


def all_days(learner: User, title: str) -> list[date]:
    return sorted(at.date() for event in events(learner).get(title, []) for at in occurrences(event))


def test_blocks_come_on_their_weekdays_with_length_and_alarm(learner: User) -> None:
    found = events(learner)
    assert set(found) == {"Morning", "Afternoon", "Evening", "Deep dive", "Review"}
    (evening,) = found["Evening"]
    assert {at.weekday() for at in occurrences(evening)} == {0, 1, 2, 3}
    assert {at.weekday() for at in occurrences(found["Deep dive"][0])} == {5}
    assert evening["duration"].dt == timedelta(minutes=75)
    assert evening.walk("VALARM")[0]["trigger"].dt == timedelta(0)


def test_the_wall_time_stays_across_a_change_of_the_clock(learner: User) -> None:
    (evening,) = events(learner)["Evening"]
    assert evening["dtstart"].params["TZID"] == "Europe/Berlin"
    at = {moment.date(): moment for moment in occurrences(evening)}
    winter, summer = (
        at[day].replace(tzinfo=BERLIN).astimezone(UTC) for day in (date(2027, 3, 25), date(2027, 3, 29))
    )
    assert (winter.hour, summer.hour) == (18, 17)


def test_the_zone_is_told_so_that_a_program_without_a_table_agrees(learner: User) -> None:
    (zone,) = Calendar.from_ical(fetch(learner).content).walk("VTIMEZONE")  # type: ignore[attr-defined]
    theirs = zone.to_tz(lookup_tzid=False)
    for month in range(1, 13):
        at = datetime(2027, month, 15, 12)  # noqa: DTZ001 - wall time
        assert at.replace(tzinfo=theirs).utcoffset() == at.replace(tzinfo=BERLIN).utcoffset()


def test_no_block_is_on_a_rest_day_a_vacation_or_a_day_made_one(learner: User) -> None:
    routine.add_away(learner, date(2026, 12, 21), date(2027, 1, 3), now=MORNING)
    days.shape(learner, "rest", now=MORNING + timedelta(days=1), request_id=uuid4())
    for title in ("Morning", "Evening", "Deep dive"):
        came = all_days(learner, title)
        assert came
        assert not [day for day in came if date(2026, 12, 21) <= day <= date(2027, 1, 3)]
        assert date(2026, 11, 25) not in came
        assert not [day for day in came if day.weekday() == 6]
    assert date(2026, 12, 17) in all_days(learner, "Evening")
    assert date(2027, 1, 4) in all_days(learner, "Evening")


def test_a_pause_ends_them_until_it_is_over(learner: User) -> None:
    routine.pause(learner, now=MORNING + timedelta(days=2))
    assert all_days(learner, "Evening") == [date(2026, 11, 24), date(2026, 11, 25)]


def test_a_changed_routine_leaves_the_past_and_names_stay(learner: User) -> None:
    before = {str(event["uid"]) for event in events(learner)["Evening"]}
    clocks = {"evening": {"on": True, "minutes": 30, "clock": "21:00"}}
    routine.save_routine(learner, {"blocks": clocks}, now=MORNING + timedelta(days=7))
    old, new = sorted(events(learner)["Evening"], key=lambda event: event["dtstart"].dt)
    assert {str(old["uid"])} == before
    assert max(occurrences(old)).date() == date(2026, 11, 30)
    assert min(occurrences(new)) == datetime(2026, 12, 1, 21)  # noqa: DTZ001 - wall time


def test_a_block_after_midnight_comes_on_the_next_date() -> None:
    make_plan()
    plan = {"daily": [{"id": "late", "title": "Late", "minutes": [30, 30]}], "weekly": []}
    calendar = Plan(((date.min, routine_of(plan, {"blocks": {"late": {"clock": "01:00"}}})),), ())
    late = next(
        e for e in events_of(calendar, date(2026, 11, 23), date(2026, 11, 29), (), 4) if e.slot.id == "late"
    )
    assert (late.first, late.last) == (date(2026, 11, 24), date(2026, 11, 27))


def test_a_program_that_has_it_is_told_so_and_nobody_keeps_it(learner: User) -> None:
    first = fetch(learner)
    assert first.headers["Cache-Control"] == "private, no-store"  # type: ignore[attr-defined]
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"  # type: ignore[attr-defined]
    assert fetch(learner, if_none_match=first.headers["ETag"]).status_code == 304  # type: ignore[attr-defined]


def test_an_address_is_kept_as_a_hash_and_leads_nowhere_once_revoked(learner: User) -> None:
    address = feed_address(learner)
    assert address
    secret = address.rpartition("/")[2].removesuffix(".ics")
    row = CalendarFeed.objects.get()
    assert secret not in (row.salt, row.secret_hash)
    assert make_feed(learner, now=MORNING) is False
    assert feed_address(learner) == address
    assert revoke_feed(learner) is True
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404
    make_feed(learner, now=MORNING)
    assert feed_address(learner) != address


def test_an_unknown_address_and_one_of_somebody_shut_out_are_not_there(learner: User) -> None:
    assert Client().get(f"/calendar/{'0' * 64}.ics").status_code == 404
    User.objects.update(is_active=False)
    assert fetch(learner).status_code == 404  # type: ignore[attr-defined]


def test_the_address_cannot_be_shown_after_the_key_was_changed_but_still_works(
    learner: User, settings: object
) -> None:
    address = feed_address(learner)
    assert address
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key"  # type: ignore[attr-defined]
    assert feed_address(learner) == ""
    assert Client().get("/calendar/" + address.rpartition("/")[2]).status_code == 200
