"""What the pages and forms of notes may cost in queries, kept in ``tests/query_counts.json`` under "note …".

The session's and the user's query are in each count; savepoints are not.
"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import NOON, make_learner, make_lesson
from tests.notes.making import make_link, make_note

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
COUNTS: dict[str, int] = {
    what: count for what, count in json.loads(FILE.read_text()).items() if what.startswith("note ")
}
PAGES = {
    "note list": "/notes/?words=Note",
    "note beside": "/notes/lesson/sql/topic-1/beside/",
    "note page": "/notes/lesson/sql/topic-1/",
}
FORMS = {
    "note saved": (
        "/notes/lesson/sql/topic-1/save/",
        {"text": "Other words.", "revision": "12", "do": "save"},
    ),
    "note link": ("/notes/lesson/sql/topic-1/link/", {"url": "https://example.org/more"}),
}


@pytest.fixture
def client_of_a_writer(client: Client) -> Client:
    """A learner with forty notes, one of which has ten older versions, and ten links."""
    learner = make_learner(zone="Asia/Tokyo")
    lessons = [make_lesson(f"sql/topic-{number}") for number in range(40)]
    for number, lesson in enumerate(lessons):
        make_note(learner, lesson, f"Note {number}.")
    for number in range(11):
        make_note(learner, lessons[1], f"Note {number}: again.", at=NOON + timedelta(hours=number))
    for number in range(10):
        make_link(learner, lessons[1], f"https://example.org/{number}")
    client.force_login(learner)
    return client


@pytest.mark.parametrize("what", [*PAGES, *FORMS])
def test_a_page_asks_the_database_no_more_than_its_file_says(client_of_a_writer: Client, what: str) -> None:
    late = NOON + timedelta(hours=12)  # so late that a version of the note is kept: the dearest save
    with time_machine.travel(late, tick=False), CaptureQueriesContext(connection) as queries:
        if what in PAGES:
            answer = client_of_a_writer.get(PAGES[what])
        else:
            path, form = FORMS[what]
            answer = client_of_a_writer.post(path, form, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    found = len([query for query in queries if "SAVEPOINT" not in query["sql"]])
    assert found == COUNTS[what], f"{what} takes {found} queries now: write that into {FILE.name} if it fell"


def test_no_count_in_the_file_is_over_what_was_promised() -> None:
    assert set(COUNTS) == {*PAGES, *FORMS}
    assert max(COUNTS.values()) <= 15
