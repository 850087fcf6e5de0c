"""What pages say of an instant is what the clock of the reader shows."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.quizzes.services import start
from portal.retros.rules.weeks import week_of
from portal.retros.services.words import Draft, save
from tests.factories import make_learner, make_lesson, make_plan
from tests.notes.making import DAY, make_note
from tests.quizzes.world import EXAMPLE, store_quiz

pytestmark = pytest.mark.django_db
INSTANT = datetime(2026, 11, 26, 21, 7, tzinfo=timezone.utc)
THERE = "11:07"
"""The same on Kiritimati, 14 hours ahead."""


def note(learner: User) -> str:
    make_note(learner, DAY, "One.", at=INSTANT)
    return "/notes/"


def version(learner: User) -> str:
    make_note(learner, DAY, "One.", at=INSTANT - timedelta(hours=1))
    made = make_note(learner, DAY, "Two.", at=INSTANT)
    return reverse("notes:version", args=[made.versions.get().pk])


def versions(learner: User) -> str:
    make_note(learner, DAY, "One.", at=INSTANT - timedelta(hours=1))
    return make_note(learner, DAY, "Two.", at=INSTANT).get_absolute_url()


def attempt(learner: User) -> str:
    quiz = store_quiz(EXAMPLE, make_lesson("sql/joins"))
    start(learner, quiz, mode="practice", minutes=None, seed=7, request_id=uuid4(), now=INSTANT)
    return quiz.get_absolute_url()


def week(learner: User) -> str:
    make_plan()
    name = week_of(INSTANT.date())
    save(learner, name, Draft({"learned": "A bit."}, 0, {}, close=True), now=INSTANT)
    return f"/retro/{name.name}/"


def profile(learner: User) -> str:
    return "/settings/"


PAGES: list[Callable[[User], str]] = [note, version, versions, attempt, week, profile]


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.__name__)
def test_an_instant_is_shown_on_the_clock_of_the_reader(client: Client, made: Callable[[User], str]) -> None:
    learner = make_learner(zone="Pacific/Kiritimati")
    with time_machine.travel(INSTANT, tick=False):
        client.force_login(learner)
        shown = client.get(made(learner)).content.decode()
    assert THERE in shown
    assert "21:07" not in shown
