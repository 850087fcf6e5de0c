"""A learner who begins the plan, and their browser."""

import pytest
from django.test import Client

from portal.accounts.models import User
from tests.factories import make_learner, make_lesson, make_milestone, make_plan
from tests.routine.visits import BLOGS, BOOK


@pytest.fixture
def learner(db: None) -> User:
    make_plan(book=BOOK, blogs=BLOGS)
    lesson = make_lesson("sql/joins")
    make_lesson("sql/windows")
    make_milestone(lesson.track)
    return make_learner(zone="Europe/Berlin", name="Mira")


@pytest.fixture
def browser(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client
