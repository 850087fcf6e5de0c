"""A whole quiz on a phone's width, from its first page to its result, without a pointer."""

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Attempt, Quiz
from portal.quizzes.parts import Question
from tests.e2e.conftest import Open
from tests.e2e.quiz.keys import give, send, tab_to
from tests.quizzes.world import EXAMPLE, begin, fields, judgement, store_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(EXAMPLE.replace("draw: 12 ", "draw: 18 "))


@pytest.mark.parametrize("how", ["right", "wrong", "half"])
def test_every_kind_is_answered_and_scored_by_keys_alone(
    open_page: Open, learner: User, quiz: Quiz, how: str
) -> None:
    page = open_page(learner, width=390)
    page.goto(quiz.get_absolute_url())
    tab_to(page, page.get_by_role("button", name="Start practice"))
    page.keyboard.press("Enter")
    expect(page.locator("#title-1")).to_be_visible()
    page.wait_for_load_state()
    attempt = Attempt.objects.get()
    questions = attempt.version.questions()
    for number, uid in enumerate(attempt.order, start=1):
        if number > 1:
            expect(page.locator(f"#title-{number}")).to_be_focused()
        answer(page, questions[uid], attempt.seed, how)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, uid
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")
    attempt.refresh_from_db()
    assert {"right": attempt.percent == 100, "wrong": attempt.percent == 0}.get(
        how, 0 < (attempt.percent or 0) < 100
    )
    answered = {questions[one.question].kind for one in attempt.responses.filter(tries=1)}
    assert answered == {kind.slug for kind in kinds if kind.answerable}


def answer(page: Page, question: Question, seed: int, how: str) -> None:
    """Answer the question that is shown, judge it where it is to be judged, and be at its verdict."""
    kind = kinds[question.kind]
    if kind.answerable:
        form = page.locator("form[data-question]")
        give(page, form, fields(question, seed, how))
        send(page, form)
    if kind.self_judged:
        form = page.locator("form[data-judge]")
        expect(form.locator("h2")).to_be_focused()
        give(page, form, judgement(question, how))
        send(page, form)
    expect(page.locator("[data-answered]")).to_be_visible()
    if kind.answerable:
        expect(page.locator("[data-answered] .question__kind")).to_be_focused()


def test_enter_on_a_judgement_keeps_it_and_does_not_end_the_attempt(
    open_page: Open, learner: User, quiz: Quiz
) -> None:
    attempt = begin(learner, quiz)
    page = open_page(learner)
    page.goto(f"{attempt.get_absolute_url()}{attempt.order.index('covering') + 1}/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="How much of it did you have?")).to_be_visible()
    expect(page.locator("form[data-judge] h2")).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-answered]")).to_contain_text("Partly")
    attempt.refresh_from_db()
    assert attempt.finished_at is None


def test_a_digit_that_is_typed_chooses_nothing(open_page: Open, learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz)
    page = open_page(learner)
    page.goto(f"{attempt.get_absolute_url()}{attempt.order.index('frame') + 1}/")
    tab_to(page, page.get_by_label("Gap 2"))
    page.keyboard.type("123")
    expect(page.get_by_label("Gap 2")).to_have_value("123")
    expect(page.get_by_label("Gap 1")).to_have_value("")
