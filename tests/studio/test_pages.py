"""Pages of the Studio: what they show, what a look at them changes, and what they cost."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.content.models import Blob, SourceFile
from portal.studio.models import Draft
from portal.studio.services.drafts import NONE, put
from tests.factories import NOON
from tests.markup import read
from tests.studio.curriculum import FILES, LESSON, OTHER, PICTURE, QUIZ, serve
from tests.studio.making import make_editor

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
COUNTS: dict[str, int] = {
    what: count for what, count in json.loads(FILE.read_text()).items() if what.startswith("studio ")
}
PAGES = {
    "studio tree": "/studio/",
    "studio folder": "/studio/folder/03-sql/01-core/",
    "studio file": f"/studio/file/{LESSON}/",
    "studio quiz": f"/studio/file/{QUIZ}/",
}


@pytest.fixture
def editor(tmp_path: Path, client: Client) -> User:
    serve(tmp_path)
    author = make_editor()
    client.force_login(author)
    return author


@pytest.mark.parametrize("path", [*FILES, "nowhere"])
def test_every_file_has_a_page_and_others_have_none(client: Client, editor: User, path: str) -> None:
    assert client.get(f"/studio/file/{path}/").status_code == (404 if path == "nowhere" else 200)


def test_looking_changes_nothing(client: Client, editor: User) -> None:
    put(editor, OTHER, b"x", now=NOON)
    before = list(Draft.objects.values())
    for path in (*PAGES.values(), f"/studio/file/{OTHER}/", f"/studio/move/{OTHER}/", "/studio/new/"):
        assert client.get(path).status_code == 200
    assert list(Draft.objects.values()) == before


@pytest.mark.parametrize("what", [*PAGES, "studio save"])
def test_a_page_asks_the_database_no_more_than_its_file_says(client: Client, editor: User, what: str) -> None:
    blob = Blob.objects.first()
    rows = [SourceFile(path=f"03-sql/01-core/{n:03}-x.md", blob=blob, renderer="x") for n in range(100, 300)]
    SourceFile.objects.bulk_create(rows)
    for number in range(20):
        put(editor, f"03-sql/01-core/4{number:02}-mine.md", b"---\n", now=NOON)
    with CaptureQueriesContext(connection) as queries:
        if what in PAGES:
            answer = client.get(PAGES[what])
        else:
            answer = client.post(f"/studio/save/{LESSON}/", {"text": "---", "do": "save", "token": NONE})
    assert answer.status_code == 200
    found = len([query for query in queries if "SAVEPOINT" not in query["sql"]])
    assert found == COUNTS[what], f"{what} takes {found} queries now: write that into {FILE.name} if it fell"


def test_the_tree_opens_along_the_way_to_a_file_and_says_what_is_edited(client: Client, editor: User) -> None:
    put(editor, OTHER, b"---\n", now=NOON)
    page = read(client.get(f"/studio/file/{LESSON}/").content.decode())
    assert "01-ranking.md outline" in page.text
    assert "02-joins.md edited" in page.text
    closed = "Show what is in assets"
    assert closed in page.text, "a folder is loaded when it is opened"
    assert "frame.svg" in client.get("/studio/folder/03-sql/01-core/assets/").content.decode()
    assert read(client.get("/studio/?q=core joins").content.decode()).text.count("02-joins.md") == 2
    assert client.get("/studio/folder/no/such/").status_code == 404


def test_a_save_says_what_it_changes_in_the_tree(client: Client, editor: User) -> None:
    put(editor, "03-sql/track.md", b"---\n", now=NOON)
    bad = client.post(f"/studio/save/{LESSON}/", {"text": "---", "do": "save"}).json()
    errors = Draft.objects.get(path=LESSON).errors
    assert errors
    file = [LESSON, f"{errors} errors" if errors > 1 else "1 error", True]
    assert bad["tree"] == [["03-sql", "1 faulty", True], ["03-sql/01-core", "1 faulty", True], file]
    mended = {"text": FILES[LESSON] + "\n", "do": "save", "token": bad["token"]}
    assert client.post(f"/studio/save/{LESSON}/", mended).json()["tree"] == [
        ["03-sql", "2 edited", False],
        ["03-sql/01-core", "1 edited", False],
        [LESSON, "edited", False],
    ]


def test_a_text_that_is_too_large_stays_in_the_page_with_the_reason(client: Client, editor: User) -> None:
    sent = {"text": "a" * 600_000, "token": NONE}
    answer = client.post(f"/studio/save/{LESSON}/", {**sent, "do": "show"})
    assert answer.status_code == 422
    assert "The file has 586 KB; 512 KB are allowed" in answer.content.decode()
    assert answer.content.count(b"a" * 600_000) == 1
    quiet = client.post(f"/studio/save/{LESSON}/", {**sent, "do": "save"})
    assert (quiet.status_code, "586 KB" in quiet.json()["reason"]) == (422, True)


def test_a_file_that_was_published_meanwhile_says_so(client: Client, editor: User) -> None:
    put(editor, LESSON, b"mine", now=NOON)
    assert b"Published since you began" not in client.get(f"/studio/file/{LESSON}/").content
    SourceFile.objects.filter(path=LESSON).update(blob=Blob.objects.create(sha256="1" * 64, data=b"theirs"))
    assert b"Published since you began" in client.get(f"/studio/file/{LESSON}/").content


def test_a_removal_never_takes_the_place_of_a_text_that_was_typed(client: Client, editor: User) -> None:
    token = client.post(f"/studio/save/{LESSON}/", {"text": "typed", "do": "save"}).json()["token"]
    answer = client.post(f"/studio/remove/{LESSON}/")
    assert answer.status_code == 409
    assert "Propose or discard it first; nothing was overwritten" in answer.content.decode()
    assert bytes(Draft.objects.get().data or b"") == b"typed"
    client.post(f"/studio/save/{LESSON}/", {"text": FILES[LESSON], "do": "save", "token": token})
    for _ in "twice":
        assert client.post(f"/studio/remove/{LESSON}/").status_code == 302
    assert Draft.objects.get().data is None


def test_a_removal_is_a_draft_that_can_be_taken_back(client: Client, editor: User) -> None:
    client.post(f"/studio/remove/{PICTURE}/")
    assert b"This file is to go" in client.get(f"/studio/file/{PICTURE}/").content
    assert b"assets/frame.svg" not in client.get(f"/studio/file/{LESSON}/").content
    client.post(f"/studio/discard/{PICTURE}/")
    assert not Draft.objects.exists()
    assert client.post("/studio/remove/nowhere.md/").status_code == 404
