"""The steps of a milestone: ticked on Today or on the track, dated, taken back, and one event a request."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Milestone
from portal.core.errors import Refused
from portal.progress.ledger import differences
from portal.progress.models import Mark, ProgressEvent
from portal.progress.rules import step_id
from portal.progress.services import set_step
from portal.routine.services.day import mark
from tests.factories import NOON, make_learner, make_lesson, make_milestone, make_plan
from tests.markup import Page, read

pytestmark = pytest.mark.django_db
TRACK, FIRST = "/path/sql/", "/milestones/m1/1/"
HTMX = {"HTTP_HX_REQUEST": "true"}
LATE = NOON.replace(hour=22)


@pytest.fixture
def learner() -> User:
    return make_learner(zone="Europe/Berlin", rollover_hour=4)


@pytest.fixture
def milestone() -> Milestone:
    make_plan()
    return make_milestone(make_lesson("sql/joins").track)


@pytest.fixture
def browser(client: Client, learner: User, milestone: Milestone) -> Client:
    client.force_login(learner)
    return client


def form(done: bool = True) -> dict[str, str]:
    return {"request": uuid4().hex, "done": "true" if done else "false"}


def shown(browser: Client, path: str = TRACK) -> Page:
    page = read(browser.get(path).content)
    assert page.faults == []
    return page


def pressed(page: Page) -> list[str]:
    return [button["id"] for button in page.all("button", class_="tick", aria_pressed="true")]


@pytest.mark.parametrize(("at", "day"), [(NOON, "24 November"), (LATE + timedelta(hours=4), "24 November")])
def test_a_step_ticked_on_today_is_ticked_on_the_track_with_the_learners_day(
    browser: Client, learner: User, at: datetime, day: str
) -> None:
    with time_machine.travel(at, tick=False):
        today = read(browser.get("/today/").content)
        (name,) = [field["value"] for field in today.all("input", name="what") if "step" in field["value"]]
    mark(learner, name, "read", now=at, request_id=uuid4())
    page = shown(browser)
    assert pressed(page) == ["m1-tick-1"]
    assert f"Ticked on {day}" in page.text
    assert "Steps done: 1 of 2" in page.text


def test_today_counts_a_step_ticked_on_the_track_and_one_taken_back(browser: Client) -> None:
    browser.post(FIRST, form())
    assert "1 of 2 steps" in read(browser.get("/today/").content).text
    browser.post(FIRST, form(done=False))
    assert "0 of 2 steps" in read(browser.get("/today/").content).text
    assert pressed(shown(browser)) == []


def test_a_plain_form_ticks_and_comes_back_to_the_step(browser: Client) -> None:
    answer = browser.post("/milestones/m1/2/", form())
    assert (answer.status_code, answer["Location"]) == (302, "/path/sql/#m1-step-2")
    assert pressed(shown(browser)) == ["m1-tick-2"]
    assert shown(browser).all("li", id="m1-step-2")


def test_htmx_gets_the_step_the_meter_and_a_sentence(browser: Client) -> None:
    page = read(browser.post(FIRST, form(), **HTMX).content)
    assert page.faults == []
    assert pressed(page) == ["m1-tick-1"]
    assert page.all("span", id="m1-meter", hx_swap_oob="true")
    assert "Ticked: 1 of 2 steps done." in page.text
    fields = {values["name"]: values["value"] for values in page.all("input", type="hidden")}
    assert "Taken back: 0 of 2 steps done." in read(browser.post(FIRST, fields, **HTMX).content).text


def test_each_form_of_the_track_has_an_id_of_its_own(browser: Client) -> None:
    ids = [field["value"] for field in shown(browser).all("input", name="request")]
    assert len(ids) == len(set(ids)) == 2


def test_a_form_sent_twice_is_one_event_and_undoes_nothing(browser: Client, learner: User) -> None:
    old = form()
    for sent in (old, old, form(done=False), old):
        browser.post(FIRST, sent)
    assert [event.payload["mark"] for event in ProgressEvent.objects.in_order()] == ["read", ""]
    assert not Mark.objects.exists()
    assert differences(learner) == []


def test_a_step_ticked_twice_keeps_its_first_day(learner: User, milestone: Milestone) -> None:
    for hours in (0, 30):
        at = NOON + timedelta(hours=hours)
        set_step(learner, milestone, 1, done=True, at=at, request_id=uuid4())
    found = Mark.objects.get()
    assert (found.object_id, found.marked_at) == (step_id("m1", 1), NOON)


def test_a_step_that_left_the_milestone_cannot_be_ticked(learner: User, milestone: Milestone) -> None:
    for number in (0, 3):
        with pytest.raises(Refused, match="left the milestone"):
            set_step(learner, milestone, number, done=True, at=NOON, request_id=uuid4())
    milestone.retired_at = NOON
    with pytest.raises(Refused, match="left the milestone"):
        set_step(learner, milestone, 1, done=True, at=NOON, request_id=uuid4())
    assert not ProgressEvent.objects.exists()


def test_a_step_of_no_milestone_is_not_found_and_no_link_ticks(browser: Client) -> None:
    assert browser.post("/milestones/m9/1/", form()).status_code == 404
    assert browser.post(FIRST, {"done": "true"}).status_code == 400
    assert browser.get(FIRST).status_code == 405


def test_a_stranger_sees_the_steps_without_a_form(client: Client, milestone: Milestone) -> None:
    page = shown(client)
    assert "Load Load again" in page.text
    assert page.all("li", class_="steps__item")
    assert not page.all("form", hx_post=FIRST)
    assert client.post(FIRST, form())["Location"].startswith("/accounts/login/")


def test_another_learners_ticks_are_not_shown(browser: Client, milestone: Milestone) -> None:
    set_step(make_learner(), milestone, 1, done=True, at=NOON, request_id=uuid4())
    assert pressed(shown(browser)) == []
