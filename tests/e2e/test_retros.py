"""A week in a browser: closed without a script, and looked at for barriers on small and large screens."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.retros.models import Chosen, Words
from portal.retros.rules.weeks import Week, week_before, week_of
from portal.retros.services.weeks import compute
from portal.retros.services.words import Draft, save
from portal.review.rules.days import day_start
from tests.e2e.barriers import LOOK, barriers, barriers_of
from tests.e2e.conftest import Open
from tests.factories import make_learner, make_lesson, make_plan
from tests.retros.world import study, take_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)
COPIES = "Object.keys(localStorage).filter((name) => name.startsWith('retro:')).length"


@pytest.fixture
def week() -> Week:
    return week_before(week_of((timezone.now() - timedelta(hours=4)).date()))


@pytest.fixture
def somebody(week: Week) -> User:
    """A learner who studied last week, and has not closed it."""
    make_plan()
    make_lesson("sql/joins")
    learner = make_learner(zone="UTC", name="Mira")
    at = day_start(week.first + timedelta(days=1), ZoneInfo("UTC"), 12)
    study(learner, at)
    take_quiz(learner, "LAG", "RANK", at=at)
    compute(learner, week, now=timezone.now(), tell=False)
    return learner


def test_a_week_is_closed_without_a_script(open_page: Open, somebody: User, week: Week) -> None:
    page = open_page(somebody, java_script_enabled=False)
    page.goto("/retro/")
    page.get_by_role("link", name=f"Close week {week.number}").click()
    page.get_by_label("What did you learn?").fill("Put it in ON.")
    hard = page.get_by_role("group", name="Was it one of these?")
    hard.get_by_role("checkbox", name="Joins").check()
    page.get_by_role("button", name="Close the week").click()
    expect(page.get_by_text("Closed on")).to_be_visible()
    expect(page.get_by_text("1 new card in your reviews")).to_be_visible()
    assert Words.objects.get().learned == "Put it in ON."
    assert Chosen.objects.get().made == 1


@pytest.fixture
def page(open_page: Open, somebody: User, week: Week) -> Page:
    """The page of the week, open."""
    page = open_page(somebody)
    page.goto(f"/retro/{week.name}/")
    return page


def test_what_was_typed_is_back_after_the_tab_was_closed_until_it_is_saved(page: Page) -> None:
    expect(page.locator("[data-back]")).to_be_hidden()
    page.get_by_label("What was hard?").fill("NULL keys\n")
    again = page.context.new_page()
    page.close()
    again.goto(page.url)
    expect(again.get_by_label("What was hard?")).to_have_value("NULL keys")
    expect(again.get_by_text("It is not saved yet")).to_be_visible()
    again.get_by_role("button", name="Save for later").click()
    expect(again.get_by_text("Saved on")).to_be_visible()
    expect(again.locator("[data-back]")).to_be_hidden()
    assert again.evaluate(COPIES) == 0
    assert Words.objects.get().hard == "NULL keys"


def test_what_was_typed_in_a_closed_tab_never_overwrites_what_was_saved_since(
    page: Page, somebody: User, week: Week
) -> None:
    page.get_by_label("What did you learn?").fill("In the closed tab.")
    save(somebody, week, Draft({"learned": "On the phone."}, 0), now=timezone.now())
    page.reload()
    expect(page.get_by_label("What did you learn?")).to_have_value("In the closed tab.")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two texts")
    both = page.get_by_role("textbox", name="What did you learn?")
    expect(both).to_have_value("On the phone.\nIn the closed tab.")
    page.get_by_role("link", name="Keep the saved texts").click()
    expect(page.get_by_label("What did you learn?")).to_have_value("On the phone.")
    expect(page.locator("[data-back]")).to_be_hidden()
    assert page.evaluate(COPIES) == 0


def test_on_a_phone_the_year_opens_at_its_newest_week(open_page: Open, somebody: User) -> None:
    page = open_page(somebody, width=390, java_script_enabled=False)
    page.goto("/retro/")
    newest = page.locator(".year-scroll .chart__bar").last.bounding_box()
    assert newest
    assert 0 < newest["x"] < 390 - newest["width"]


def test_on_a_phone_no_name_of_a_block_runs_into_its_bar(open_page: Open, somebody: User, week: Week) -> None:
    page = open_page(somebody, width=390)
    page.goto(f"/retro/{week.name}/")
    boxes = "all => all.map(one => [one.getBoundingClientRect().right, one.nextElementSibling.getBoundingClientRect().left])"
    pairs = page.locator(".chart--wide > text.chart__strong").evaluate_all(boxes)
    assert len(pairs) > 3
    assert [pair for pair in pairs if pair[0] > pair[1] - 2] == []


def test_on_a_phone_the_minutes_behind_the_longest_bar_stay_in_the_drawing(
    open_page: Open, somebody: User, week: Week
) -> None:
    page = open_page(somebody, width=390)
    page.goto(f"/retro/{week.name}/")
    ends = page.locator(".chart--wide > text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert max(ends) <= page.locator(".chart--wide").evaluate("one => one.getBoundingClientRect().right")


def test_no_page_of_weeks_has_a_barrier(open_page: Open, somebody: User, week: Week, axe_source: str) -> None:
    path = f"/retro/{week.name}/"
    page = open_page(somebody, width=360, **LOOK)
    found = barriers_of(page, axe_source, ["/retro/", path, "/retro/2026-W01/"], widths=WIDTHS)
    page.goto(path)
    save(somebody, week, Draft({"learned": "Another tab."}, 0), now=timezone.now())
    page.get_by_label("What did you learn?").fill("This tab.")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two texts")
    assert found + barriers(page, axe_source, "conflict", widths=WIDTHS) == []
