"""The set-up link: once, in time, for one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from portal.accounts import services
from portal.accounts.models import Invitation, SetupLink, User
from tests.accounts.conftest import PASSWORD, MakeUser, sign_in, signed_in

NOW = datetime.now(timezone.utc)
OWNER = {"email": "owner@example.org", "password": PASSWORD}


def new_setup_path(now: datetime = NOW) -> str:
    link = services.setup_link(now)
    assert link
    return urlsplit(link).path


def test_the_set_up_link_makes_an_owner_who_is_signed_in_and_may_do_everything(
    client: Client, db: None
) -> None:
    path = new_setup_path()
    assert client.get(path).status_code == 200
    assert not User.objects.exists(), "opening the link changes nothing"
    assert client.post(path, OWNER).status_code == 302
    assert signed_in(client)
    owner = User.objects.get()
    assert (owner.email, owner.is_superuser, owner.is_staff) == ("owner@example.org", True, True)
    assert client.get("/admin/").status_code == 200
    visitor = Client()
    sign_in(visitor, "owner@example.org")
    assert signed_in(visitor), "the address counts as proved"


def test_the_set_up_link_is_gone_once_it_was_used(client: Client, db: None) -> None:
    path = new_setup_path()
    client.post(path, OWNER)
    other = Client()
    assert other.get(path).status_code == 410
    assert other.post(path, OWNER | {"email": "second@example.org"}).status_code == 410
    assert User.objects.count() == 1
    assert services.setup_link(NOW) is None


def test_only_the_newest_set_up_link_works(client: Client, db: None) -> None:
    first, second = new_setup_path(), new_setup_path()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_a_set_up_link_is_dead_after_a_day(client: Client, db: None) -> None:
    path = new_setup_path(NOW - timedelta(hours=24, seconds=1))
    assert client.post(path, OWNER).status_code == 410
    assert not User.objects.exists()


def test_a_set_up_link_is_dead_as_soon_as_anybody_has_an_account(client: Client, make_user: MakeUser) -> None:
    path = new_setup_path()
    make_user()
    assert client.post(path, OWNER).status_code == 410


def test_the_database_keeps_no_link_that_would_let_in(db: None, settings: Settings) -> None:
    settings.SIGN_UP = "invite"
    token = new_setup_path().split("/")[2]
    _, link = services.invite("guest@example.org", for_staff=False, by=None, now=NOW)
    assert SetupLink.objects.get().token_hash != token
    assert Invitation.objects.get().token_hash not in link


def test_the_set_up_page_refuses_a_weak_password_and_keeps_the_link(client: Client, db: None) -> None:
    path = new_setup_path()
    assert client.post(path, OWNER | {"password": "password"}).status_code == 200
    assert client.post(path, OWNER | {"password": "owner@example.org"}).status_code == 200
    assert client.post(path, OWNER).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_people_who_use_the_set_up_link_at_once_make_one_account(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        "portal.accounts.hashers.Argon2"
    ]  # slow enough for the others to get in between
    path = new_setup_path()
    start = Barrier(4)

    def use(n: int) -> int:
        try:
            visitor = Client()
            start.wait()
            return visitor.post(path, OWNER | {"email": f"owner{n}@example.org"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(use, range(4)))
    assert codes[0] == 302
    assert set(codes[1:]) <= {409, 410}
    assert User.objects.count() == 1


def test_the_command_prints_a_link_and_says_why_there_is_none(
    capsys: pytest.CaptureFixture[str], client: Client, db: None
) -> None:
    call_command("setup_link")
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://localhost:8000/setup/")
    client.post(urlsplit(link).path, OWNER)
    with pytest.raises(CommandError, match="an account already"):
        call_command("setup_link")
