"""Today in the browser: a whole day in three zones, the timer, the short day, without scripts, without barriers."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Page, expect

from portal.accounts.models import Profile, User
from portal.content.models import Lesson, PlanDocument
from portal.progress.ledger import differences
from portal.progress.models import StudyDay
from portal.progress.services import note_place
from portal.routine.models import Timer
from portal.routine.services.day import log_minutes
from portal.routine.services.timer import start
from tests.e2e.barriers import LOOK, barriers_of
from tests.e2e.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOOK = {
    "title": "Fundamentals of Data Engineering",
    "authors": ["Joe Reis"],
    "chapters": [{"title": title, "part": "In depth"} for title in ("Storage", "Ingestion", "Serving")],
}
BLOGS = [{"id": "netflix", "title": "Netflix TechBlog", "url": "https://netflixtechblog.com/", "feed": ""}]
# A Thursday at UTC+14, a Thursday in Kolkata, and the Sunday before whose night New York sets its clocks back.
DAYS = {
    "Pacific/Kiritimati": (2026, 11, 26),
    "Asia/Kolkata": (2026, 11, 26),
    "America/New_York": (2026, 10, 29),
}
PATHS = [
    "/today/",
    "/today/year/",
    "/today/forecast/?more=15",
    "/today/reading/",
    "/settings/routine/",
    "/today/2026-11-25/",
]


COVERED = """line => {
  const texts = [...line.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
  const box = line.getBoundingClientRect(), found = [];
  texts.forEach(([words, one], at) => {
    if (one.left < box.left - 1 || one.right > box.right + 1) found.push(`${words} leaves the drawing`);
    for (const [other, two] of texts.slice(at + 1)) {
      const meets = one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
      if (meets) found.push(`${words} and ${other}`);
    }
  });
  return found;
}"""


@pytest.fixture
def mira(learner: User, lessons: list[Lesson]) -> User:
    """A learner in Berlin who has begun a lesson."""
    PlanDocument.objects.update(book=BOOK, blogs=BLOGS)
    Profile.objects.create(user=learner, zone="Europe/Berlin", zone_confirmed=True)
    return learner


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock that stands still until it is moved, at 06:50 of a Thursday in Berlin."""
    with time_machine.travel(
        datetime(2026, 11, 26, 6, 50, tzinfo=ZoneInfo("Europe/Berlin")), tick=False
    ) as traveller:
        yield traveller


def block(page: Page, name: str) -> Any:
    return page.locator(".session").filter(has=page.get_by_role("heading", name=name, exact=True))


@pytest.mark.parametrize("zone", DAYS)
def test_a_whole_day_from_the_first_block_to_the_calm_end(
    open_page: Open, mira: User, clock: Any, zone: str
) -> None:
    Profile.objects.filter(user=mira).update(zone=zone)
    day = datetime(*DAYS[zone], tzinfo=ZoneInfo(zone))
    clock.move_to(day.replace(hour=7, minute=2))
    page = open_page(mira)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{day:%A}, {day.day} {day:%B}")
    block(page, "Morning").get_by_role("button", name="Start now").click()
    expect(block(page, "Morning")).to_contain_text("since 07:02")
    clock.move_to(day.replace(hour=7, minute=49))
    block(page, "Morning").get_by_role("button", name="Finish here").click()
    expect(block(page, "Morning")).to_contain_text("47 of 45 min")
    expect(block(page, "Morning")).to_contain_text("07:02 to 07:49")
    clock.move_to(day.replace(hour=13, minute=30))
    block(page, "Afternoon").get_by_role("button", name="Skip").click()
    expect(block(page, "Afternoon")).to_contain_text("Skipped")
    clock.move_to(day + timedelta(hours=25, minutes=30))  # after midnight, before the day ends at 04:00
    block(page, "Evening").get_by_text("Log minutes, swap").click()
    block(page, "Evening").get_by_label("Minutes").fill("60")
    block(page, "Evening").get_by_role("button", name="Log them").click()
    expect(page.locator(".page__lead")).to_contain_text("107 of 150 minutes")
    block(page, "Evening").get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="That is all for today")).to_be_visible()
    row = StudyDay.objects.get(user=mira)
    assert (row.day, row.minutes, row.done) == (day.date(), 107, 2)
    assert differences(mira) == []


def test_a_night_with_25_hours_still_ends_at_four(open_page: Open, mira: User, clock: Any) -> None:
    Profile.objects.filter(user=mira).update(zone="America/New_York")
    night = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))  # it is half past one twice
    page = open_page(mira)
    for moment, title in (
        (night, "Saturday, 31 October"),
        (night.replace(fold=1), "Saturday, 31 October"),
        (night.replace(hour=3, minute=59), "Saturday, 31 October"),
        (night.replace(hour=4, minute=0), "Sunday, 1 November"),
    ):
        clock.move_to(moment)
        page.goto("/today/")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_timer_survives_a_reload_and_is_found_on_another_device(
    open_page: Open, mira: User, clock: Any
) -> None:
    page = open_page(mira)
    page.goto("/today/")
    block(page, "Morning").get_by_role("button", name="Start now").click()
    expect(block(page, "Morning")).to_contain_text("Running")
    clock.shift(timedelta(minutes=12, seconds=18))
    page.reload()
    expect(page.locator(".timer__value")).to_have_text(re.compile(r"^1[2-9]:\d\d$"))
    phone = open_page(mira, width=390, java_script_enabled=False)
    phone.goto("/today/")
    expect(phone.locator(".timer")).to_contain_text("12 min of 45 min")
    phone.get_by_role("button", name="Pause").click()
    expect(phone.locator(".page__lead")).to_contain_text("12 of 150 minutes")
    page.get_by_role("button", name="Pause").click()
    expect(block(page, "Morning")).to_contain_text("12 of 45 min")
    assert StudyDay.objects.get().minutes == 12
    assert not Timer.objects.exists()


def test_a_refusal_is_said_where_the_learner_is(open_page: Open, mira: User, clock: Any) -> None:
    page = open_page(mira)
    page.goto("/today/")
    expect(block(page, "Evening").get_by_role("button", name="Start now")).to_be_visible()
    start(mira, "morning", now=datetime.now(tz=ZoneInfo("UTC")))
    block(page, "Evening").get_by_role("button", name="Start now").click()
    expect(page.locator("#live")).to_contain_text("Another block is running")
    assert Timer.objects.get().block == "morning"


def test_only_fifteen_minutes_makes_another_day_and_keeps_the_focus(
    open_page: Open, mira: User, clock: Any
) -> None:
    page = open_page(mira)
    page.goto("/today/")
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Only 15 minutes today").click()
    expect(block(page, "Short day")).to_contain_text("15 min")
    expect(page.locator(".session")).to_have_count(1)
    assert page.evaluate("window.same") is True
    page.get_by_role("button", name="Back to the full day").click()
    expect(page.locator(".session")).to_have_count(3)


def test_a_mark_is_told_in_the_live_region_and_taken_back_there_in_place(
    open_page: Open, mira: User, clock: Any
) -> None:
    page = open_page(mira)
    page.goto("/today/")
    page.evaluate("window.same = true")
    block(page, "Morning").get_by_role("button", name="Mark chapter 1 as read").click()
    expect(page.get_by_role("status")).to_contain_text("Chapter 1 is marked as read.")
    page.get_by_role("status").get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("Chapter 1 is open again.")
    expect(block(page, "Morning")).to_contain_text("chapter 1: Storage")
    assert page.evaluate("window.same") is True


def test_a_done_block_goes_on_to_show_its_lesson_when_the_next_is_due(
    open_page: Open, mira: User, lessons: list[Lesson], clock: Any
) -> None:
    note_place(mira, lessons[0], anchor="the-idea", at=datetime.now(tz=ZoneInfo("UTC")))
    page = open_page(mira)
    page.goto("/today/")
    block(page, "Evening").get_by_role("button", name="Done").click()
    expect(block(page, "Evening")).to_contain_text("Lesson: Joins")
    page.goto("/path/sql/joins/")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("/today/")
    expect(block(page, "Evening")).to_contain_text("Lesson: Joins")
    expect(block(page, "Evening")).to_contain_text("Done")


def test_everything_works_without_scripts(open_page: Open, mira: User, clock: Any) -> None:
    page = open_page(mira, java_script_enabled=False)
    page.goto("/today/")
    block(page, "Morning").get_by_role("button", name="Mark chapter 1 as read").click()
    expect(block(page, "Morning")).to_contain_text("chapter 2: Ingestion")
    page.get_by_role("status").get_by_role("button", name="Take it back").click()
    expect(block(page, "Morning")).to_contain_text("chapter 1: Storage")
    block(page, "Morning").get_by_role("button", name="Mark chapter 1 as read").click()
    block(page, "Morning").locator("summary").click()
    block(page, "Morning").get_by_role("button", name="Suggest something else").click()
    expect(block(page, "Morning")).to_contain_text("Netflix TechBlog")
    block(page, "Evening").get_by_role("button", name="Skip").click()
    expect(block(page, "Evening")).to_contain_text("Skipped")
    block(page, "Evening").get_by_role("button", name="Open it again").click()
    expect(block(page, "Evening")).to_contain_text("Planned")
    page.get_by_role("link", name="Change the minutes of Wednesday").click()
    page.get_by_label("Morning, minutes").fill("40")
    page.get_by_role("button", name="Save the day").click()
    expect(page.locator("[aria-current=date]")).to_be_visible()
    expect(page.locator(".week__day").nth(2)).to_contain_text("40 min")


@pytest.mark.parametrize("wall", ["13:20", "22:13", "00:13"])
def test_no_word_of_the_days_ruler_covers_another(open_page: Open, mira: User, clock: Any, wall: str) -> None:
    hour, _, minute = wall.partition(":")
    day = datetime(2026, 11, 27 if hour == "00" else 26, 13, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    clock.move_to(datetime(2026, 11, 26, 13, 14, tzinfo=ZoneInfo("Europe/Berlin")))
    start(mira, "morning", now=datetime.now(tz=ZoneInfo("UTC")))
    clock.move_to(day.replace(hour=int(hour), minute=int(minute)))
    page = open_page(mira, width=1280)
    page.goto("/today/")
    expect(page.locator(".dayline .chart__strong")).to_have_text(wall)
    assert page.locator(".dayline").evaluate(COVERED) == []


def test_a_phone_shows_the_newest_weeks_of_the_year_first(open_page: Open, mira: User, clock: Any) -> None:
    page = open_page(mira, width=390, java_script_enabled=False)
    page.goto("/today/year/")
    expect(page.locator(".heat-scroll rect").last).to_be_in_viewport(ratio=1)
    expect(page.locator(".heat-scroll").get_by_text("Mon", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator(".heat-scroll circle").first).not_to_be_in_viewport()


def test_the_slider_of_the_forecast_says_its_value_and_changes_the_dates(
    open_page: Open, mira: User, clock: Any
) -> None:
    page = open_page(mira)
    page.goto("/today/forecast/")
    knob, said = page.get_by_role("slider"), page.locator("output")
    expect(said).to_have_text("0 min")
    knob.evaluate("knob => { knob.value = 30; knob.dispatchEvent(new Event('input', {bubbles: true})); }")
    expect(said).to_have_text("30 min")
    expect(page.locator("#forecast-dates")).not_to_contain_text("more a day")
    knob.press("ArrowRight")
    expect(said).to_have_text("35 min")
    expect(page.locator("#forecast-dates")).to_contain_text("35 min more a day")
    expect(knob).to_be_focused()
    page.reload()
    expect(said).to_have_text("35 min")


def test_no_page_of_the_routine_has_a_barrier_or_scrolls_sideways(
    open_page: Open, mira: User, lessons: list[Lesson], clock: Any, axe_source: str
) -> None:
    now = datetime.now(tz=ZoneInfo("UTC"))
    for n in range(40):
        log_minutes(mira, "evening", 20 + 5 * n, now=now - timedelta(days=n), request_id=uuid4())
    note_place(mira, lessons[0], anchor="the-idea", at=now)
    start(mira, "morning", now=now - timedelta(minutes=12))
    page = open_page(mira, width=390, **LOOK)
    assert barriers_of(page, axe_source, PATHS, widths=(390, 1280)) == []
