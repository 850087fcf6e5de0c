"""What the pages of weeks may cost in queries, kept in ``tests/query_counts.json`` under "week …"."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.retros.rules.weeks import DAY, Week
from portal.retros.services.words import Draft, save
from tests.retros.world import MONDAY_AFTER, PATH, TUESDAY, WEEK, closed, live_a_week, make_world, study

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
COUNTS: dict[str, int] = {
    what: count for what, count in json.loads(FILE.read_text()).items() if what.startswith("week")
}
PAGES = {"week": PATH, "week, year": "/retro/", "week, export": f"{PATH}export.md"}


@pytest.fixture
def learner() -> User:
    learner = make_world()
    live_a_week(learner)
    closed(learner)
    said = Draft({"learned": "One."}, 0, {"hard": ["sql/joins"], "repeat": ["sql/joins"]}, close=True)
    save(learner, WEEK, said, now=MONDAY_AFTER)
    return learner


@time_machine.travel(MONDAY_AFTER, tick=False)
def measured(client: Client, learner: User, path: str) -> int:
    client.force_login(learner)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("what", PAGES)
def test_a_page_asks_the_database_what_its_file_says(client: Client, learner: User, what: str) -> None:
    count = measured(client, learner, PAGES[what])
    assert count == COUNTS.get(what), f"write the number {count} of “{what}” into {FILE.name}"


def test_more_weeks_and_more_in_them_ask_nothing_more(client: Client, learner: User) -> None:
    for n in range(1, 9):
        study(learner, TUESDAY - timedelta(weeks=n))
        closed(learner, Week(WEEK.first - 7 * n * DAY, WEEK.last - 7 * n * DAY))
        study(learner, TUESDAY + timedelta(minutes=n))
    for what, path in PAGES.items():
        assert measured(client, learner, path) == COUNTS[what]
