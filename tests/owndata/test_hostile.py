"""Archives that no portal made: each is refused with a sentence that leads to the place, and changes nothing."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.owndata.rules import archive as bounds
from portal.owndata.selectors import is_empty
from portal.owndata.services import taking_in as service
from portal.progress.models import ProgressEvent
from tests.contracts.test_access import rows_of as everything_of
from tests.owndata.world import (
    LATER,
    archive_of,
    bring,
    files_of,
    make_curriculum,
    make_full,
    make_newcomer,
    packed,
    put_rows,
    rows_of,
)

pytestmark = pytest.mark.django_db
Files = dict[str, bytes]
Change = Callable[[dict[str, Any]], object]
FUTURE = (LATER + timedelta(days=3)).isoformat()


@cache
def good_archive() -> bytes:
    """Return an archive the portal made; its learner goes with the first test that asks for it."""
    return archive_of(make_full())


@pytest.fixture
def files() -> Files:
    """The files of a good archive, beside the curriculum they speak of."""
    make_curriculum()
    return files_of(good_archive())


@pytest.fixture
def newcomer() -> User:
    return make_newcomer()


def refusal(newcomer: User, archive: bytes) -> str:
    """Return why an archive is refused, having seen that nothing changed."""
    before = everything_of(newcomer)
    with pytest.raises(Refused) as refused:
        bring(newcomer, archive)
    assert everything_of(newcomer) == before
    assert is_empty(newcomer)
    assert "nothing was changed" in refused.value.reason
    return refused.value.reason


def first(key: str, value: object) -> Change:
    """Change one value of a row."""
    return lambda row: row.update({key: value})


ROWS: list[tuple[str, Change, str]] = [
    ("events.jsonl", first("client_uuid", "7"), "“client_uuid” is not an id"),
    ("events.jsonl", first("client_uuid", None), "“client_uuid” may not be null"),
    ("events.jsonl", first("kind", "lesson-hacked"), "“kind” is no kind of event"),
    ("events.jsonl", first("kind", 5), "“kind” is not a text"),
    ("events.jsonl", first("kind", "k" * 31), "“kind” is refused"),
    ("events.jsonl", first("object_id", "x\0y"), "cannot be stored"),
    ("events.jsonl", first("object_id", "\ud800"), "cannot be stored"),
    ("events.jsonl", first("occurred_at", FUTURE), "“occurred_at” lies in the future"),
    ("events.jsonl", first("occurred_at", "2026-11-24T12:00:00"), "without a time zone"),
    ("events.jsonl", first("occurred_at", "0001-01-01T00:00:00+14:00"), "“occurred_at” is not an instant"),
    ("events.jsonl", first("local_date", "9999-12-31"), "“local_date” lies in the future"),
    ("events.jsonl", first("payload", []), "“payload” is not an object"),
    ("events.jsonl", first("payload", {"a": json.loads("[" * 20 + "]" * 20)}), "nested more than 12 levels"),
    ("events.jsonl", first("payload", {"offset": 10**6}), "“offset” that no clock has"),
    ("events.jsonl", first("payload", {"offset": 10**400}), "too large a number"),
    ("events.jsonl", lambda row: row.update(kind="minutes-logged", payload={"minutes": "9"}), "no “minutes”"),
    (
        "events.jsonl",
        lambda row: row.update(kind="minutes-logged", payload={"minutes": 10**9}),
        "no “minutes”",
    ),
    (
        "events.jsonl",
        lambda row: row.update(kind="block-set", payload={"state": {}}),
        "no word of at most 20",
    ),
    (
        "events.jsonl",
        lambda row: row.update(
            kind="block-set", payload={"state": "done", "shown": [{"url": "javascript:"}]}
        ),
        "“shown” that no block shows",
    ),
    ("events.jsonl", first("user", 1), "“user” is no key of events.jsonl"),
    ("events.jsonl", first("id", 1), "“id” is no key of events.jsonl"),
    ("events.jsonl", lambda row: row.pop("kind"), "“kind” is missing"),
    ("places.jsonl", first("lesson", 3), "“lesson” is not a text"),
    ("person.jsonl", first("name", "n" * 81), "“name” is refused"),
    ("person.jsonl", first("is_superuser", True), "“is_superuser” is no key of person.jsonl"),
    ("profile.jsonl", first("zone", "Mars/Olympus"), "“zone” is not a time zone"),
    ("profile.jsonl", first("rollover_hour", 23), "“rollover_hour” is refused"),
    ("notes.jsonl", first("text", "x" * 20_481), "20,480 can be saved"),
    ("notes.jsonl", first("html", "<script>"), "“html” is no key of notes.jsonl"),
    ("notes.jsonl", first("day", "2026-11-24"), "not about one lesson or one day"),
    ("notes.jsonl", first("revision", -1), "“revision” is not between"),
    ("notes.jsonl", first("revision", True), "“revision” is not a whole number"),
    ("note_versions.jsonl", first("note", "lesson sql/other"), "names nothing that stands in notes.jsonl"),
    ("links.jsonl", first("url", "javascript:alert(1)"), "must start with https://"),
    ("attempts.jsonl", first("mode", "cheat"), "“mode” is none of the values"),
    ("attempts.jsonl", first("order", ["nope"]), "names the question nope"),
    ("attempts.jsonl", first("order", "lag"), "“order” is not a list"),
    ("attempts.jsonl", first("earned", 1e9), "“earned” is not between 0"),
    ("attempts.jsonl", first("seed", 2**63), "“seed” is not between"),
    ("responses.jsonl", first("attempt", str(uuid4())), "names nothing that stands in attempts.jsonl"),
    ("responses.jsonl", first("question", "elsewhere"), "is none of the attempt's"),
    ("responses.jsonl", first("value", {"answer": "x"}), "“value” has a part"),
    ("responses.jsonl", first("first", {"credit": 1}), "no answer to its question"),
    ("responses.jsonl", first("tries", 10**9), "“tries” is not between"),
    ("cards.jsonl", first("kind", "spell"), "“kind” is no kind of card"),
    ("cards.jsonl", first("ref", "own:../../etc"), "“ref” does not fit"),
    ("cards.jsonl", first("showing", {"number": 0}), "“showing” is not what"),
    ("cards.jsonl", first("concepts", [1]), "“concepts”"),
    ("cards.jsonl", first("stability", 1e9), "“stability” is no key"),
    ("reviews.jsonl", first("rating", 9), "“rating” is not between 1 and 4"),
    ("reviews.jsonl", first("retention", 0.1), "“retention” is not between"),
    ("reviews.jsonl", first("card", "own:nobody"), "names nothing that stands in cards.jsonl"),
    ("reviews.jsonl", first("seconds", 1e300), "“seconds” is too large"),
    ("routines.jsonl", first("settings", {"blocks": {"morning": {"on": 1}}}), "a block that is not made of"),
    ("routines.jsonl", first("settings", {"week": ["rest"]}), "not seven kinds of day"),
    ("retro_words.jsonl", first("hard", "x" * 20_481), "20,480 can be saved"),
    ("retro_words.jsonl", first("learned", "a\r\nb"), "that the portal does not write"),
    ("retro_choices.jsonl", first("question", "why"), "“question” is none of the values"),
    ("retro_choices.jsonl", first("deed", "dance"), "“deed” is none of the values"),
    ("retro_settings.jsonl", first("starts", [["2026-11-22", 5]]), "not of their weekday"),
    ("retro_settings.jsonl", first("starts", [["soon", 6]]), "a day that is none"),
    ("retro_settings.jsonl", first("starts", {"2026-11-22": 6}), "no list of days"),
    ("retro_settings.jsonl", first("mail_hour", 23), "“mail_hour” is refused"),
]


@pytest.mark.parametrize(("name", "change", "sentence"), ROWS, ids=[f"{n}: {s}"[:60] for n, _, s in ROWS])
def test_a_row_that_no_portal_wrote_is_refused_with_file_and_line(
    newcomer: User, files: Files, name: str, change: Change, sentence: str
) -> None:
    rows = rows_of(files, name)
    change(rows[0])
    put_rows(files, name, rows)
    reason = refusal(newcomer, packed(files))
    assert f"{name}, line 1: " in reason
    assert sentence in reason


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"{", "is not JSON"),
        (b"[]", "is not a JSON object"),
        (b"", "is not JSON"),
        (b"\xff{}", "is not UTF-8"),
        (b'{"kind": NaN}', "NaN"),
        (b'{"kind": 1, "kind": 2}', "names a key twice"),
        (b'{"payload":' * 90_000, "is not JSON"),
        (b'{"kind":' + b"9" * 5000 + b"}", "is not JSON"),
        (b" " * (1024 * 1024 + 1), "more than 1,048,576 bytes"),
    ],
    ids=range(9),
)
def test_a_line_that_is_no_row_is_refused(newcomer: User, files: Files, line: bytes, sentence: str) -> None:
    files["events.jsonl"] = line + b"\n" + files["events.jsonl"]
    reason = refusal(newcomer, packed(files))
    assert "events.jsonl, line 1: " in reason
    assert sentence in reason


@pytest.mark.parametrize(
    "name", ["events.jsonl", "cards.jsonl", "reviews.jsonl", "notes.jsonl", "profile.jsonl"]
)
def test_a_row_that_stands_there_twice_is_refused(newcomer: User, files: Files, name: str) -> None:
    rows = rows_of(files, name)
    put_rows(files, name, [*rows, rows[0]])
    assert f"{name}, line {len(rows) + 1}: it stands in line 1 already" in refusal(newcomer, packed(files))


def test_a_grade_taken_back_twice_is_refused(newcomer: User, files: Files) -> None:
    rows = rows_of(files, "reviews.jsonl")
    undo = next(row for row in rows if row["undoes"])
    put_rows(files, "reviews.jsonl", [*rows, {**undo, "client_uuid": str(uuid4())}])
    assert "takes back what is not the last grade" in refusal(newcomer, packed(files))


def test_a_file_that_was_changed_is_refused_by_its_digest(newcomer: User, files: Files) -> None:
    files["notes/days/2026-11-24.md"] += b"more"
    assert "notes/days/2026-11-24.md is not as it was exported" in refusal(
        newcomer, packed(files, truthful=False)
    )


def test_a_file_nobody_knows_is_refused(newcomer: User, files: Files) -> None:
    files["dreams.jsonl"] = b""
    assert "dreams.jsonl is no file this portal knows" in refusal(newcomer, packed(files))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\b", "notes//x.md", "C:x", "./x"])
def test_a_name_that_leads_out_of_the_archive_is_refused(newcomer: User, files: Files, name: str) -> None:
    assert "unsafe name" in refusal(newcomer, packed({**files, name: b""}))


@pytest.mark.parametrize("number", [0, 2, "1", None, 10**30, [1]])
def test_another_format_is_refused(newcomer: User, files: Files, number: object) -> None:
    files["manifest.json"] = json.dumps({**json.loads(files["manifest.json"]), "format": number}).encode()
    assert "this portal reads format 1" in refusal(newcomer, packed(files))


@pytest.mark.parametrize(
    "archive", [b"", b"PK\x03\x04", b"not a zip at all" * 1000], ids=["empty", "head", "text"]
)
def test_what_is_no_zip_is_refused(newcomer: User, archive: bytes) -> None:
    assert "not a whole zip archive" in refusal(newcomer, archive)


def test_half_an_archive_is_refused(newcomer: User, files: Files) -> None:
    archive = packed(files)
    assert "not a whole zip archive" in refusal(newcomer, archive[: len(archive) // 2])


def test_a_zip_without_a_manifest_is_refused(newcomer: User) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("holiday.txt", "sun")
    assert "has no manifest.json" in refusal(newcomer, out.getvalue())


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_holds(
    newcomer: User, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_UNPACKED", 1_000_000)
    out = io.BytesIO(packed(files))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"\0" * 2_000_000)
    told = out.getvalue()
    assert "unpack to more than" in refusal(newcomer, told)
    lie = told.replace(struct.pack("<L", 2_000_000), struct.pack("<L", 1_000))
    assert refusal(newcomer, lie)


def test_more_rows_than_can_be_kept_are_refused(
    newcomer: User, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_KEPT", 3)
    assert "there are more than 3 rows" in refusal(newcomer, packed(files))


def test_an_account_with_rows_of_its_own_takes_nothing_in() -> None:
    source, other = make_full(), make_full()
    before = everything_of(other)
    with pytest.raises(Refused, match="has data of its own"):
        bring(other, archive_of(source))
    assert everything_of(other) == before


def test_texts_that_take_too_long_together_are_kept_without_their_look(newcomer: User, files: Files) -> None:
    clock = iter([0.0, *[1e9] * 1000])
    service.take_in(newcomer, io.BytesIO(packed(files)), now=LATER, clock=lambda: next(clock))
    note = newcomer.notes.order_by("pk")[0]
    assert (note.text.startswith("Tied rows"), note.html) == (True, "")
    assert "has not been rendered yet" in note.fault


def test_what_this_curriculum_lacks_is_said_and_events_are_kept(newcomer: User, files: Files) -> None:
    for name in ("events", "notes", "note_versions", "links", "cards", "places"):
        files[f"{name}.jsonl"] = files[f"{name}.jsonl"].replace(b"sql/joins", b"sql/gone")
    files["attempts.jsonl"] = files["attempts.jsonl"].replace(b"sql-window@", b"sql-gone@")
    report = bring(newcomer, packed(files))
    said = " ".join(report.unknown)
    assert "the lesson sql/gone (its events are kept)" in said
    assert "the lesson sql/gone (notes.jsonl)" in said
    assert "the quiz sql-gone" in said
    assert ProgressEvent.objects.of(newcomer).filter(object_id="sql/gone").exists()
    assert newcomer.cards.filter(lesson=None).count() == len(rows_of(files, "cards.jsonl"))
    assert newcomer.notes.filter(day__isnull=False).count() == 2
    for command in ("verify_progress", "verify_review"):
        call_command(command)
