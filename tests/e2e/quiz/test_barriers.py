"""No page of a quiz has a barrier, in either theme: begun, asked, judged, checked, in an exam, in conflict, and at its end."""

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.accounts.models import User
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Attempt, Quiz, Response
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.quizzes.world import EXAMPLE, begin, fields, judgement, store_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POST = """async ([address, fields]) => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of fields) body.append(name, value);
  await fetch(address, {method: "POST", body});
}"""


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(EXAMPLE.replace("draw: 12 ", "draw: 18 "))


@pytest.fixture
def page(open_page: Open, learner: User) -> Page:
    """A page on a phone."""
    return open_page(learner, width=390, **LOOK)


def post(page: Page, address: str, do: str, given: dict[str, list[str]], revision: int = 0) -> None:
    """Send a form of the portal from the page that is open, as another tab would."""
    named = [[f"a-{name}", value] for name, values in given.items() for value in values]
    page.evaluate(POST, [f"{address}answer/", [*named, ["do", do], ["revision", str(revision)]]])


def shown(page: Page, address: str, what: str) -> Locator:
    """Open a page and return its mark, which is in the page."""
    page.goto(address)
    mark = page.locator(what)
    expect(mark).to_be_visible()
    return mark


def test_no_question_has_a_barrier_before_and_after_its_check(
    page: Page, learner: User, quiz: Quiz, axe_source: str
) -> None:
    attempt = begin(learner, quiz)
    page.goto(quiz.get_absolute_url())
    found = barriers(page, axe_source, "intro")
    for number, uid in enumerate(attempt.order, start=1):
        question, address = attempt.version.questions()[uid], f"{attempt.get_absolute_url()}{number}/"
        kind = kinds[question.kind]
        if not kind.answerable:
            shown(page, address, "[data-answered]")
            found += barriers(page, axe_source, f"{uid} shown")
            continue
        shown(page, address, "form[data-question]")
        found += barriers(page, axe_source, f"{uid} open")
        how = ("right", "wrong", "half")[number % 3]
        post(page, address, "check", fields(question, attempt.seed, how))
        if kind.self_judged:
            shown(page, address, "form[data-judge]")
            found += barriers(page, axe_source, f"{uid} to be judged")
            post(page, address, "judge", judgement(question, how), 1)
        shown(page, address, "[data-answered]")
        found += barriers(page, axe_source, f"{uid} checked")
    page.locator("[data-finish] button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")
    found += barriers(page, axe_source, "result")
    shown(page, quiz.get_absolute_url(), "table")
    assert found + barriers(page, axe_source, "intro with an attempt") == []


def test_no_exam_and_no_choice_between_two_answers_has_a_barrier(
    page: Page, learner: User, quiz: Quiz, axe_source: str
) -> None:
    attempt = begin(learner, quiz, "exam")
    found = []
    for uid in ("lag", "workload-matrix", "eval-order", "cte-facts"):
        found += conflict(page, axe_source, attempt, uid)
    page.locator("[data-finish] button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")
    assert found + barriers(page, axe_source, "result of an exam") == []


def conflict(page: Page, axe_source: str, attempt: Attempt, uid: str) -> list[str]:
    """Look at a question of an exam, and at the choice between two answers to it; keep the saved one."""
    question, address = (
        attempt.version.questions()[uid],
        f"{attempt.get_absolute_url()}{attempt.order.index(uid) + 1}/",
    )
    shown(page, address, "form[data-question]")
    found = barriers(page, axe_source, f"{uid} in an exam")
    post(page, address, "save", fields(question, attempt.seed, "wrong"))
    assert Response.objects.filter(question=uid).exists()
    given = fields(question, attempt.seed, "right")
    page.evaluate(PUT, [f"a-{name}" for name in given])
    page.locator("form[data-question] button[data-check]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two answers")
    found += barriers(page, axe_source, f"two answers to {uid}")
    page.get_by_role("link", name="Keep the saved one").click()
    expect(page.locator("form[data-question]")).to_be_visible()
    return found


PUT = """names => {
  for (const field of document.querySelectorAll("form[data-question] [name]")) {
    if (!names.includes(field.name)) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = true;
    else field.value = field.tagName === "SELECT" ? field.options[1].value : "LAST";
  }
}"""
