"""The page of the search: with and without HTMX, signed in and not, and what it costs."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.index.checks import full_text
from portal.index.services import Piece, Thing, put
from portal.search.sync import bring_up_to_date
from tests.factories import NOON, make_learner
from tests.markup import read
from tests.notes.making import DAY, make_note
from tests.quizzes.world import EXAMPLE, store_quiz
from tests.search.making import make_lessons

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
HTMX = {"HTTP_HX_REQUEST": "true"}
NASTY = "<script>alert(1)</script> <img src=x onerror=alert(1)> <mark> zebra"


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture(autouse=True)
def lessons() -> list[Lesson]:
    return make_lessons()


def test_without_a_query_the_page_says_what_can_be_found(client: Client) -> None:
    page = read(client.get("/search/").content)
    assert page.faults == []
    assert "Look for a word or two" in page.text
    assert page.all("input", name="q", autofocus="")
    assert "Your notes" not in page.text


def test_the_key_is_switched_off_and_on_again_in_this_browser(client: Client) -> None:
    [button] = read(client.get("/search/").content).all("button", name="key")
    assert button["value"] == "off"
    answer = client.post("/search/key/", {"key": "off"}, headers={"referer": "http://testserver/search/?q=a"})
    assert answer.headers["Location"] == "http://testserver/search/?q=a"
    cookie = answer.cookies["search_key"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("off", "", "Lax")
    page = read(client.get("/search/").content)
    assert page.faults == []
    assert [button["value"] for button in page.all("button", name="key")] == ["on"]
    client.post("/search/key/", {"key": "on"})
    assert read(client.get("/search/").content).all("button", name="key", value="off")


def test_nonsense_for_the_key_changes_nothing(client: Client) -> None:
    assert "search_key" not in client.post("/search/key/", {"key": "<b>"}).cookies


def test_results_lead_to_headings_and_hold_marks(client: Client) -> None:
    page = read(client.get("/search/", {"q": "frame count"}).content)
    assert page.faults == []
    assert page.all("a", href="/path/sql/window-functions/#s-frames")
    assert page.all("mark")
    assert "1 result" in page.text
    assert page.all("input", name="q", value="frame count")


def test_a_corrected_query_is_said_with_a_way_to_the_typed_one(client: Client) -> None:
    page = read(client.get("/search/", {"q": "windw", "kind": "lesson", "page": "1"}).content)
    assert "Showing results for “window”" in page.text
    assert page.all("a", href="?q=%22windw%22&kind=lesson")


def test_when_nothing_is_found_there_are_ways_on(client: Client) -> None:
    page = read(client.get("/search/", {"q": "window zzzzzz", "kind": "lesson", "track": "sql"}).content)
    assert page.faults == []
    assert "Nothing found" in page.text
    assert page.all("a", href="?q=window&kind=lesson&track=sql")
    assert page.all("a", href="?q=window+zzzzzz")


def test_htmx_gets_the_answer_alone_and_the_count_out_of_band(client: Client) -> None:
    answer = client.get("/search/", {"q": "window"}, **HTMX)
    text = answer.content.decode()
    assert text.lstrip().startswith('<div class="search__answer" id="search-answer">')
    assert 'hx-swap-oob="innerHTML"' in text
    assert "HX-Request" in answer.headers["Vary"]
    back = client.get("/search/", {"q": "window"}, **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert back.content.decode().lstrip().startswith("<!doctype html>")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²", "2", ""])
def test_a_page_that_is_not_there_is_the_first(client: Client, page: str) -> None:
    answer = client.get("/search/", {"q": "window", "page": page})
    assert answer.status_code == 200
    assert "Window" in read(answer.content).text


def test_many_results_are_turned_page_by_page(client: Client) -> None:
    put("lesson", {f"a/{n:03}": Thing("", [Piece("Zebra")]) for n in range(45)})
    first = read(client.get("/search/", {"q": "zebra", "track": ""}).content)
    assert "45 results, page 1 of 3" in first.text
    assert first.all("a", rel="next", href="?q=zebra&track=&page=2")
    assert len(first.all("a", class_="found__link")) == 20
    last = read(client.get("/search/", {"q": "zebra", "page": "3"}).content)
    assert len(last.all("a", class_="found__link")) == 5
    assert last.all("a", rel="prev")
    assert not last.all("a", rel="next")


def test_a_learner_finds_notes_and_questions_and_strangers_do_not(
    client: Client, learner: User, lessons: list[Lesson]
) -> None:
    make_note(learner, lessons[1], "A window of mine.")
    store_quiz(EXAMPLE, lessons[0])
    bring_up_to_date()
    labels = {"Lesson", "Note", "Quiz"}
    assert labels & {word.strip() for word in read(client.get("/search/?q=window").content).words} == {
        "Lesson"
    }
    client.force_login(learner)
    page = read(client.get("/search/?q=window").content)
    assert labels <= {word.strip() for word in page.words}
    assert page.all("a", href="/notes/lesson/sql/joins/")


def test_where_reading_needs_an_account_searching_does(client: Client, settings: Any) -> None:
    settings.READ_WITHOUT_ACCOUNT = False
    answer = client.get("/search/?q=window")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=/search/%3Fq%3Dwindow",
    )
    piece = client.get("/search/?q=window", **HTMX, HTTP_HX_CURRENT_URL="http://testserver/search/?q=w")
    assert piece.headers["HX-Redirect"] == "/accounts/login/?next=/search/%3Fq%3Dw"


def test_hostile_texts_stay_text_wherever_they_stand(client: Client, learner: User) -> None:
    make_note(learner, text=NASTY)
    put("lesson", {"x/y": Thing("", [Piece(NASTY, NASTY, NASTY)])})
    client.force_login(learner)
    for query in ("zebra", NASTY, "script", f'"{NASTY}'):
        page = read(client.get("/search/", {"q": query}).content)
        assert page.faults == []
        assert not page.all("img")
        assert all(script.get("src") for script in page.all("script"))


@pytest.mark.parametrize("what", ["search, stranger", "search, learner", "search mistyped, learner"])
def test_a_search_asks_the_database_no_more_than_its_file_says(
    client: Client, learner: User, lessons: list[Lesson], what: str
) -> None:
    counts = json.loads(FILE.read_text())
    if what.endswith("learner"):
        for number in range(30):
            make_note(learner, DAY + timedelta(days=number), "A window.", at=NOON)
        client.force_login(learner)
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/", {"q": "windw" if "mistyped" in what else "window"})
    assert len(queries) == counts[what]
    assert counts[what] <= 6


def test_a_sqlite_without_fts5_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert full_text() == []
    monkeypatch.setattr("portal.index.checks.compile_options", lambda: {"ENABLE_FTS4"})
    found = full_text()
    assert [error.id for error in found] == (["portal.E003"] if connection.vendor == "sqlite" else [])
    assert all("DATABASE_URL" in (error.hint or "") for error in found)
