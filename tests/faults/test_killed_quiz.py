"""Q1: an answer survives a killed server, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.content.compile.trees import make_tree
from tests.faults.portal import Portal

pytestmark = pytest.mark.browser
QUIZ = """\
---
id: killed
title: Killed
---

## Describe it {#text .reflect}

## Name it {#name}

Answer: [[LAG]]
"""
PATIENCE = 20_000  # milliseconds until a page has found its portal again
STORED = """
from portal.quizzes.models import Response
print(*[v for r in Response.objects.order_by("question") for vs in r.value.values() for v in vs], sep="|")
"""


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path)
    portal.prepare(make_tree(tmp_path / "curriculum", {"01-sql/01-core/02-windows.quiz.md": QUIZ}))
    portal.manage("collectstatic", "--noinput", "-v0")
    portal.start()
    yield portal
    portal.kill()


@pytest.fixture
def context(browser: Browser, laptop: Portal) -> Iterator[BrowserContext]:
    url = f"http://localhost:{laptop.port}"
    context = browser.new_context(base_url=url)
    context.add_cookies([{"name": "session", "value": laptop.session, "url": url}])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The first question of an attempt that has just begun."""
    page = context.new_page()
    page.goto("/quiz/killed/")
    page.get_by_role("button", name="Start practice").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Describe it")
    return page


def stored(portal: Portal) -> str:
    return portal.manage("shell", "-v0", "-c", STORED).stdout.strip()


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("Saved.", timeout=PATIENCE)


def test_a_page_closed_while_the_portal_was_away_is_sent_when_it_is_opened_again(
    laptop: Portal, context: BrowserContext, page: Page
) -> None:
    laptop.kill()
    page.get_by_label("Your answer").fill("Typed to nobody.")
    expect(page.locator("[data-offline]")).to_contain_text("cannot be reached", timeout=PATIENCE)
    address = page.url
    page.close()
    laptop.start()
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("Your answer")).to_have_value("Typed to nobody.")
    saved(again)
    assert stored(laptop) == "Typed to nobody."


def test_an_answer_left_behind_is_sent_from_the_next_question(
    laptop: Portal, context: BrowserContext, page: Page
) -> None:
    laptop.kill()
    page.get_by_label("Your answer").fill("Left behind.")
    expect(page.locator("[data-offline]")).to_be_visible(timeout=PATIENCE)
    address = page.url.removesuffix("1/") + "2/"
    page.close()
    laptop.start()
    other = context.new_page()
    other.goto(address)
    expect(other.get_by_role("heading", level=2)).to_have_text("Name it")
    other.wait_for_function("Object.keys(localStorage).every((key) => !key.startsWith('quiz:'))")
    assert stored(laptop) == "Left behind."
