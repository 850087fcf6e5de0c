"""What the pages and forms of review may cost in queries, kept in ``tests/query_counts.json`` under "review …".

The session's and the user's query are in each count. A count may fall, then the file is brought down with it.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.review.models import Card
from tests.factories import NOON, make_learner
from tests.quizzes.test_attempts import ONE
from tests.taking.helpers import form_of, given, missed, own, shown

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
COUNTS: dict[str, int] = {
    what: count for what, count in json.loads(FILE.read_text()).items() if what.startswith("review")
}
LIMIT, MOST = 12, 20


@pytest.fixture
def learner(client: Client) -> User:
    """Somebody with 40 cards that come later."""
    learner = make_learner(zone="UTC")
    client.force_login(learner)
    later = timezone.now() + timedelta(days=3)
    values = {"state": 2, "step": None, "stability": 5.0, "reps": 1, "last_review": NOON, "due": later}
    Card.objects.bulk_create(
        Card(user=learner, kind="own", ref=f"own:{n}", created_at=NOON, **values) for n in range(40)
    )
    return learner


def measured(what: str, client: Client, learner: User) -> int:
    """Return the queries of one page; what it shows is made before."""
    if what == "empty":
        return count(client, "/review/")
    if what == "turned":
        own(learner)
        return count(client, "/review/?turned")
    card, quiz = missed(learner, ONE, "so")
    right = given(card, quiz, "right")  # this also reads the version, which a process does once
    if what == "answered":
        client.post(f"/review/{card.pk}/answer/", right | form_of(shown(client), "/answer/"))
        return count(client, f"/review/{card.pk}/")
    pages = {"question": "", "cards": "cards/", "new card": "cards/new/", "settings": "settings/"}
    return count(client, f"/review/{pages[what]}")


def count(client: Client, address: str, form: Mapping[str, object] | None = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address) if form is None else client.post(address, form)
    assert answer.status_code == (200 if form is None else 302)
    return len([query for query in queries if "SAVEPOINT" not in query["sql"] and query["sql"] != "BEGIN"])


@pytest.mark.parametrize("what", COUNTS)
def test_a_page_of_review_asks_the_database_no_more_than_its_file_says(
    client: Client, learner: User, what: str
) -> None:
    found = measured(what.removeprefix("review, "), client, learner)
    assert found <= COUNTS[what], f"{what} grew to {found} queries"
    assert found == COUNTS[what], f"{what} fell to {found} queries: write that into {FILE.name}"


def test_a_grade_in_review_and_its_undoing_take_few_queries(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    right = given(card, quiz, "right") | form_of(shown(client), "/answer/")
    assert count(client, f"/review/{card.pk}/answer/", right) <= MOST
    assert count(client, "/review/undo/", {"request": str(uuid4())}) <= MOST


def test_no_count_of_review_is_over_the_limit() -> None:
    assert len(COUNTS) == 7
    assert max(COUNTS.values()) <= LIMIT
