"""An answer saves itself while it is typed, and a page is never told of its own save as if it were another's."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from portal.accounts.models import User
from portal.quizzes.models import Attempt, Quiz, Response
from tests.e2e.conftest import Open
from tests.quizzes.world import EXAMPLE, begin, store_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(EXAMPLE.replace("draw: 12 ", "draw: 18 "))


@pytest.fixture(params=["practice", "exam"])
def attempt(request: Any, learner: User, quiz: Quiz) -> Attempt:
    return begin(learner, quiz, request.param)


def address(attempt: Attempt) -> str:
    """Return where the question after the function's name is."""
    return f"{attempt.get_absolute_url()}{attempt.order.index('lag') + 1}/"


def taken_unheard(route: Route) -> None:
    """Let the portal take what is sent; its answer never arrives."""
    route.fetch(max_redirects=0)
    route.abort()


def meet(page: Page, do: Callable[[Route], None]) -> None:
    """Let ``do`` answer what is sent next, and let pass what follows.

    Not with ``times=1``: that takes the interception away while what follows is on its way, which then may hang.
    """
    met: list[Route] = []

    def handler(route: Route) -> None:
        if met:
            return route.fallback()
        met.append(route)
        return do(route)

    page.route("**/answer/", handler)


def unheard(page: Page, text: str) -> None:
    """Type what the portal saves and the page does not know to be saved."""
    meet(page, taken_unheard)
    page.get_by_label("Gap 1").fill(text)
    expect(page.locator("[data-offline]")).to_be_visible()
    assert Response.objects.get().value == {"gap-0": [text]}


def stored() -> str:
    value: str = Response.objects.get().value["gap-0"][0]
    return value


def test_typing_without_a_pause_is_saved_within_two_seconds(
    open_page: Open, learner: User, quiz: Quiz
) -> None:
    page = open_page(learner)
    page.clock.install()
    page.goto(address(begin(learner, quiz)))
    page.clock.pause_at("2099-01-01")
    for letter in "LAG(pr":  # 400 ms apart, which is never the second after which a pause saves
        page.get_by_label("Gap 1").press(letter)
        page.clock.run_for(400)
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert stored() == "LAG(p"


def test_what_follows_a_lost_acknowledgement_is_saved_without_a_conflict(
    open_page: Open, learner: User, attempt: Attempt
) -> None:
    page = open_page(learner)
    page.goto(address(attempt))
    unheard(page, "LA")
    page.get_by_label("Gap 1").fill("LAG")
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert stored() == "LAG"
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_a_page_that_was_closed_on_a_lost_acknowledgement_goes_on_without_a_conflict(
    open_page: Open, learner: User, attempt: Attempt
) -> None:
    page = open_page(learner)
    page.goto(address(attempt))
    unheard(page, "LA")
    page.route("**/answer/", lambda route: route.abort())
    page.get_by_label("Gap 1").fill("LAG")
    again = page.context.new_page()
    page.close()
    again.goto(address(attempt))
    expect(again.locator("[data-saved]")).to_have_text("Saved.")
    expect(again.get_by_label("Gap 1")).to_have_value("LAG")
    assert stored() == "LAG"


def test_a_check_after_a_lost_acknowledgement_and_a_save_that_never_left_is_no_conflict(
    open_page: Open, learner: User, attempt: Attempt
) -> None:
    page = open_page(learner)
    page.goto(address(attempt))
    unheard(page, "LA")
    meet(page, lambda route: route.abort())  # the save before the check
    page.get_by_label("Gap 1").fill("LAG")
    page.locator("form[data-question] button.button--primary").click()
    expect(page.locator("form[data-question]").get_by_label("Gap 1")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quiz:")
    assert stored() == "LAG"


def test_another_tabs_answer_in_between_is_still_a_conflict(
    open_page: Open, learner: User, attempt: Attempt
) -> None:
    page = open_page(learner)
    page.goto(address(attempt))
    unheard(page, "LA")
    page.route("**/answer/", lambda route: route.abort())
    elsewhere = open_page(learner)
    elsewhere.goto(address(attempt))
    with elsewhere.expect_response("**/answer/"):  # it says "Saved." of the answer it was opened with
        elsewhere.get_by_label("Gap 1").fill("LEAD")
    expect(elsewhere.locator("[data-saved]")).to_have_text("Saved.")
    page.unroute("**/answer/")
    page.get_by_label("Gap 1").fill("LAG")
    expect(page.locator("[data-saved]")).to_contain_text("another tab")
    assert stored() == "LEAD"


def test_a_copy_that_another_open_tab_keeps_is_no_leave_to_overwrite_it(
    open_page: Open, learner: User, attempt: Attempt
) -> None:
    page = open_page(learner)
    page.goto(address(attempt))
    other = page.context.new_page()
    other.goto(address(attempt))
    unheard(other, "LEAD")  # its copy is still in the storage that both share
    other.route("**/answer/", lambda route: route.abort())
    page.get_by_label("Gap 1").fill("LAG")
    expect(page.locator("[data-saved]")).to_contain_text("another tab")
    assert stored() == "LEAD"
