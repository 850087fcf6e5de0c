"""One's own data in the browser: out, in, away, and back again; with a script and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.notes.models import Note
from portal.owndata.models import Leaving
from portal.owndata.services.leaving import DAYS
from portal.progress.models import ProgressEvent
from tests.accounts.conftest import PASSWORD, confirm_password
from tests.e2e.barriers import LOOK, barriers, barriers_of
from tests.e2e.conftest import Open
from tests.owndata.world import LATER, make_full, make_newcomer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/settings/data/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Let it be a day on which what the learner did has been."""
    with time_machine.travel(LATER):
        yield


@pytest.fixture
def mira(transactional_db: None) -> User:
    """Somebody with data, a name of her own, and a password."""
    mira = make_full("mira@example.org", "Mira writes")
    mira.set_password(PASSWORD)
    mira.save()
    return mira


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("mira@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_everything_is_taken_out_of_one_account_and_into_another(
    open_page: Open, mira: User, tmp_path: Path, script: bool
) -> None:
    page = open_page(mira, java_script_enabled=script)
    page.goto(HERE)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export everything").click()
    archive = tmp_path / download.value.suggested_filename
    download.value.save_as(archive)
    newcomer = make_newcomer()
    other = open_page(newcomer, java_script_enabled=script)
    other.goto(HERE)
    other.get_by_label("Archive").set_input_files(archive)
    other.get_by_role("button", name="Import the archive").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Your data is here")
    expect(other.get_by_role("row", name="events.jsonl")).to_be_visible()
    assert Note.objects.of(newcomer).count() == Note.objects.of(mira).count()
    assert ProgressEvent.objects.of(newcomer).count() == ProgressEvent.objects.of(mira).count()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_an_account_is_given_up_and_kept_after_all(open_page: Open, mira: User, script: bool) -> None:
    page = open_page(mira, java_script_enabled=script)
    page.goto(HERE)
    page.get_by_role("link", name="Delete my account").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete the account")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.locator("#live")).to_contain_text("Your account will be deleted on")
    assert Leaving.objects.filter(user=mira).exists()
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your account?")
    page.get_by_role("button", name="Keep my account").click()
    expect(page.locator("#live")).to_contain_text("Your account stays")
    expect(page.get_by_role("link", name="Delete my account")).to_be_visible()
    assert not Leaving.objects.exists()


def test_no_page_of_own_data_has_a_barrier_or_scrolls_sideways(
    open_page: Open, mira: User, axe_source: str, tmp_path: Path
) -> None:
    page, fresh = open_page(width=390, **LOOK), open_page(make_newcomer(), width=390, **LOOK)
    client = Client()
    client.force_login(mira)
    confirm_password(client)
    page.goto("/accounts/login/")
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    page.context.add_cookies([{**cookie, "url": page.evaluate("location.origin")}])
    found = barriers_of(page, axe_source, [HERE, f"{HERE}delete/"])
    found += barriers_of(fresh, axe_source, [HERE])
    with page.expect_download() as download:
        page.goto(HERE)
        page.get_by_role("link", name="Export everything").click()
    download.value.save_as(tmp_path / "own.zip")
    fresh.get_by_label("Archive").set_input_files(tmp_path / "own.zip")
    fresh.get_by_role("button", name="Import the archive").click()
    expect(fresh.get_by_role("heading", level=1)).to_have_text("Your data is here")
    found += barriers(fresh, axe_source)
    now = timezone.now()
    Leaving.objects.create(user=mira, asked_at=now, due_at=now + DAYS)
    assert found + barriers_of(page, axe_source, [HERE, f"{HERE}choice/"]) == []
