"""From the first visit to the settings, and what a spy can learn on the way."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from statistics import median

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import Profile, User
from tests.accounts.conftest import PASSWORD, MakeUser, last_link, sign_in, signed_in

NEWCOMER = {"email": "new@example.org", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def _open(settings: Settings) -> None:
    settings.SIGN_UP = "open"


def test_a_newcomer_signs_up_proves_the_address_chooses_a_zone_and_finds_it_in_the_settings(
    client: Client,
) -> None:
    response = client.post("/accounts/signup/", NEWCOMER)
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert not signed_in(client)
    link = last_link()
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified, "opening the link alone proves nothing"
    response = client.post(link)
    assert signed_in(client), "the browser that signed up needs no password again"
    assert response.headers["Location"] == "/settings/zone/?next=%2F"
    response = client.post("/settings/zone/", {"zone": "Africa/Lagos", "next": "/path/"})
    assert response.headers["Location"] == "/path/"
    assert "Africa/Lagos" in client.get("/settings/").content.decode()
    client.post("/accounts/logout/")
    assert sign_in(client, "new@example.org").headers["Location"] == "/", "the zone is asked for once"


def test_an_unproved_address_does_not_let_in_and_gets_another_mail(client: Client) -> None:
    client.post("/accounts/signup/", NEWCOMER)
    with time_machine.travel(datetime.now(timezone.utc) + timedelta(minutes=5)):
        response = sign_in(Client(), "new@example.org")
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert len(mail.outbox) == 2


def test_another_browser_that_opens_the_link_has_to_sign_in(client: Client) -> None:
    client.post("/accounts/signup/", NEWCOMER)
    other = Client()
    response = other.post(last_link())
    assert response.headers["Location"] == "/accounts/login/"
    assert not signed_in(other)


@pytest.mark.parametrize(
    "password", ["short", "password123", "1234567890123", "new@example.org", "qwertyuiop"]
)
def test_a_weak_password_is_refused_with_a_reason(client: Client, password: str) -> None:
    response = client.post("/accounts/signup/", NEWCOMER | {"password1": password})
    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.content.decode()
    assert not User.objects.exists()


def test_addresses_are_kept_in_lower_case_so_one_person_gets_one_account(client: Client) -> None:
    client.post("/accounts/signup/", NEWCOMER | {"email": "New@Example.Org"})
    Client().post("/accounts/signup/", NEWCOMER)
    assert [user.email for user in User.objects.all()] == ["new@example.org"]


def answer(email: str, **extra: str) -> tuple[int, str, set[str], str]:
    """Sign up as a stranger; return all that the stranger gets to see, without the address itself."""
    visitor = Client()
    response = visitor.post("/accounts/signup/", {"email": email, "password1": PASSWORD}, **extra)
    page = visitor.get(response.headers["Location"]).content.decode().replace(email, "ADDRESS")
    token = page.find("csrfmiddlewaretoken")
    assert token > 0
    return response.status_code, response.headers["Location"], set(visitor.cookies), _without_tokens(page)


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("verified", [True, False])
def test_signing_up_shows_the_same_whether_the_address_has_an_account_or_not(
    make_user: MakeUser, verified: bool
) -> None:
    make_user("known@example.org", verified=verified)
    assert answer("known@example.org") == answer("unknown@example.org")
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["unknown@example.org"]]
    assert [letter.subject for letter in mail.outbox] == [
        "You have an account already",
        "Confirm your e-mail address",
    ]


def test_somebody_who_only_typed_an_address_does_not_keep_its_owner_out(
    client: Client, make_user: MakeUser
) -> None:
    typist = make_user("typist@example.org")
    EmailAddress.objects.create(user=typist, email="new@example.org")
    client.post("/accounts/signup/", NEWCOMER)
    client.post(last_link())
    assert signed_in(client)
    assert User.objects.filter(email="new@example.org").count() == 1


def test_an_address_change_wins_over_an_account_that_never_proved_the_address(
    client: Client, make_user: MakeUser
) -> None:
    owner = make_user("old@example.org")
    squatter = User.objects.create_user("new@example.org", "somebody else's words")
    EmailAddress.objects.create(user=squatter, email="new@example.org", primary=True)
    EmailAddress.objects.create(user=owner, email="new@example.org")
    client.force_login(owner)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_send": "", "email": "new@example.org"})
    client.post(last_link())
    owner.refresh_from_db()
    assert owner.email == "new@example.org"
    assert not User.objects.filter(pk=squatter.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_sign_ups_at_once_make_one_account_and_show_the_same() -> None:
    def sign_up(_: int) -> str:
        try:
            return str(Client().post("/accounts/signup/", NEWCOMER).headers["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(sign_up, range(4)))
    assert answers == ["/accounts/confirm-email/"] * 4
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("mode", "words"), [("closed", "takes no new accounts"), ("invite", "by invitation")]
)
def test_a_closed_door_says_so_and_makes_no_account(
    client: Client, settings: Settings, mode: str, words: str
) -> None:
    settings.SIGN_UP = mode
    assert words in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", NEWCOMER)
    assert not User.objects.exists()
    assert not mail.outbox
    assert "Make an account" not in client.get("/accounts/login/").content.decode()


def test_sign_ups_from_one_address_are_limited_and_from_another_go_on(db: None) -> None:
    codes = [
        Client().post("/accounts/signup/", NEWCOMER | {"email": f"p{n}@example.org"}).status_code
        for n in range(11)
    ]
    assert codes == [302] * 10 + [429]
    other = Client().post("/accounts/signup/", NEWCOMER, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


def test_a_new_account_has_no_profile_until_it_is_asked(client: Client) -> None:
    client.post("/accounts/signup/", NEWCOMER)
    assert not Profile.objects.exists()


def test_signing_up_takes_the_same_work_whether_the_address_has_an_account_or_not(
    make_user: MakeUser, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["portal.accounts.hashers.Argon2"]
    settings.ACCOUNT_RATE_LIMITS = False
    make_user("known@example.org")

    def seconds(email: str) -> float:
        start = time.process_time()
        Client().post("/accounts/signup/", {"email": email, "password1": PASSWORD})
        return time.process_time() - start

    seconds("known@example.org")
    pairs = [(seconds("known@example.org"), seconds(f"new{n}@example.org")) for n in range(9)]
    known, unknown = (median(side) for side in zip(*pairs, strict=True))
    assert 0.65 < known / unknown < 1.5, (known, unknown)
