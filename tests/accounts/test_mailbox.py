"""The letters a laptop writes to files."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.mail import letter, post
from tests.accounts.conftest import MakeUser


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


@pytest.fixture
def keeper(client: Client, make_user: MakeUser) -> Client:
    client.force_login(make_user(is_staff=True))
    return client


def send(link: str = "http://localhost:8000/invitation/abc/") -> None:
    post(letter("invitation", "guest@example.org", {"link": link, "expires_at": None}))


def test_staff_read_the_letters_and_follow_their_links(keeper: Client, folder: Path) -> None:
    assert "Nothing was sent yet" in keeper.get("/dev/mail/").content.decode()
    send()
    page = keeper.get("/dev/mail/").content.decode()
    assert "guest@example.org" in page
    file = next(folder.iterdir()).name
    page = keeper.get(f"/dev/mail/{file}/0/").content.decode()
    assert '<a href="http://localhost:8000/invitation/abc/"' in page


def test_a_letter_is_shown_as_text_and_never_as_markup(keeper: Client, folder: Path) -> None:
    send("http://x/<script>alert(1)</script>")
    file = next(folder.iterdir()).name
    assert "<script>alert" not in keeper.get(f"/dev/mail/{file}/0/").content.decode()


@pytest.mark.parametrize("file", ["..%2Fsecret_key", "secret_key", "20260101-000000-1.log"])
def test_only_letters_can_be_read(keeper: Client, folder: Path, file: str) -> None:
    (folder / "secret_key").write_text("key")
    (folder.parent / "secret_key").write_text("key")
    assert keeper.get(f"/dev/mail/{file}/0/").status_code == 404


def test_others_find_no_such_page(client: Client, make_user: MakeUser, folder: Path) -> None:
    assert client.get("/dev/mail/").status_code == 302
    client.force_login(make_user())
    assert client.get("/dev/mail/").status_code == 404


def test_the_page_is_gone_when_a_real_mail_server_is_set(keeper: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert keeper.get("/dev/mail/").status_code == 404
