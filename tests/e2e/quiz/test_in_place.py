"""A quiz that changes in place: focus, words, addresses, the way back, the end of the time, and a session that ends."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.quizzes.models import Attempt, Quiz, Response
from tests.e2e.conftest import Open, session_of
from tests.quizzes.world import EXAMPLE, begin, store_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(EXAMPLE.replace("draw: 12 ", "draw: 18 "))


def address(attempt: Attempt, uid: str) -> str:
    return f"{attempt.get_absolute_url()}{attempt.order.index(uid) + 1}/"


def test_a_check_changes_the_question_in_place_and_leads_the_focus_to_the_verdict(
    open_page: Open, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    page = open_page(learner)
    page.goto(address(attempt, "null-eq"))
    page.evaluate("window.same = true")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-answered] .question__kind")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Right.")
    assert page.evaluate("window.same") is True


def test_the_next_question_has_its_own_address_and_title_and_back_leads_back(
    open_page: Open, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    page = open_page(learner)
    page.goto(f"{attempt.get_absolute_url()}1/")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Question 2, open").click()
    expect(page).to_have_url(page.url.split("/quiz/")[0] + f"{attempt.get_absolute_url()}2/")
    expect(page.locator("#title-2")).to_be_focused()
    assert page.title().startswith("Question 2 of 18: Window functions and query plans")
    assert page.evaluate("window.same") is True
    page.go_back()
    expect(page.locator("#title-1")).to_be_visible()


def test_a_hint_is_opened_in_place_and_focused(open_page: Open, learner: User, quiz: Quiz) -> None:
    page = open_page(learner)
    page.goto(address(begin(learner, quiz), "rank-gap"))
    page.keyboard.press("h")
    expect(page.locator("[data-hinted]")).to_be_focused()
    expect(page.locator("[data-hinted]")).to_contain_text("silver medals")


def test_an_exam_is_handed_in_when_its_time_is_over(open_page: Open, learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz, "exam")
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + timedelta(minutes=10))
    page = open_page(learner)
    page.clock.install()
    page.goto(address(attempt, "lag"))
    expect(page.locator("[data-time]")).to_contain_text("min left")
    page.get_by_label("Gap 1").fill("LAG")
    page.clock.fast_forward("10:02")
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")
    attempt.refresh_from_db()
    assert attempt.finished_at is not None
    assert Response.objects.get().value == {"gap-0": ["LAG"]}


def test_an_answer_after_the_time_is_refused_and_said_so(open_page: Open, learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz, "exam")
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + timedelta(minutes=10))
    page = open_page(learner)
    page.goto(address(attempt, "lag"))
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() - timedelta(minutes=1))
    page.get_by_label("Gap 1").fill("LAG")
    expect(page.locator("[data-saved]")).to_contain_text("takes no more answers")
    assert not Response.objects.exists()


def test_an_answer_of_an_ended_session_is_kept_and_delivered_after_the_next_sign_in(
    open_page: Open, learner: User, quiz: Quiz, live_server: Any
) -> None:
    page = open_page(learner)
    page.goto(address(begin(learner, quiz), "lag"))
    Session.objects.all().delete()
    page.get_by_label("Gap 1").fill("LAG")
    expect(page.locator("[data-offline]")).to_contain_text("You are signed out")
    expect(page.locator("[data-offline]").get_by_role("link", name="Sign in")).to_be_visible()
    assert not Response.objects.exists()
    page.context.add_cookies([session_of(learner, live_server.url)])
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert Response.objects.get().value == {"gap-0": ["LAG"]}


def test_an_attempt_that_was_left_goes_on_on_another_device(
    open_page: Open, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    first = open_page(learner)
    first.goto(address(attempt, "null-eq"))
    first.get_by_role("button", name="I do not know").click()
    expect(first.locator("[data-answered]")).to_be_visible()
    second = open_page(learner, width=390)
    second.goto(quiz.get_absolute_url())
    second.get_by_role("link", name="Go on where you stopped").click()
    expect(second.locator("form[data-question]")).to_be_visible()
    expect(second.locator(f"a[href='{address(attempt, 'null-eq')}']")).not_to_have_attribute(
        "aria-label", re.compile("open")
    )
