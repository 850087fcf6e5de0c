"""What pages of the routine may cost in queries, kept in ``query_counts.json``: at most ten for Today."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.progress.services import note_place, set_done
from portal.routine.models import BlogPost
from portal.routine.services.day import log_minutes
from tests.factories import NOON, make_learner, make_lesson, make_milestone, make_plan
from tests.routine.visits import BLOGS, BOOK

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
COUNTS: dict[str, int] = {
    what: count for what, count in json.loads(FILE.read_text()).items() if what.startswith("today")
}
ADDRESSES = {
    "today": "/today/",
    "today, year": "/today/year/",
    "today, forecast": "/today/forecast/?more=15",
    "today, reading": "/today/reading/",
    "today, routine": "/settings/routine/",
    "today, past day": "/today/2026-11-23/",
}
FORMS = {
    "today, log": ("/today/block/morning/log/", {"minutes": "5"}),
    "today, start": ("/today/block/evening/timer/", {"action": "start"}),
    "today, done": ("/today/block/morning/state/", {"state": "done"}),
}


@pytest.fixture
def learner() -> User:
    make_plan(book=BOOK, blogs=BLOGS)
    lessons = [make_lesson(f"sql/topic-{n}") for n in range(6)]
    make_milestone(lessons[0].track)
    BlogPost.objects.create(blog="netflix", url="https://example.org/", title="A post", published_at=NOON)
    learner = make_learner(zone="Asia/Tokyo")
    set_done(learner, lessons[0], done=True, at=NOON, request_id=uuid4())
    note_place(learner, lessons[1], anchor="the-idea", at=NOON)
    return learner


@time_machine.travel(NOON, tick=False)
def measured(what: str, client: Client, learner: User) -> int:
    client.force_login(learner)
    with CaptureQueriesContext(connection) as queries:
        if what in FORMS:
            path, form = FORMS[what]
            assert client.post(path, {**form, "request": uuid4().hex}).status_code == 302
        else:
            assert client.get(ADDRESSES[what]).status_code == 200
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("what", [*ADDRESSES, *FORMS])
def test_a_page_asks_the_database_what_its_file_says(client: Client, learner: User, what: str) -> None:
    assert measured(what, client, learner) == COUNTS.get(what), (
        f"write the number of “{what}” into {FILE.name}"
    )


def test_today_takes_ten_queries_at_most() -> None:
    assert COUNTS["today"] <= 10


def test_a_long_history_asks_nothing_more(client: Client, learner: User) -> None:
    for n in range(60):
        log_minutes(learner, "evening", 30, now=NOON - timedelta(days=n), request_id=uuid4())
    for what in ADDRESSES:
        assert measured(what, client, learner) == COUNTS[what]
