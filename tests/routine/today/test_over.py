"""A block that is done or skipped goes on to show what it showed then, whatever is suggested since."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.progress.ledger import differences
from portal.progress.models import Mark, StudyDay
from portal.progress.services import set_done
from portal.progress.shown import is_shown
from portal.routine.services.day import correct, set_state
from tests.factories import NOON
from tests.routine.visits import press, send, shown

pytestmark = pytest.mark.django_db
EVENING = "/today/block/evening/state/"
TASK = {"icon": "book", "title": "Joins", "url": "/path/sql/joins/", "minutes": 45, "note": "", "mark": ""}


def finish_joins(learner: User) -> None:
    lesson = Lesson.objects.get(uid="sql/joins")
    set_done(learner, lesson, done=True, at=NOON, request_id=uuid4())


@pytest.mark.parametrize("state", ["done", "skipped"])
def test_a_block_that_is_over_keeps_its_lesson_when_the_next_one_is_suggested(
    browser: Client, learner: User, state: str
) -> None:
    press(browser, EVENING, state=state)
    finish_joins(learner)
    text = shown(browser)
    assert "Lesson: Joins" in text
    assert "Lesson: Windows" not in text
    assert differences(learner) == []


def test_a_timed_block_that_is_finished_keeps_its_lesson(browser: Client, learner: User) -> None:
    send(browser, "/today/block/evening/timer/", NOON - timedelta(minutes=20), action="start")
    press(browser, "/today/block/evening/timer/", action="finish")
    finish_joins(learner)
    assert "Lesson: Joins" in shown(browser)
    assert differences(learner) == []


def test_a_page_of_before_says_what_it_showed_and_not_what_is_next(browser: Client, learner: User) -> None:
    finish_joins(learner)
    send(browser, EVENING, state="done", shown=json.dumps([{**TASK, "title": "Lesson: Joins"}]))
    assert "Lesson: Joins" in shown(browser)


def test_a_block_opened_again_suggests_what_is_next(browser: Client, learner: User) -> None:
    press(browser, EVENING, state="done")
    finish_joins(learner)
    press(browser, EVENING, state="")
    text = shown(browser)
    assert "Lesson: Windows" in text
    assert "Lesson: Joins" not in text
    assert differences(learner) == []


def test_a_block_done_before_any_of_this_was_kept_names_nothing(browser: Client, learner: User) -> None:
    set_state(learner, "evening", "done", now=NOON, request_id=uuid4())
    text = shown(browser)
    assert "What was suggested here was not kept." in text
    assert "Lesson:" not in text


def test_a_correction_of_the_minutes_leaves_what_a_block_showed(browser: Client, learner: User) -> None:
    press(browser, EVENING, state="done")
    correct(learner, NOON.date(), {"evening": (30, "done")}, now=NOON, request_id=uuid4())
    assert "Lesson: Joins" in shown(browser)
    assert differences(learner) == []


@pytest.mark.parametrize(
    ("minutes", "words"), [(40, "40 min evening skipped, edited"), (0, "0 min nothing logged, edited")]
)
def test_a_day_corrected_later_is_called_edited_in_the_week(
    browser: Client, learner: User, minutes: int, words: str
) -> None:
    User.objects.update(date_joined=NOON - timedelta(days=7))
    yesterday = NOON.date() - timedelta(days=1)
    blocks = {"morning": (minutes, ""), "evening": (0, "skipped")}
    correct(learner, yesterday, blocks, now=NOON, request_id=uuid4())
    assert words in shown(browser)


def test_a_day_corrected_on_the_day_itself_is_not_called_edited(browser: Client, learner: User) -> None:
    correct(learner, NOON.date(), {"morning": (40, "")}, now=NOON, request_id=uuid4())
    assert "edited" not in shown(browser)


def test_a_chapter_of_a_done_block_can_be_ticked_there_once(browser: Client) -> None:
    press(browser, "/today/block/morning/state/", state="done")
    assert "Mark the chapter as read" in shown(browser)
    press(browser, "/today/mark/", mark="read")
    assert Mark.objects.get().object_id == "chapter:storage"
    text = shown(browser)
    assert "chapter 1: Storage" in text
    assert "Mark the chapter as read" not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "javascript:alert(1)"},
        {"url": "//elsewhere.example"},
        {"url": "/\\elsewhere.example"},
        {"title": "a\0b"},
        {"title": "\ud800"},
        {"minutes": "45"},
        {"minutes": True},
        {"minutes": 10**9},
        {"more": 1},
    ],
)
def test_nothing_is_kept_that_no_block_can_have_shown(browser: Client, wrong: dict[str, object]) -> None:
    assert is_shown([TASK])
    assert not is_shown([{**TASK, **wrong}])
    send(browser, EVENING, state="done", shown=json.dumps([{**TASK, **wrong}]))
    assert StudyDay.objects.get().as_value().blocks["evening"] == {"state": "done"}


@pytest.mark.parametrize("posted", ["", "{", "7", "[" * 19_000, json.dumps([TASK] * 6)])
def test_a_form_that_says_nonsense_of_what_it_showed_still_makes_the_block_done(
    browser: Client, posted: str
) -> None:
    assert send(browser, EVENING, state="done", shown=posted) == 302
    assert StudyDay.objects.get().as_value().blocks["evening"] == {"state": "done"}
