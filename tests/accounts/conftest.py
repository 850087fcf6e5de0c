"""People at the door, and how they get in."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from portal.accounts.models import Profile, User

PASSWORD = "a quiet river at dawn"
MakeUser = Callable[..., User]


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Make somebody whose address is proved and whose zone is known."""

    def make(email: str = "mira@example.org", *, verified: bool = True, **fields: object) -> User:
        user = User.objects.create_user(email, PASSWORD, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
        Profile.objects.create(user=user, zone="Europe/Lisbon", zone_confirmed=True)
        return user

    return make


def sign_in(
    client: Client, email: str = "mira@example.org", password: str = PASSWORD, **extra: str
) -> object:
    """Send the sign-in form."""
    return client.post("/accounts/login/", {"login": email, "password": password, "remember": "on"}, **extra)


def signed_in(client: Client) -> bool:
    """Return whether the client's session belongs to somebody."""
    return "_auth_user_id" in client.session


def link_in(text: str) -> str:
    """Return the path of the first link of a letter that is not the address of the site itself."""
    found = re.search(r'https?://[^/\s]+(/[^\s"<]+)', text)
    assert found, text
    return found[1]


def last_link() -> str:
    """Return the path of the link in the newest letter."""
    return link_in(str(mail.outbox[-1].body))


def confirm_password(client: Client, password: str = PASSWORD) -> None:
    """Prove once more to be oneself, as pages that change the account ask for."""
    client.post("/accounts/reauthenticate/", {"password": password})
