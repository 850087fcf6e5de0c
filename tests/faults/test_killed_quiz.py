"""Q1: an answer survives a killed server, in a real browser."""

from collections.abc import Iterator

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
PATIENCE = 120_000  # milliseconds until a page has found its portal again
STORED = """
from portal.quizzes.models import Attempt
responses = Attempt.objects.latest("pk").responses.order_by("question")
print(*[text for response in responses for texts in response.value.values() for text in texts], sep="|", end="")
"""
NOTHING_KEPT = "Object.keys(localStorage).every((key) => !key.startsWith('quiz:'))"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A portal with a quiz and a learner, not started; each test begins an attempt of its own."""
    folder = tmp_path_factory.mktemp("killed-quiz")
    portal = Portal(folder)
    portal.prepare(make_tree(folder / "curriculum", {"01-sql/01-core/02-windows.quiz.md": QUIZ}))
    portal.manage("collectstatic", "--noinput", "-v0")
    return portal


@pytest.fixture
def laptop(prepared: Portal) -> Iterator[Portal]:
    prepared.start()
    yield prepared
    prepared.kill()


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
    page.wait_for_load_state()  # with its scripts
    return page


def stored(portal: Portal) -> str:
    return portal.manage("shell", "-v0", "-c", STORED).stdout


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("Saved.", timeout=PATIENCE)


def away(page: Page) -> None:
    """Wait until the page says that its portal is away."""
    expect(page.locator("[data-offline]")).to_contain_text("cannot be reached", timeout=PATIENCE)


def kept(page: Page) -> str:
    """Return what the browser keeps until the portal has acknowledged it."""
    text: str = page.evaluate("Object.values(localStorage).join()")
    return text


def test_what_was_saved_is_there_after_a_kill_without_the_browser(laptop: Portal, page: Page) -> None:
    page.get_by_label("Your answer").press_sequentially("Said to be saved.")
    saved(page)
    laptop.kill()
    page.context.close()
    assert stored(laptop) == "Said to be saved."


@pytest.mark.parametrize("pause", [0, 1000, 1300], ids="{}ms-after-typing".format)
def test_no_letter_is_lost_when_the_portal_is_killed_while_an_answer_is_typed(
    laptop: Portal, page: Page, pause: int
) -> None:
    words = page.get_by_label("Your answer")
    words.press_sequentially("Before the kill, ", delay=20)
    page.wait_for_timeout(pause)  # before, at, and after the save: no moment may lose anything
    laptop.kill()
    before = stored(laptop)
    assert "Before the kill, ".startswith(before)
    assert before == "Before the kill, " or "Before the kill, " in kept(page)
    words.press_sequentially("while it is away, ", delay=20)
    away(page)
    assert "Before the kill, while it is away, " in kept(page)
    laptop.start()
    words.press_sequentially("and after.", delay=20)
    expect(page.locator("[data-offline]")).to_be_hidden(timeout=PATIENCE)
    page.wait_for_function(NOTHING_KEPT)
    assert stored(laptop) == "Before the kill, while it is away, and after."


def test_a_check_while_the_portal_is_away_says_so_and_loses_nothing(laptop: Portal, page: Page) -> None:
    laptop.kill()
    page.get_by_label("Your answer").fill("Pressed in vain.")
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator("#live")).to_contain_text("cannot be reached", timeout=PATIENCE)
    expect(page.get_by_label("Your answer")).to_have_value("Pressed in vain.")
    laptop.start()
    expect(page.locator("[data-offline]")).to_be_hidden(timeout=PATIENCE)
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator("[data-answered]")).to_contain_text("Pressed in vain.")
    assert stored(laptop) == "Pressed in vain."


def test_a_page_closed_while_the_portal_was_away_is_sent_when_it_is_opened_again(
    laptop: Portal, context: BrowserContext, page: Page
) -> None:
    laptop.kill()
    page.get_by_label("Your answer").fill("Typed to nobody.")
    away(page)
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
    away(page)
    address = page.url.removesuffix("1/") + "2/"
    page.close()
    laptop.start()
    other = context.new_page()
    other.goto(address)
    expect(other.get_by_role("heading", level=2)).to_have_text("Name it")
    other.wait_for_function(NOTHING_KEPT)
    assert stored(laptop) == "Left behind."
