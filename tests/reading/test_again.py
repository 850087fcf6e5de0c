"""Coming back to a lesson: the browser's copy is used while nothing has changed, and never a moment longer."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson
from tests.factories import make_learner, make_lesson
from tests.markup import read

pytestmark = pytest.mark.django_db
JOINS = "/path/sql/joins/"


@pytest.fixture
def lesson() -> Lesson:
    return make_lesson("sql/joins")


@pytest.fixture
def learner() -> User:
    return make_learner(name="Mira")


@pytest.fixture
def browser(client: Client, learner: User, lesson: Lesson) -> Client:
    client.force_login(learner)
    return client


def again(browser: Client, etag: str) -> Any:
    return browser.get(JOINS, HTTP_IF_NONE_MATCH=etag)


def tick(browser: Client, done: bool) -> None:
    form = {"request": uuid4().hex, "item": "item-1", "done": "true" if done else "false"}
    assert browser.post(f"{JOINS}tick/", form).status_code == 302


def test_an_unchanged_lesson_is_not_sent_again(browser: Client) -> None:
    first = browser.get(JOINS)
    answer = again(browser, first["ETag"])
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == first["ETag"]
    assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"private", "no-cache"}


def test_a_tick_that_was_taken_back_still_brings_a_new_page_with_new_form_ids(browser: Client) -> None:
    first = browser.get(JOINS)
    tick(browser, done=True)
    tick(browser, done=False)
    answer = again(browser, first["ETag"])
    assert answer.status_code == 200
    ids = [
        {field["value"] for field in read(page.content).all("input", name="request")}
        for page in (first, answer)
    ]
    assert ids[0].isdisjoint(ids[1])


def new_text(browser: Client, lesson: Lesson, learner: User) -> None:
    lesson.version.html += "<p>More.</p>"
    lesson.version.save()


def new_name(browser: Client, lesson: Lesson, learner: User) -> None:
    User.objects.update(name="Ada")


def new_theme(browser: Client, lesson: Lesson, learner: User) -> None:
    browser.cookies["theme"] = "dark"


def new_token(browser: Client, lesson: Lesson, learner: User) -> None:
    del browser.cookies["csrf"]


def new_rights(browser: Client, lesson: Lesson, learner: User) -> None:
    User.objects.update(is_staff=True)


def somebody_else(browser: Client, lesson: Lesson, learner: User) -> None:
    browser.force_login(make_learner(name="Mira"))


def nobody(browser: Client, lesson: Lesson, learner: User) -> None:
    browser.logout()


CHANGES = [new_text, new_name, new_theme, new_token, new_rights, somebody_else, nobody]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_change_brings_a_new_page(
    browser: Client, lesson: Lesson, learner: User, change: Callable[[Client, Lesson, User], None]
) -> None:
    etag = browser.get(JOINS)["ETag"]
    change(browser, lesson, learner)
    assert again(browser, etag).status_code == 200
