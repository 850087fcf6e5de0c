"""Review in the browser: by keyboard alone, without scripts, on a phone, from a selected sentence, without barriers."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.quizzes.models import Quiz
from portal.review.models import Card, ReviewLog
from portal.review.rules.answers import Source
from portal.review.services import take_in
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.quizzes.world import EXAMPLE, fields, judgement, store_quiz
from tests.review.helpers import answered
from tests.taking.helpers import LONG_AGO, own, question

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = ["rank-gap", "frame", "medallion", "eval-order", "idempotent"]


@pytest.fixture
def quiz(lessons: list[Lesson]) -> Quiz:
    return store_quiz(EXAMPLE, lessons[0])


def miss(learner: User, *names: str) -> list[Card]:
    """Let the learner have missed questions of the example, long ago."""
    for n, name in enumerate(names):
        answers = [answered(f"sql-window#{name}", 0.0)]
        take_in(learner, answers, source=Source.QUIZ, now=LONG_AGO + timedelta(minutes=n))
    return list(Card.objects.of(learner).order_by("due"))


def later(learner: User, count: int) -> None:
    """Give the learner cards that come in the days ahead."""
    now = timezone.now()
    values = {"state": 2, "step": None, "stability": 5.0, "difficulty": 5.0, "reps": 1, "last_review": now}
    for n in range(count):
        own(learner, f"Card {n}", due=now + timedelta(days=1 + n % 9), **values)


def answer(page: Page, card: Card, quiz: Quiz, how: str) -> None:
    """Fill in the form of a question as it stands."""
    asked = question(quiz, card.ref.partition("#")[2])
    for name, values in fields(asked, card.showing_seed, how).items():
        for value in values:
            field = page.locator(f'[name="a-{name}"]')
            kind = field.first.evaluate("one => one.type")
            if kind in ("radio", "checkbox"):
                page.locator(f'[name="a-{name}"][value="{value}"]').check()
            elif kind == "select-one":
                field.select_option(value)
            elif kind != "hidden":
                field.fill(value)


def press(page: Page, key: str, then: str) -> None:
    """Press a key and wait for the page that it leads to, its script included."""
    page.keyboard.press(key)
    expect(page.get_by_role("main")).to_contain_text(then)
    page.wait_for_load_state("load")


def test_a_whole_sitting_by_keyboard_alone(open_page: Open, learner: User, quiz: Quiz) -> None:
    card = miss(learner, "rank-gap")[0]
    own(learner, "What is a peer?")
    right = [one["key"] for one in question(quiz, "rank-gap").spec["options"] if one["right"]]
    page = open_page(learner)
    page.goto("/review/")
    expect(page.get_by_text("Card 1 of 2")).to_be_visible()
    press(page, "h", "Two silver medals")
    values = page.locator(".options input").evaluate_all("all => all.map(one => one.value)")
    page.keyboard.press(str(values.index(right[0]) + 1))
    press(page, "Enter", "your answer, right")
    press(page, "Enter", "What is a peer?")
    expect(page.get_by_text("Behind it")).to_have_count(0)
    press(page, "Space", "Behind it")
    press(page, "1", "Nothing is due")
    press(page, "u", "What is a peer?")
    press(page, "Enter", "Behind it")
    press(page, "4", "Nothing is due")
    standing = ReviewLog.objects.standing().filter(source=Source.REVIEW).order_by("pk")
    assert [(log.rating, log.hints) for log in standing] == [(2, 1), (4, 0)]
    assert standing[0].card_id == card.pk


def test_a_key_in_a_field_is_only_a_letter(open_page: Open, learner: User, quiz: Quiz) -> None:
    own(learner)
    Card.objects.update(last_review=LONG_AGO, state=2, step=None, stability=1.0, difficulty=5.0, due=LONG_AGO)
    miss(learner, "lag")
    page = open_page(learner)
    page.goto(f"/review/?card={Card.objects.get(kind='question').pk}.1")
    page.get_by_label("Gap 1").fill("")
    page.get_by_label("Gap 1").press_sequentially("lag 1uh")
    expect(page.get_by_label("Gap 1")).to_have_value("lag 1uh")
    assert ReviewLog.objects.filter(source=Source.REVIEW).count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("how", ["right", "wrong"])
def test_every_kind_is_answered_on_a_phone(
    open_page: Open, learner: User, quiz: Quiz, scripts: bool, how: str
) -> None:
    cards = miss(learner, *ASKED)
    page = open_page(learner, width=390, java_script_enabled=scripts)
    for card in cards:
        page.goto(f"/review/?card={card.pk}.{card.reps}")
        expect(page.locator("form.question")).to_be_visible()
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, card.ref
        answer(page, card, quiz, how)
        page.get_by_role("button", name="Check the answer").click()
        expect(page.locator("[data-answered]")).to_contain_text("Right" if how == "right" else "Not yet")
        page.get_by_role("link", name=re.compile("Next card|Finish")).click()
    assert ReviewLog.objects.filter(source=Source.REVIEW).count() == len(cards)


def test_a_text_is_written_judged_and_survives_a_reload(open_page: Open, learner: User, quiz: Quiz) -> None:
    name = next(q.id for q in quiz.version.questions().values() if q.kind == "rubric")  # type: ignore[union-attr]
    miss(learner, name)
    page = open_page(learner)
    page.goto("/review/")
    page.get_by_role("textbox").fill("word " * 25)
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("word " * 25)
    page.get_by_role("button", name="Check the answer").click()
    for key in judgement(question(quiz, name), "right")["met"]:
        page.locator(f'[name="a-met"][value="{key}"]').check()
    page.get_by_role("button", name="Keep this judgement").click()
    expect(page.locator("[data-answered]")).to_contain_text("Right")


def test_without_scripts_a_card_is_made_turned_judged_and_taken_back(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner, java_script_enabled=False)
    page.goto("/path/sql/joins/")
    page.get_by_role("link", name="Make a card").click()
    page.get_by_label("Front").fill("What keeps `NULL`?")
    page.get_by_label("Back").fill("An outer join.")
    page.get_by_role("button", name="Make the card").click()
    expect(page.get_by_text("The card is made.")).to_be_visible()
    page.goto("/review/?minutes=5")
    page.get_by_role("link", name="Turn the card over").click()
    expect(page.get_by_text("An outer join.")).to_be_visible()
    page.get_by_role("button", name="Knew it").click()
    assert "minutes=5&since=" in page.url
    page.get_by_role("button", name="Take back the last grade").click()
    expect(page.get_by_text("What keeps NULL?")).to_be_visible()
    page.get_by_role("button", name="Not this card any more").click()
    expect(page.get_by_role("heading", name="Nothing is due")).to_be_visible()


@pytest.mark.parametrize("touch", [False, True], ids=["keys", "touch"])
def test_a_selected_sentence_becomes_a_card(
    open_page: Open, learner: User, lessons: list[Lesson], touch: bool
) -> None:
    page = open_page(learner, width=390 if touch else 1280, has_touch=touch)
    page.goto("/path/sql/joins/")
    control = page.get_by_role("link", name="Make a card of the selection")
    expect(control).to_have_count(0)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#why-it-matters + p'))")
    expect(control).to_be_visible()
    control.tap() if touch else control.press("Enter")
    expect(page.get_by_label("Back")).to_have_value("A bonus was paid twice.")
    page.get_by_label("Front").fill("What went wrong?")
    page.get_by_role("button", name="Make the card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Joins")
    assert Card.objects.get().lesson == lessons[0]


def test_the_control_leaves_with_the_selection_and_stays_out_of_other_text(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto("/path/sql/joins/")
    control = page.get_by_role("link", name="Make a card of the selection")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#why-it-matters + p'))")
    expect(control).to_be_visible()
    page.evaluate("getSelection().removeAllRanges()")
    expect(control).to_be_hidden()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    expect(control).to_be_hidden()


def test_no_page_of_review_has_a_barrier(open_page: Open, learner: User, quiz: Quiz, axe_source: str) -> None:
    page = open_page(learner, width=320, **LOOK)
    found: list[str] = []

    def look(what: str, address: str) -> None:
        page.goto(address)
        found.extend(barriers(page, axe_source, what, widths=(320, 390, 1280)))

    look("nothing at all", "/review/")
    look("no cards", "/review/cards/")
    later(learner, 30)
    look("nothing due", "/review/")
    mine = own(learner, "What is a `peer`?\n\n```sql\nSELECT a_long_name FROM a_long_table\n```\n")
    look("front", f"/review/?card={mine.pk}.0")
    look("back", f"/review/?card={mine.pk}.0&turned=yes")
    miss(learner, "rank-gap")
    question_card = Card.objects.get(kind="question")
    look("question", f"/review/?card={question_card.pk}.1")
    page.get_by_role("button", name="I do not know").click()
    look("answered", f"/review/{question_card.pk}/")
    look("cards", "/review/cards/")
    look("new", "/review/cards/new/?lesson=sql/joins&text=Each+row")
    look("edit", f"/review/cards/{mine.pk}/")
    look("settings", "/review/settings/")
    assert found == []


def test_the_minutes_are_chosen_and_carried_through_the_sitting(open_page: Open, learner: User) -> None:
    seen = timezone.now() - timedelta(days=60)
    values = {"state": 2, "step": None, "stability": 5.0, "difficulty": 5.0, "reps": 1, "last_review": seen}
    for n in range(30):
        due = timezone.now() - timedelta(days=50 - n)
        own(learner, f"Card {n}", due=due, reviewed_on=seen.date(), **values)
    page = open_page(learner)
    page.goto("/review/")
    expect(page.get_by_text("Card 1 of 30")).to_be_visible()
    page.get_by_text("The day's review: change it").click()
    page.get_by_label("Or as many minutes as you have").fill("2")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Card 1 of 8")).to_be_visible()
    page.wait_for_load_state("load")
    press(page, "Space", "Behind it")
    press(page, "3", "Card 2 of 8")
    assert "minutes=2" in page.url
