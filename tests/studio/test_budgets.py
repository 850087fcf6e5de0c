"""What the pages of proposals and of the history cost in queries, kept in ``query_counts.json`` under "publishing …"."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import FileVersion, Release
from portal.studio.models import Proposal
from portal.studio.services.publishing import publish_proposal
from tests.content.compile.trees import LESSON_PATH, OUTLINE, OUTLINE_PATH, replaced
from tests.studio.making import make_publisher
from tests.studio.world import LATER, LESSON, MORE, QUIZ, QUIZ_PATH, draft, proposal, serve

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
COUNTS = json.loads(FILE.read_text())
PAGES = ("propose", "proposals", "proposal", "history", "release", "versions", "compare", "conflicts")


@pytest.fixture
def publisher(tmp_path: Path) -> User:
    """Somebody with a proposal that waits, one that is published, and a draft."""
    serve(tmp_path)
    publisher = make_publisher()
    publish_proposal(publisher, proposal(publisher, {LESSON_PATH: MORE}), now=LATER, jobs=1)
    proposal(publisher, {LESSON_PATH: LESSON, QUIZ_PATH: replaced(QUIZ, "{#gaps}", "{#race}")})
    draft(publisher, OUTLINE_PATH, replaced(OUTLINE, "- Fan-out", "- Fans"))
    return publisher


def address(name: str) -> str:
    """Return the address of a page, of the newest thing it can show."""
    versions = FileVersion.objects.filter(path=LESSON_PATH).values_list("pk", flat=True)
    values: dict[str, list[object]] = {
        "proposal": [Proposal.objects.order_by("pk").values_list("pk", flat=True)[1]],
        "release": [Release.objects.latest().pk],
        "versions": [LESSON_PATH],
        "compare": [versions[1], versions[0]],
    }
    return reverse(f"studio:{name}", args=values.get(name, []))


def measured(client: Client, publisher: User, name: str) -> int:
    client.force_login(publisher)
    path = address(name)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_database_what_its_file_says(client: Client, publisher: User, name: str) -> None:
    count, what = measured(client, publisher, name), f"publishing, {name}"
    assert count == COUNTS.get(what), f"write the number {count} of “{what}” into {FILE.name}"


def test_more_proposals_releases_and_files_ask_nothing_more(client: Client, publisher: User) -> None:
    for number in range(4):
        files: dict[str, str | None] = {f"data/{number}-{at}.csv": "a\n" for at in range(number + 1)}
        publish_proposal(publisher, proposal(publisher, files), now=LATER, jobs=1)
        proposal(publisher, {f"data/{number}.csv": "a\n"})
        draft(publisher, f"data/new-{number}.csv", "a\n")
    for name in ("propose", "proposals", "history", "release"):
        assert measured(client, publisher, name) == COUNTS[f"publishing, {name}"]
