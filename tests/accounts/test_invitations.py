"""Invitations: once, in time, for one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from portal.accounts import services
from portal.accounts.models import User
from portal.core.errors import Refused
from tests.accounts.conftest import PASSWORD, MakeUser, last_link, signed_in

NOW = datetime.now(timezone.utc)


@pytest.fixture
def by_invitation(settings: Settings) -> None:
    settings.SIGN_UP = "invite"


def test_an_invited_person_chooses_a_password_and_is_in(
    client: Client, db: None, by_invitation: None
) -> None:
    call_command("invite", "Guest@Example.org")
    link = last_link()
    assert "guest@example.org" in client.get(link).content.decode()
    assert not User.objects.exists(), "opening the link changes nothing"
    client.post(link, {"password": PASSWORD})
    assert signed_in(client)
    user = User.objects.get()
    assert (user.email, user.is_staff) == ("guest@example.org", False)
    assert Client().post(link, {"password": PASSWORD}).status_code == 410, "once"


def test_staff_are_invited_as_staff(client: Client, db: None, by_invitation: None) -> None:
    call_command("invite", "guest@example.org", "--staff")
    client.post(last_link(), {"password": PASSWORD})
    assert User.objects.get().is_staff
    assert not User.objects.get().is_superuser


def test_an_invitation_is_dead_after_a_week_and_when_another_replaced_it(
    client: Client, db: None, by_invitation: None
) -> None:
    call_command("invite", "guest@example.org")
    first = last_link()
    call_command("invite", "guest@example.org")
    second = last_link()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    with time_machine.travel(datetime.now(timezone.utc) + timedelta(days=7, seconds=1)):
        assert client.post(second, {"password": PASSWORD}).status_code == 410
    assert not User.objects.exists()


def test_invitations_rest_while_sign_up_is_closed(
    client: Client, db: None, by_invitation: None, settings: Settings
) -> None:
    call_command("invite", "guest@example.org")
    settings.SIGN_UP = "closed"
    assert client.post(last_link(), {"password": PASSWORD}).status_code == 410
    with pytest.raises(CommandError, match="SIGN_UP=invite"):
        call_command("invite", "other@example.org")


def test_nobody_is_invited_twice_or_under_a_thing_that_is_no_address(
    make_user: MakeUser, by_invitation: None
) -> None:
    make_user("guest@example.org")
    with pytest.raises(Refused, match="has an account"):
        services.invite("Guest@example.org", for_staff=False, by=None, now=NOW)
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("invite", "guest")
    assert not mail.outbox


def test_an_invitation_opened_by_somebody_signed_in_makes_no_second_account(
    client: Client, make_user: MakeUser, by_invitation: None
) -> None:
    call_command("invite", "guest@example.org")
    link = last_link()
    client.force_login(make_user())
    assert client.get(link).status_code == 409
    assert client.post(link, {"password": PASSWORD}).status_code == 409
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_used_twice_at_once_makes_one_account(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        "portal.accounts.hashers.Argon2"
    ]  # slow enough for the others to get in between
    settings.SIGN_UP = "invite"
    _, link = services.invite("guest@example.org", for_staff=False, by=None, now=datetime.now(timezone.utc))
    start = Barrier(4)

    def use(_: int) -> int:
        try:
            visitor = Client()
            start.wait()
            return visitor.post(urlsplit(link).path, {"password": PASSWORD}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(use, range(4)))
    assert codes[0] == 302
    assert set(codes[1:]) <= {409, 410}
    assert User.objects.count() == 1
