"""A quiz in the browser: by pointer, by keyboard alone, on a phone, and with the line cut."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.parts import Question
from tests.e2e.conftest import is_complaint
from tests.factories import make_learner
from tests.quizzes.world import EXAMPLE, begin, fields, judgement, store_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRILLS = {"sqldrill", "pydrill"}


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(EXAMPLE.replace("draw: 12 ", "draw: 18 "))


@pytest.fixture
def signed_in(page: Page, live_server: Any, learner: User) -> Page:
    client = Client()
    client.force_login(learner)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


@pytest.fixture
def complaints(page: Page) -> list[str]:
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if is_complaint(message) else None)
    return found


def numbered(attempt: Attempt) -> Iterator[tuple[int, Question]]:
    questions = attempt.version.questions()
    yield from ((at, questions[uid]) for at, uid in enumerate(attempt.order, start=1))


def fill_in(page: Page, given: dict[str, list[str]]) -> None:
    """Put values into the fields of the question that is shown."""
    for name, values in given.items():
        for value in values:
            field = page.locator(f'form.question [name="a-{name}"]')
            if field.first.evaluate("one => one.type") in ("radio", "checkbox"):
                page.locator(f'form.question [name="a-{name}"][value="{value}"]').check()
            elif field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            elif field.first.evaluate("one => one.type") != "hidden":
                field.fill(value)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("how", ["right", "wrong", "half"])
def test_every_kind_is_answered_and_scored(
    signed_in: Page, live_server: Any, learner: User, quiz: Quiz, complaints: list[str], how: str, width: int
) -> None:
    page = signed_in
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/quiz/{quiz.uid}/")
    page.get_by_role("button", name="Start practice").click()
    expect(page.locator("#title-1")).to_be_visible()
    attempt = Attempt.objects.get()
    for number, question in numbered(attempt):
        page.goto(f"{live_server.url}{attempt.get_absolute_url()}{number}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, question.id
        if question.kind in DRILLS:
            continue
        fill_in(page, fields(question, attempt.seed, how))
        page.locator("form.question button.button--primary").click()
        if question.kind in ("card", "rubric"):
            expect(page.locator("form[data-judge] h2")).to_be_focused()  # the page has come to rest
            fill_in(page, judgement(question, how))
            page.get_by_role("button", name="Keep this judgement").click()
        expect(page.locator("[data-answered]")).to_be_visible()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")
    attempt.refresh_from_db()
    assert {"right": attempt.percent == 100, "wrong": attempt.percent == 0}.get(
        how, 0 < (attempt.percent or 0) < 100
    )
    assert complaints == []


def test_a_choice_is_made_and_checked_by_keys_alone(
    signed_in: Page, live_server: Any, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    number = attempt.order.index("null-eq") + 1
    signed_in.goto(f"{live_server.url}{attempt.get_absolute_url()}{number}/")
    signed_in.keyboard.press("2")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("[data-answered]")).to_contain_text("Right")


def test_an_order_is_made_with_arrow_keys(
    signed_in: Page, live_server: Any, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    number = attempt.order.index("eval-order") + 1
    page = signed_in
    page.goto(f"{live_server.url}{attempt.get_absolute_url()}{number}/")
    right = [step["key"] for step in attempt.version.questions()["eval-order"].spec["steps"]]
    for at, key in enumerate(right):
        item = page.locator(f'[data-key="{key}"]')
        item.get_by_role("button", name="Move up").focus()
        while page.locator("[data-sequence] .sequence__item").nth(at).get_attribute("data-key") != key:
            page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Check the answer").press("Enter")
    expect(page.locator("[data-answered] .question__kind")).to_contain_text("Right")


def test_a_change_is_saved_by_itself_and_goes_on_in_another_browser(
    signed_in: Page, live_server: Any, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    number = attempt.order.index("lag") + 1
    address = f"{live_server.url}{attempt.get_absolute_url()}{number}/"
    signed_in.goto(address)
    signed_in.get_by_label("Gap 1").fill("LEA")
    expect(signed_in.locator("[data-saved]")).to_have_text("Saved.")
    assert Response.objects.get().value == {"gap-0": ["LEA"]}
    signed_in.evaluate("localStorage.clear()")
    signed_in.reload()
    expect(signed_in.get_by_label("Gap 1")).to_have_value("LEA")


def test_an_answer_given_without_a_line_is_kept_and_sent_when_it_is_back(
    signed_in: Page, live_server: Any, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    number = attempt.order.index("lag") + 1
    page = signed_in
    page.goto(f"{live_server.url}{attempt.get_absolute_url()}{number}/")
    page.context.set_offline(True)
    page.get_by_label("Gap 1").fill("LAG")
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator("[data-saved]")).to_contain_text("kept in this browser")
    assert "LAG" in json.dumps(page.evaluate("Object.values(localStorage)"))
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert Response.objects.get().value == {"gap-0": ["LAG"]}


def test_a_second_tab_that_is_out_of_date_shows_both_answers(
    signed_in: Page, live_server: Any, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz, "exam")
    number = attempt.order.index("lag") + 1
    address = f"{live_server.url}{attempt.get_absolute_url()}{number}/"
    signed_in.goto(address)
    other = signed_in.context.new_page()
    other.goto(address)
    other.get_by_label("Gap 1").fill("LEAD")
    expect(other.locator("[data-saved]")).to_have_text("Saved.")
    signed_in.get_by_label("Gap 1").fill("LAST")
    expect(signed_in.locator("[data-saved]")).to_contain_text("another tab")
    signed_in.get_by_role("button", name="Compare both answers").click()
    expect(signed_in.get_by_role("heading", level=1)).to_contain_text("Two answers")
    signed_in.get_by_role("button", name="Keep this one").click()
    expect(signed_in.locator("form[data-question]").get_by_label("Gap 1")).to_have_value("LAST")
