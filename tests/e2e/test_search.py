"""Searching in the browser: as one types, by keyboard, with scripts and without, in both themes and on a small screen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.search.sync import bring_up_to_date
from tests.e2e.barriers import LOOK, barriers_of
from tests.e2e.conftest import Open
from tests.factories import make_lesson
from tests.notes.making import make_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUERIES = ["", "?q=window", "?q=zebra", "?q=windw", f"?q={'nothing' * 20}"]


@pytest.fixture
def world(learner: User, lessons: list[Lesson]) -> list[Lesson]:
    """The small plan, thirty more lessons with one word in common, and a note."""
    for number in range(30):
        make_lesson(
            f"sql/zebra-{number}", track=lessons[0].track, title=f"Zebra {number}", short=f"Zebra {number}"
        )
    make_note(learner, lessons[0], "Each <b>window</b> is mine.")
    bring_up_to_date()
    return lessons


def words(page: Page) -> Any:
    return page.get_by_label("Words")


def test_results_come_as_one_types_and_the_focus_stays(
    open_page: Open, learner: User, world: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto("/search/")
    expect(words(page)).to_be_focused()
    page.evaluate("window.same = true")
    page.keyboard.type("windw")
    expect(page.locator("#search-count")).to_contain_text("Showing results for “window”.")
    expect(page.locator("#search-answer mark").first).to_be_visible()
    expect(words(page)).to_be_focused()
    page.wait_for_url("**/search/?q=windw**")
    assert page.evaluate("window.same") is True
    page.get_by_label("In", exact=True).select_option("Your notes")
    expect(page.locator("#search-count")).to_contain_text("1 result")
    expect(page.locator(".found__text")).to_contain_text("<b>window</b>")


def test_back_leads_to_the_same_results(open_page: Open, learner: User, world: list[Lesson]) -> None:
    page = open_page(learner)
    page.goto("/path/")
    page.goto("/search/")
    words(page).fill("zzzzzz window")
    expect(page.locator("#search-count")).to_have_text("Nothing found")
    words(page).fill("window")
    first = page.locator(".found__link").first
    expect(first).to_be_visible()
    page.wait_for_url("**q=window&**")
    address = first.get_attribute("href")
    first.click()
    page.wait_for_url(f"**{address}")
    page.go_back()
    expect(words(page)).to_have_value("window")
    expect(page.locator(".found__link").first).to_have_attribute("href", str(address))
    page.go_back()
    page.wait_for_url("**/path/")


def test_the_keyboard_alone_is_enough(open_page: Open, learner: User, world: list[Lesson]) -> None:
    page = open_page(learner)
    page.goto("/path/")
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    expect(words(page)).to_be_focused()
    page.keyboard.type("zebra")
    expect(page.locator("#search-count")).to_have_text("30 results, page 1 of 2")
    links = page.locator(".found__link")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(words(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("/")
    expect(words(page)).to_be_focused()
    expect(words(page)).to_have_value("zebra")
    page.keyboard.press("ArrowDown")
    title = links.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_key_does_nothing_once_it_is_switched_off(
    open_page: Open, learner: User, world: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto("/search/")
    page.get_by_role("button", name="Switch the key off").click()
    expect(page.get_by_role("button", name="Let it lead to the search")).to_be_visible()
    page.goto("/path/")
    link = page.locator("[data-search-link]")
    expect(link).not_to_have_attribute("aria-keyshortcuts", "/")
    prevented = "event => window.stopped = event.defaultPrevented"
    page.evaluate(f"addEventListener('keydown', {prevented})")
    page.keyboard.press("/")
    assert page.evaluate("window.stopped") is False
    page.goto("/search/")
    page.get_by_role("button", name="Let it lead to the search").click()
    expect(page.get_by_role("button", name="Switch the key off")).to_be_visible()
    page.goto("/path/")
    page.keyboard.press("/")
    page.wait_for_url("**/search/")


def test_a_stroke_in_a_field_is_a_stroke(open_page: Open, learner: User, world: list[Lesson]) -> None:
    page = open_page(learner)
    page.goto("/notes/day/2026-11-24/")
    area = page.locator("textarea[name=text]")
    area.fill("")
    area.press_sequentially("1/2")
    expect(area).to_have_value("1/2")


@pytest.mark.parametrize("width", [390, 1280])
def test_everything_works_without_scripts(
    open_page: Open, learner: User, world: list[Lesson], width: int
) -> None:
    page = open_page(learner, width=width, java_script_enabled=False)
    page.goto("/path/")
    page.get_by_role("link", name="Search", exact=True).click()
    words(page).fill("zebra")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("30 results, page 1 of 2")).to_be_visible()
    page.get_by_role("link", name="More").click()
    expect(page.get_by_text("30 results, page 2 of 2")).to_be_visible()
    expect(page.locator(".found__link")).to_have_count(10)
    words(page).fill("windw")
    page.get_by_label("In", exact=True).select_option("Lessons")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Showing results for “window”.")).to_be_visible()
    page.get_by_role("link", name="Search for it all the same").click()
    expect(page.get_by_text("Nothing holds all of that")).to_be_visible()


def test_no_page_of_the_search_has_a_barrier_or_is_too_wide(
    open_page: Open, learner: User, world: list[Lesson], axe_source: str
) -> None:
    paths = [f"/search/{query}" for query in QUERIES]
    for who in (None, learner):
        page = open_page(who, width=320, **LOOK)
        assert barriers_of(page, axe_source, paths, widths=(320, 390, 1280)) == [], who
