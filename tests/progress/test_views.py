"""The forms: by HTMX and without, by strangers, stale, twice, and wrong."""

from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import ChecklistItem, Lesson, LessonAlias
from portal.progress.models import ItemTick, LessonState, ProgressEvent, ReadingPlace
from tests.factories import NOON, make_learner, make_lesson
from tests.markup import read

pytestmark = pytest.mark.django_db
TICK, DONE, PLACE = (f"/path/sql/joins/{what}/" for what in ("tick", "done", "place"))
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def lesson() -> Lesson:
    return make_lesson("sql/joins", items=3)


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def browser(client: Client, learner: User, lesson: Lesson) -> Client:
    client.force_login(learner)
    return client


def form(done: bool = True, **more: str) -> dict[str, str]:
    return {"request": uuid4().hex, "item": "item-1", "done": "true" if done else "false", **more}


def test_a_plain_form_ticks_and_comes_back_to_the_line(browser: Client) -> None:
    answer = browser.post(TICK, form())
    assert (answer.status_code, answer["Location"]) == (302, "/path/sql/joins/#item-item-1")
    assert ItemTick.objects.get().item.key == "item-1"


def test_htmx_gets_the_row_the_meter_and_a_sentence(browser: Client) -> None:
    page = read(browser.post(TICK, form(), **HTMX).content)
    assert page.all("button", id="tick-item-1", aria_pressed="true")
    assert page.all("span", id="meter", hx_swap_oob="true")
    assert page.all("div", id="live", hx_swap_oob="innerHTML")
    assert "Ticked: 1 of 3 done." in page.text
    assert page.faults == []


def test_the_next_press_of_the_swapped_row_takes_it_back(browser: Client) -> None:
    first = form()
    page = read(browser.post(TICK, first, **HTMX).content)
    fields = {values["name"]: values["value"] for values in page.all("input", type="hidden")}
    assert (fields["done"], fields["item"]) == ("false", "item-1")
    assert fields["request"] != first["request"]
    assert "Taken back: 0 of 3 done." in read(browser.post(TICK, fields, **HTMX).content).text


def test_a_form_sent_twice_shows_the_state_there_is(browser: Client) -> None:
    old = form()
    browser.post(TICK, old)
    browser.post(TICK, form(done=False))
    page = read(browser.post(TICK, old, **HTMX).content)
    assert page.all("button", id="tick-item-1", aria_pressed="false")
    assert ProgressEvent.objects.count() == 2


def test_done_by_htmx_brings_the_undo_and_the_new_state(browser: Client) -> None:
    page = read(browser.post(DONE, form(), **HTMX).content)
    assert "You marked this lesson as done on" in page.text
    assert "Undo" in page.text
    assert page.all("span", id="lesson-state", hx_swap_oob="true", class_="state--read")
    assert "“Joins” is marked as done." in page.text


def test_undo_by_a_plain_form_comes_back_to_the_ending(browser: Client) -> None:
    browser.post(DONE, form())
    answer = browser.post(DONE, form(done=False))
    assert answer["Location"] == "/path/sql/joins/#ending"
    assert LessonState.objects.get().read_at is None


def test_the_place_is_kept_without_an_answer(browser: Client) -> None:
    assert browser.post(PLACE, {"anchor": "the-idea"}).status_code == 204
    assert ReadingPlace.objects.get().heading == "The idea"


def test_what_has_left_the_checklist_is_refused_in_a_sentence(browser: Client, lesson: Lesson) -> None:
    lesson.items.filter(key="item-1").update(retired_at=NOON)
    plain, htmx = browser.post(TICK, form()), browser.post(TICK, form(), **HTMX)
    assert (plain.status_code, htmx.status_code) == (409, 409)
    assert "has left the checklist" in read(plain.content).text
    assert read(htmx.content).all("p", class_="toast")
    assert b"<html" not in htmx.content


def test_the_page_of_a_refusal_leads_back_to_where_the_form_stood(browser: Client, lesson: Lesson) -> None:
    ChecklistItem.objects.update(retired_at=NOON)
    answer = browser.post(TICK, form(), HTTP_REFERER="http://testserver/path/sql/joins/")
    assert read(answer.content).all("a", href="http://testserver/path/sql/joins/")


def test_a_stranger_is_sent_to_sign_in_and_then_back_to_the_lesson(client: Client, lesson: Lesson) -> None:
    referer = {"HTTP_REFERER": "http://testserver/path/sql/joins/"}
    assert client.post(TICK, form(), **referer)["Location"] == "/accounts/login/?next=/path/sql/joins/"
    htmx = client.post(TICK, form(), **HTMX, HTTP_HX_CURRENT_URL="http://testserver/path/sql/joins/")
    assert htmx["HX-Redirect"] == "/accounts/login/?next=/path/sql/joins/"
    assert not ProgressEvent.objects.exists()


@pytest.mark.parametrize("request_id", ["", "1", "not-an-id", "00000000-0000-0000-0000-00000000000g"])
def test_a_form_without_its_id_is_not_understood(browser: Client, request_id: str) -> None:
    assert browser.post(TICK, form(request=request_id)).status_code == 400
    assert not ProgressEvent.objects.exists()


@pytest.mark.parametrize(
    ("path", "fields"),
    [(TICK, {"item": "nope"}), (TICK, {"item": ""}), ("/path/sql/nope/done/", {}), ("/path/x/tick/", {})],
)
def test_what_there_never_was_is_not_found(browser: Client, path: str, fields: dict[str, str]) -> None:
    assert browser.post(path, form(**fields)).status_code == 404


def test_a_page_opened_before_a_rename_still_ticks(browser: Client, lesson: Lesson) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(uid="sql/all-joins")
    LessonAlias.objects.create(uid="sql/joins", lesson=lesson)
    assert browser.post(TICK, form())["Location"] == "/path/sql/all-joins/#item-item-1"
    assert browser.post(DONE, form())["Location"] == "/path/sql/all-joins/#ending"


@pytest.mark.parametrize("path", [TICK, DONE, PLACE])
def test_progress_never_changes_by_following_a_link(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 405


def test_a_form_from_another_site_is_refused(learner: User, lesson: Lesson) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    answer = strict.post(TICK, form())
    assert answer.status_code == 403
    assert "send the form once more" in read(answer.content).text
    assert not ProgressEvent.objects.exists()
