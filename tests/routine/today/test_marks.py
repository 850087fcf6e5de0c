"""What is said of a chapter, a post and a step: the button names it, a message tells of it, and it can be taken back."""

from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.progress.ledger import differences
from portal.progress.models import Mark
from portal.routine.models import BlogPost
from portal.routine.rules.said import marked
from portal.routine.services.day import mark
from tests.factories import NOON
from tests.markup import Page, read
from tests.routine.visits import press, send, shown

pytestmark = pytest.mark.django_db
MARK = "/today/mark/"


@time_machine.travel(NOON, tick=False)
def page_after(browser: Client, word: str, what: str) -> Page:
    """Return Today after a word was said there."""
    send(browser, MARK, what=what, mark=word)
    page = read(browser.get("/today/").content)
    assert page.faults == []
    return page


def take_back(browser: Client, page: Page) -> None:
    """Press the button of the message."""
    at = next(n for n, (_, values) in enumerate(page.tags) if "toast__undo" in values.get("class", ""))
    fields = {values["name"]: values["value"] for _, values in page.tags[at + 1 : at + 5] if "name" in values}
    assert send(browser, MARK, **fields) == 302


def test_the_button_of_a_chapter_says_which_one_it_marks(browser: Client) -> None:
    assert "Mark chapter 1 as read" in shown(browser)


def test_the_button_of_a_step_says_which_one_it_ticks(browser: Client) -> None:
    send(browser, MARK, what="step:m1#1", mark="read")
    send(browser, "/today/block/evening/swap/")
    assert "Tick step 2" in shown(browser)


@pytest.mark.parametrize(
    ("what", "said", "shown_again"),
    [
        ("chapter:storage", "Chapter 1 is marked as read.", "chapter 1: Storage"),
        ("step:m1#1", "Step 1 is ticked.", "0 of 2 steps"),
    ],
)
def test_what_was_marked_is_told_and_can_be_taken_back(
    browser: Client, learner: User, what: str, said: str, shown_again: str
) -> None:
    page = page_after(browser, "read", what)
    assert f"{said} Take it back" in page.text
    assert shown_again not in page.text
    take_back(browser, page)
    text = shown(browser)
    assert "is open again." in text
    assert shown_again in text
    assert not Mark.objects.exists()
    assert differences(learner) == []


def test_taking_back_lets_hold_again_what_was_said_before(browser: Client, learner: User) -> None:
    BlogPost.objects.create(blog="netflix", url="https://example.org/", title="A post", published_at=NOON)
    name = f"post:{BlogPost.objects.get().pk}"
    mark(learner, name, "saved", now=NOON, request_id=uuid4())
    take_back(browser, page_after(browser, "read", name))
    assert Mark.objects.get().mark == "saved"


def test_the_same_said_twice_is_told_once(browser: Client) -> None:
    press(browser, MARK, mark="read")
    shown(browser)
    assert "marked as read" not in page_after(browser, "read", "chapter:storage").text


@pytest.mark.parametrize(
    ("kind", "number", "word", "said"),
    [
        ("chapter", None, "read", "The chapter is marked as read."),
        ("post", None, "saved", "The post is saved for later."),
        ("post", None, "skipped", "The post is skipped."),
        ("post", None, "", "The post is open again."),
        ("repeat", None, "read", "The topic is marked as repeated."),
        ("page", None, "57", "Page 57 is kept."),
        ("page", None, "", "The page is forgotten."),
    ],
)
def test_each_word_has_its_sentence(kind: str, number: int | None, word: str, said: str) -> None:
    assert marked(kind, number, word) == said
