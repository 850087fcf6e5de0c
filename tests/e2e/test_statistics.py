"""The statistics in the browser: without scripts, on a phone, in both themes, without barriers."""

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.quizzes.parts import Question
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.factories import make_learner
from tests.quizzes.statistics.class_of_learners import HEAD, NINE, TYPED, picks, store_class
from tests.quizzes.world import EXAMPLE, fields, judgement, store_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
BROKEN = (
    f"## Which one leaves a gap behind {LONG}? {{#gap}}\n\n- [x] `RANK()`\n- [ ] `{LONG}`\n- [ ] `LAG()`\n\n"
)
PAGES = [
    "/quiz-statistics/",
    "/quiz-statistics/sql-joins/",
    "/quiz-statistics/sql-window/",
    "/quiz-statistics/empty/",
]


@pytest.fixture
def staff(transactional_db: None) -> User:
    return make_learner("staff@example.org", is_staff=True)


@pytest.fixture
def answers(transactional_db: None) -> None:
    """A quiz with a wrong key, one of every kind, and one that nobody has taken."""
    learners = User.objects.bulk_create(
        User(email=f"somebody{n}@example.org", password="!") for n in range(45)
    )
    quiz = store_quiz(HEAD + BROKEN + TYPED + "\n" + NINE)
    store_class(quiz, learners, broken, confidence="know")
    every = store_quiz(EXAMPLE.replace("draw: 12 ", "draw: 18 "), quiz.lesson)
    store_class(every, learners[:4], of_every_kind)
    store_quiz(HEAD.replace("sql-joins", "empty") + NINE, quiz.lesson)


def broken(at: int, question: Question) -> dict[str, list[str]]:
    """A third knows, and takes the option that is marked as wrong."""
    knows = at % 3 == 0
    if question.id == "gap":
        return picks(question, LONG if knows else "`RANK()")
    if question.id == "name":
        return {"gap-0": ["LAG" if knows else LONG]}
    return picks(question, "True" if knows or at % 5 else "False")


def of_every_kind(at: int, question: Question) -> dict[str, list[str]] | None:
    """Everybody gives the same right, wrong or half answer; drills take none."""
    if question.kind.endswith("drill"):
        return None
    how = ("right", "wrong", "half")[at % 3]
    judged = judgement(question, how) if question.kind in ("card", "rubric") else {}
    return {**fields(question, 0, how), **judged}


def test_the_pages_fit_and_have_no_barrier(
    open_page: Open, staff: User, answers: None, axe_source: str
) -> None:
    page = open_page(staff, width=320, **LOOK)
    found = []
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details.item').forEach(item => { item.open = true })")
        found += barriers(page, axe_source, path, widths=(320, 1280))
    assert found == []


def test_staff_find_the_broken_question_without_scripts_on_a_phone(
    open_page: Open, staff: User, answers: None
) -> None:
    page = open_page(staff, width=390, java_script_enabled=False)
    page.goto("/quiz/sql-joins/")
    page.get_by_role("link", name="How the questions do").click()
    expect(page.get_by_text("2 questions to look at.")).to_be_visible()
    broken = page.locator("#q-gap")
    expect(broken.get_by_text("The key looks wrong").first).to_be_visible()
    expect(broken.get_by_role("table", name="What was given in the first try")).to_be_visible()
    sound = page.locator("#q-true-1")
    expect(sound.get_by_role("table", name="How sure they were, and how right")).to_be_hidden()
    sound.locator("summary").click()
    expect(sound.get_by_role("table", name="How sure they were, and how right")).to_be_visible()


def test_the_head_of_a_column_sorts_and_turns_by_keyboard_alone(
    open_page: Open, staff: User, answers: None
) -> None:
    page = open_page(staff)
    page.goto("/quiz-statistics/sql-joins/")
    head = page.get_by_role("columnheader", name="Facility")
    for state in ("ascending", "descending"):
        head.get_by_role("link").focus()
        page.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-sort", state)
    first = page.locator(".figures tbody tr").first
    expect(first).to_contain_text("True?")
    first.get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**open=true-*sort=-facility#q-true-*")
    expect(page.locator("details.item[open]")).to_have_count(3)


def test_the_table_is_a_file(open_page: Open, staff: User, answers: None) -> None:
    page = open_page(staff)
    page.goto("/quiz-statistics/sql-joins/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Figures as CSV").click()
    assert waiting.value.suggested_filename == "sql-joins-questions.csv"
