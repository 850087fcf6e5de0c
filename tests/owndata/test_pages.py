"""The page of one's own data and its forms, as a browser without scripts uses them."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.owndata import uploads
from portal.owndata.models import Leaving
from portal.progress.models import ProgressEvent
from tests.accounts.conftest import PASSWORD, confirm_password, sign_in
from tests.factories import make_learner
from tests.owndata.world import LATER, archive_of, files_of, make_full, make_newcomer, packed

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
COUNTS: dict[str, int] = {
    what: count for what, count in json.loads(FILE.read_text()).items() if what.startswith("own data ")
}
PAGES = {"own data page": "/settings/data/", "own data choice": "/settings/data/choice/"}
HERE = "/settings/data/"


@pytest.fixture
def _today() -> Iterator[None]:
    """Let it be the day on which the archives are made."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def mira(client: Client) -> User:
    """Somebody with data and a password, signed in."""
    mira = make_full("mira@example.org")
    mira.set_password(PASSWORD)
    mira.save()
    client.force_login(mira)
    return mira


def upload(client: Client, archive: bytes, name: str = "own-data.zip") -> tuple[int, str]:
    """Send an archive; return status and page."""
    answer = client.post(f"{HERE}import/", {"archive": SimpleUploadedFile(name, archive)})
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("mira")
def test_the_button_downloads_an_archive_with_everything(client: Client) -> None:
    answer = client.get(f"{HERE}export/")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="own-data-20')
    assert "no-store" in answer.headers["Cache-Control"]
    files = files_of(b"".join(answer.streaming_content))
    assert "events.jsonl" in files


@pytest.mark.usefixtures("_today")
def test_an_archive_comes_in_through_the_form_and_the_page_says_what_came(client: Client) -> None:
    source, target = make_full(), make_newcomer()
    client.force_login(target)
    assert "Import the archive" in client.get(HERE).content.decode()
    status, page = upload(client, archive_of(source))
    assert status == 200
    assert "events.jsonl" in page
    assert ProgressEvent.objects.of(target).count() == ProgressEvent.objects.of(source).count()
    assert "new account only" in client.get(HERE).content.decode()


@pytest.mark.usefixtures("_today")
def test_what_this_portal_lacks_is_named_on_the_page(client: Client) -> None:
    files = files_of(archive_of(make_full()))
    files["links.jsonl"] = files["links.jsonl"].replace(b"sql/joins", b"sql/gone")
    client.force_login(make_newcomer())
    assert "the lesson sql/gone (links.jsonl): 1 row<" in upload(client, packed(files))[1]


def test_a_refused_archive_is_answered_with_its_sentence(client: Client) -> None:
    client.force_login(make_newcomer())
    status, page = upload(client, b"no zip")
    assert status == 409
    assert "not a whole zip archive" in page


def test_a_form_without_a_file_is_answered_with_a_sentence(client: Client) -> None:
    client.force_login(make_newcomer())
    answer = client.post(f"{HERE}import/", {})
    assert (answer.status_code, "No file arrived" in answer.content.decode()) == (409, True)


def test_an_upload_over_the_bound_never_arrives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100_000)
    client.force_login(make_newcomer())
    status, page = upload(client, b"x" * 100_001)
    assert (status, "No file arrived" in page) == (409, True)
    status, page = upload(client, b"x" * 100_000)
    assert "not a whole zip archive" in page


@pytest.mark.usefixtures("mira")
def test_the_account_is_deleted_only_after_the_password_was_given_again(client: Client) -> None:
    for method in (client.get, client.post):
        assert "/accounts/reauthenticate/" in method(f"{HERE}delete/").headers["Location"]
    assert not Leaving.objects.exists()
    confirm_password(client)
    assert "Delete my account" in client.get(f"{HERE}delete/").content.decode()
    assert not Leaving.objects.exists()


def test_asking_signs_out_and_signing_in_offers_to_stay(client: Client, mira: User) -> None:
    confirm_password(client)
    answer = client.post(f"{HERE}delete/", follow=True)
    assert "Your account will be deleted on" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    answer = client.post(
        "/accounts/login/", {"login": mira.email, "password": PASSWORD, "next": "/notes/"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"{HERE}choice/"
    assert "Keep my account" in answer.content.decode()
    assert Leaving.objects.exists()
    for page in ("/today/", "/notes/"):
        assert client.get(page).content.decode().count("Your account will be deleted on") == 1, page
    answer = client.post(f"{HERE}keep/", follow=True)
    assert "Your account stays" in answer.content.decode()
    assert not Leaving.objects.exists()
    assert "Your account will be deleted on" not in client.get("/today/").content.decode()


def test_another_browser_forgets_the_day_when_it_learns_that_the_account_stays(
    client: Client, mira: User
) -> None:
    client.force_login(mira)
    session = client.session
    session["leaving"] = "4 December 2026, 14:05"
    session.save()
    assert "will be deleted on 4 December 2026, 14:05" in client.get("/notes/").content.decode()
    client.get(f"{HERE}choice/")
    assert "will be deleted on" not in client.get("/notes/").content.decode()


@pytest.mark.usefixtures("mira")
def test_signing_in_leads_on_for_those_who_stay(client: Client) -> None:
    client.logout()
    assert sign_in(client).headers["Location"] == "/"


def test_the_last_owner_is_told_why_the_account_stays(client: Client, mira: User) -> None:
    User.objects.filter(pk=mira.pk).update(is_superuser=True)
    confirm_password(client)
    answer = client.post(f"{HERE}delete/")
    assert (answer.status_code, "only one with all rights" in answer.content.decode()) == (409, True)
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("what", PAGES)
def test_a_page_asks_the_database_no_more_than_its_file_says(client: Client, what: str) -> None:
    learner = make_learner(zone="Asia/Tokyo")
    now = timezone.now()
    Leaving.objects.create(user=learner, asked_at=now, due_at=now + timedelta(days=7))
    client.force_login(learner)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGES[what]).status_code == 200
    assert len(queries) == COUNTS[what], (
        f"{what} takes {len(queries)} queries now: write that into {FILE.name}"
    )


def test_no_count_in_the_file_is_over_what_was_promised() -> None:
    assert set(COUNTS) == set(PAGES)
    assert max(COUNTS.values()) <= 12


def test_a_long_history_takes_no_more_queries_to_export(client: Client, mira: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            io.BytesIO(b"".join(client.get(f"{HERE}export/").streaming_content))
        return len(queries)

    before = count()
    row = ProgressEvent.objects.of(mira).values().first() or {}
    row.pop("id")
    ProgressEvent.objects.bulk_create(
        ProgressEvent(**{**row, "client_uuid": f"00000000-0000-4000-8000-{number:012}"})
        for number in range(3000)
    )
    assert count() == before
