"""The clock that the calendar feed tells, read as RFC 5545 says and compared with the table of zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Component

from portal.reminders.models import CalendarFeed
from portal.reminders.selectors.feed import feed_text
from portal.reminders.services.feed import make_feed
from tests.reminders.making import MORNING, make_reminded

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 1, 5, 12, tzinfo=UTC)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # by half an hour
    "America/Sao_Paulo",  # not any more
    "Africa/Casablanca",  # by the moon, back in Ramadan
    "Europe/Dublin",  # summer is its standard
    "America/Nuuk",  # late in the evening of a Saturday
)


def parts_of(zone: str) -> list[Component]:
    learner = make_reminded(zone=zone)
    make_feed(learner, now=MADE)
    text = feed_text(CalendarFeed.objects.get(), MORNING)
    (told,) = Calendar.from_ical(text).walk("VTIMEZONE")
    assert told["tzid"] == zone
    return told.subcomponents


def onset(part: Component) -> datetime:
    """RFC 5545, 3.6.5: the onset is a local time, by the offset in use before it."""
    return (part["dtstart"].dt - part["tzoffsetfrom"].td).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_a_program_that_knows_no_zones_has_the_right_offset_at_every_hour(zone: str) -> None:
    parts = sorted(parts_of(zone), key=onset)
    at, wrong = onset(parts[0]), []
    assert at.date() <= MADE.date()
    while at < datetime(2027, 12, 31, tzinfo=UTC):
        told = [part for part in parts if onset(part) <= at][-1]["tzoffsetto"].td
        if told != at.astimezone(ZoneInfo(zone)).utcoffset():
            wrong.append(at)
        at += timedelta(minutes=30)
    assert wrong == []


@pytest.mark.parametrize(
    ("zone", "summer"), [("Europe/Berlin", "20270328T020000"), ("America/New_York", "20270314T020000")]
)
def test_summer_time_begins_by_the_clock_it_ends(zone: str, summer: str) -> None:
    begins = [part["dtstart"].to_ical().decode() for part in parts_of(zone) if part.name == "DAYLIGHT"]
    assert begins[-1] == summer


def test_each_change_goes_from_where_the_one_before_led() -> None:
    parts = sorted(parts_of("Europe/Berlin"), key=onset)
    assert [one["tzoffsetto"].td for one in parts[:-1]] == [one["tzoffsetfrom"].td for one in parts[1:]]
    assert [onset(part).date() for part in parts[1:3]] == [date(2026, 3, 29), date(2026, 10, 25)]
