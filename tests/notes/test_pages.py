"""The pages of notes: what a learner sees, what a form without a script does, and what it costs."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
import time_machine
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.notes.models import Note, NoteVersion
from portal.notes.rules import LONGEST
from portal.notes.services import set_binned
from tests.factories import NOON, make_learner, make_lesson
from tests.markup import read
from tests.notes.making import DAY, make_link, make_note

pytestmark = pytest.mark.django_db
NOTE, SAVE, DAYS = "/notes/lesson/sql/joins/", "/notes/lesson/sql/joins/save/", "/notes/day/2026-11-24/"


@pytest.fixture
def learner() -> User:
    return make_learner(zone="Asia/Kolkata")


@pytest.fixture
def lesson() -> Lesson:
    return make_lesson("sql/joins")


@pytest.fixture(autouse=True)
def _signed_in(client: Client, learner: User, lesson: Lesson) -> None:
    client.force_login(learner)


def post(client: Client, path: str, **form: object) -> tuple[int, str]:
    answer = client.post(path, form)
    return answer.status_code, answer.content.decode()


def test_a_note_is_written_and_read_without_a_script(client: Client) -> None:
    assert "Nothing written yet" in read(client.get(NOTE).content).text
    answer = client.post(SAVE, {"text": "*Tied*\r\nrows", "revision": "0"}, follow=True)
    page = read(answer.content)
    assert page.faults == []
    assert answer.redirect_chain == [(NOTE, 302)]
    assert "<em>Tied</em>" in answer.content.decode()
    assert page.all("input", name="revision", value="1")
    assert "Saved " in page.text


def test_a_script_is_told_the_revision_the_time_and_the_text_as_it_reads(client: Client) -> None:
    status, body = post(client, SAVE, text="*a*", revision="0", do="save", writer="page", serial="1")
    told = json.loads(body)
    assert (status, told["revision"]) == (200, 1)
    assert told["status"].startswith("Saved ")
    assert "<em>a</em>" in told["shown"]


@pytest.mark.parametrize(
    ("later", "shown"), [(0, "17:30"), (7, "24 November, 17:30"), (400 * 24, "24 November 2026, 17:30")]
)
def test_times_are_those_of_the_learners_clock(
    client: Client, learner: User, lesson: Lesson, later: int, shown: str
) -> None:
    make_note(learner, lesson)
    with time_machine.travel(NOON + timedelta(hours=later), tick=False):
        client.force_login(learner)
        assert f"Saved {shown} Only you can read it." in read(client.get(NOTE).content).text


def test_a_page_out_of_date_gets_both_texts_and_nothing_is_lost(
    client: Client, learner: User, lesson: Lesson
) -> None:
    make_note(learner, lesson, "top\nfirst\nend")
    mine = "top\nsecond\nend"
    assert post(client, SAVE, text=mine, revision="0", do="save")[0] == 409
    status, body = post(client, SAVE, text=mine, revision="0", do="show")
    page = read(body)
    assert status == 409
    assert page.faults == []
    assert "top\nfirst\nsecond\nend</textarea>" in body
    assert Note.objects.get().text == "top\nfirst\nend"
    assert NoteVersion.objects.get().text == mine
    client.post(
        SAVE, {"text": mine, "revision": page.all("input", name="revision")[0]["value"], "do": "keep"}
    )
    assert Note.objects.get().text == mine
    assert {version.text for version in NoteVersion.objects.all()} == {mine, "top\nfirst\nend"}


def test_a_text_that_is_too_long_comes_back_in_the_form_with_the_reason(
    client: Client, learner: User, lesson: Lesson
) -> None:
    make_note(learner, lesson, "short")
    text = "a" * (LONGEST + 1)
    assert (
        "20,480 can be saved"
        in json.loads(post(client, SAVE, text=text, revision="1", do="save")[1])["reason"]
    )
    status, body = post(client, SAVE, text=text, revision="1")
    assert status == 422
    assert f"{text}</textarea>" in body
    assert "20,480 can be saved" in read(body).text
    assert Note.objects.get().text == "short"


def test_a_form_without_a_text_empties_nothing(client: Client, learner: User, lesson: Lesson) -> None:
    make_note(learner, lesson, "kept")
    assert client.post(SAVE, {"revision": "1"}).status_code == 400
    assert Note.objects.get().text == "kept"


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40, "²"])
def test_a_revision_that_is_no_number_overwrites_nothing(
    client: Client, learner: User, lesson: Lesson, revision: str
) -> None:
    make_note(learner, lesson, "kept")
    assert client.post(SAVE, {"text": "other", "revision": revision}).status_code == 409
    assert Note.objects.get().text == "kept"


@pytest.mark.parametrize("day", ["2026-02-30", "20261124", "1999-12-31", "2100-01-01", "today", "2026-W47-2"])
def test_only_days_have_a_page(client: Client, day: str) -> None:
    assert client.get(f"/notes/day/{day}/").status_code == 404


def test_a_day_has_a_note_and_no_links(client: Client, learner: User) -> None:
    make_note(learner, DAY, "Slept well.")
    page = read(client.get(DAYS).content)
    assert page.faults == []
    assert "Tuesday, 24 November 2026" in page.text
    assert "My links" not in page.text


def test_a_note_goes_to_the_bin_and_comes_back(client: Client, learner: User, lesson: Lesson) -> None:
    note = make_note(learner, lesson, "Gone soon.")
    page = client.post(f"/notes/{note.pk}/bin/", {"binned": "true"}, follow=True)
    assert "This note is in the bin" in page.content.decode()
    assert "Gone soon." not in client.get("/notes/").content.decode()
    assert "Gone soon." in client.get("/notes/?bin").content.decode()
    client.post(f"/notes/{note.pk}/bin/", {"binned": "false"})
    assert "Gone soon." in client.get("/notes/").content.decode()


def test_deleting_for_good_takes_the_versions_along(client: Client, learner: User, lesson: Lesson) -> None:
    make_note(learner, lesson, "One.")
    note = make_note(learner, lesson, "Two.", at=NOON + timedelta(hours=1))
    set_binned(learner, note, binned=True, now=NOON)
    assert "Deleted for good" in client.post(f"/notes/{note.pk}/erase/", follow=True).content.decode()
    assert not NoteVersion.objects.exists()


def test_an_earlier_text_is_shown_and_brought_back(client: Client, learner: User, lesson: Lesson) -> None:
    make_note(learner, lesson, "The first <b>thought</b>.")
    note = make_note(learner, lesson, "Another.", at=NOON + timedelta(hours=1))
    path = f"/notes/version/{note.versions.get().pk}/"
    page = read(client.get(path).content)
    assert page.faults == []
    assert "The first <b>thought</b>." in page.text
    client.post(f"{path}back/")
    assert Note.objects.get().text == "The first <b>thought</b>."


def test_a_retired_lesson_keeps_its_note(client: Client, learner: User, lesson: Lesson) -> None:
    make_note(learner, lesson, "Still mine.")
    Lesson.objects.update(retired_at=NOON)
    assert "Still mine." in client.get(NOTE).content.decode()


def test_another_learner_sees_and_changes_nothing(client: Client, learner: User, lesson: Lesson) -> None:
    make_note(learner, lesson, "Secret 4711.")
    note = make_note(learner, lesson, "Secret 4712.", at=NOON + timedelta(hours=1))
    version, link = note.versions.get(), make_link(learner, lesson)
    client.force_login(make_learner())
    acts = [f"/notes/{note.pk}/bin/", f"/notes/{note.pk}/erase/", f"/notes/version/{version.pk}/back/"]
    acts += [f"/notes/link/{link.pk}/{act}/" for act in ("tick", "remove", "change")]
    form = {"binned": "true", "done": "true", "title": "x", "url": "https://example.org/x"}
    assert {client.post(path, form).status_code for path in acts} == {404}
    for path in (NOTE, f"{NOTE}beside/", "/notes/", "/notes/?bin"):
        assert b"Secret" not in client.get(path).content
    assert client.get(f"/notes/version/{version.pk}/").status_code == 404
    assert client.get(f"/notes/link/{link.pk}/").status_code == 404
    assert b"Secret" not in b"".join(client.get("/notes/export.zip").streaming_content)  # type: ignore[attr-defined]


def test_the_list_finds_words_tracks_and_days(client: Client, learner: User, lesson: Lesson) -> None:
    make_note(learner, lesson, "Windows and ranks.")
    make_note(learner, make_lesson("kafka/topics"), "Offsets.", at=NOON + timedelta(hours=1))
    make_note(learner, DAY, "Read about windows.", at=NOON + timedelta(hours=2))

    def titles(query: str) -> list[str]:
        page = read(client.get(f"/notes/{query}").content)
        assert page.faults == []
        return [
            one["href"] for one in page.all("a") if one["href"].startswith(("/notes/lesson", "/notes/day"))
        ][1:]

    joins, topics = "/notes/lesson/sql/joins/", "/notes/lesson/kafka/topics/"
    assert titles("") == [DAYS, topics, joins]
    assert titles("?words=WINDOWS") == [DAYS, joins]
    assert titles("?words=windows+ranks") == [joins]
    assert titles("?track=kafka") == [topics]
    assert titles("?track=day") == [DAYS]
    assert "No note holds that" in client.get("/notes/?words=%25").content.decode()


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    page = read(client.get("/notes/").content)
    assert page.faults == []
    assert "No notes yet" in page.text
    assert page.all("a", href="/path/", class_="button--primary")


def test_ten_thousand_notes_are_paged_and_cost_no_more_queries(client: Client, learner: User) -> None:
    make_note(learner, DAY, "x " * 200)
    with CaptureQueriesContext(connection) as few:
        client.get("/notes/?words=x")
    values = {"user": learner, "text": "x y " * 200, "html": "", "created_at": NOON, "changed_at": NOON}
    Note.objects.bulk_create(
        Note(day=date(2000, 1, 1) + timedelta(days=number), **values) for number in range(9_700)
    )
    with CaptureQueriesContext(connection) as many:
        answer = client.get("/notes/?words=x&page=2")
    assert len(few) == len(many) <= 7
    page = read(answer.content)
    assert "9701 notes" in page.text
    assert page.all("a", rel="next", href="?words=x&page=3")
    assert len(answer.content) < 60_000


def test_the_archive_holds_every_note_as_a_file_with_front_matter(
    client: Client, learner: User, lesson: Lesson
) -> None:
    make_note(learner, lesson, "# Ranks\n\nüber: alles")
    make_note(learner, DAY, "A day.")
    set_binned(learner, make_note(learner, date(2026, 11, 23), "Old."), binned=True, now=NOON)
    make_link(learner, lesson)
    answer = client.get("/notes/export.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert archive.testzip() is None
    assert archive.namelist() == [
        "lessons/sql/joins.md",
        "days/2026-11-24.md",
        "bin/days/2026-11-23.md",
        "links.md",
    ]
    _, front, text = archive.read("lessons/sql/joins.md").decode().split("---\n", 2)
    assert yaml.safe_load(front) == {
        "lesson": "sql/joins",
        "title": "Joins",
        "created": NOON,
        "changed": NOON,
    }
    assert text == "# Ranks\n\nüber: alles\n"
    assert archive.read("links.md").decode() == "## sql/joins\n- [ ] Ranks: <https://example.org/rank>\n"


def test_the_archive_is_sent_while_it_is_made(client: Client, learner: User) -> None:
    Note.objects.bulk_create(
        Note(
            user=learner,
            day=date(2000, 1, 1) + timedelta(days=n),
            text=f"{n:x}" * 5000,
            html="",
            created_at=NOON,
            changed_at=NOON,
        )
        for n in range(3000)
    )
    pieces = list(client.get("/notes/export.zip").streaming_content)  # type: ignore[attr-defined]
    assert len(pieces) > 1
    assert max(len(piece) for piece in pieces[:-1]) < 200_000, "the last one is the list of the files"
    assert len(zipfile.ZipFile(io.BytesIO(b"".join(pieces))).namelist()) == 3000


def test_what_hostile_text_becomes_is_text(client: Client, learner: User, lesson: Lesson) -> None:
    make_note(
        learner,
        lesson,
        "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> {{ 7|add:7 }}",
    )
    for path in (NOTE, f"{NOTE}beside/", "/notes/"):
        page = read(client.get(path).content)
        assert [fault for fault in page.faults if "token" not in fault] == []
        assert "<script>alert(1)</script>" in page.text or path.endswith("beside/")
        assert not [one for one in page.all("a") if "javascript" in one.get("href", "")]
