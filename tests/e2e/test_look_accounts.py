"""The pages of the door and of the settings have no barrier, in both themes, and fit a small screen."""

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings

from portal.accounts.models import User
from portal.accounts.services import invite, setup_link
from tests.accounts.conftest import PASSWORD, confirm_password
from tests.accounts.test_factors import SECRET
from tests.accounts.test_mailbox import send
from tests.accounts.test_pages import DOOR, ROOMS
from tests.e2e.barriers import LOOK, barriers, barriers_of
from tests.e2e.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITH_FACTORS = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/",
]
Look = Callable[[Page, Iterable[str]], None]


@pytest.fixture
def look(axe_source: str) -> Look:
    """Look at pages and find no barrier."""

    def looks(page: Page, paths: Iterable[str]) -> None:
        assert barriers_of(page, axe_source, paths) == []

    return looks


def opened(open_page: Open, who: User | None = None) -> Page:
    """Open a small page, of somebody who has just given their password again."""
    page = open_page(width=360, **LOOK)
    if who:
        client = Client()
        client.force_login(who)
        confirm_password(client)
        value = client.cookies[site.SESSION_COOKIE_NAME].value
        page.goto("/accounts/login/")
        home = page.evaluate("location.origin")
        page.context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": value, "url": home}])
    return page


def path_of(link: str | None) -> str:
    """Return the path of a link that was made."""
    assert link
    return urlsplit(link).path


@pytest.fixture
def person(learner: User) -> User:
    """Somebody with a password."""
    learner.set_password(PASSWORD)
    learner.save()
    return learner


@pytest.mark.parametrize("sign_up", ["open", "closed"])
def test_the_door_has_no_barrier(open_page: Open, look: Look, settings: Settings, sign_up: str) -> None:
    settings.SIGN_UP = sign_up
    look(opened(open_page), DOOR)


def test_a_refused_sign_in_has_no_barrier(open_page: Open, person: User, axe_source: str) -> None:
    page = opened(open_page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("That did not match").wait_for()
    assert barriers(page, axe_source) == []


def test_the_links_that_arrive_by_mail_have_no_barrier(
    open_page: Open, look: Look, settings: Settings, person: User
) -> None:
    settings.SIGN_UP = "invite"
    now = timezone.now()
    address = person.emailaddress_set.get()
    address.verified = False
    address.save()
    reset = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    look(
        opened(open_page),
        [
            path_of(invite("guest@example.org", for_staff=False, by=None, now=now)[1]),
            f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/",
            f"/accounts/password/reset/key/{reset}/",
        ],
    )


def test_the_owners_set_up_has_no_barrier(open_page: Open, look: Look) -> None:
    look(opened(open_page), [path_of(setup_link(timezone.now()))])


def test_the_settings_have_no_barrier(open_page: Open, look: Look, person: User) -> None:
    look(opened(open_page, person), [*ROOMS, "/admin/"])


def test_the_pages_of_second_factors_have_no_barrier(open_page: Open, look: Look, person: User) -> None:
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    key = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "My laptop", "credential": {}}
    )
    keys = [f"/accounts/2fa/webauthn/keys/{key.pk}/{what}/" for what in ("edit", "remove")]
    look(opened(open_page, person), [*WITH_FACTORS, *keys])
    door = opened(open_page)
    door.goto("/accounts/login/")
    door.get_by_label("E-mail").fill(person.email)
    door.get_by_label("Password", exact=True).fill(PASSWORD)
    door.get_by_role("button", name="Sign in", exact=True).click()
    door.wait_for_url("**/accounts/2fa/authenticate/**")
    look(door, ["/accounts/2fa/authenticate/"])


def test_the_mailbox_and_the_closed_admin_have_no_barrier(
    open_page: Open, look: Look, settings: Settings, person: User, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    person.is_staff = True
    person.save()
    page = opened(open_page, person)
    look(page, ["/dev/mail/"])
    send()
    look(page, ["/dev/mail/", f"/dev/mail/{next(tmp_path.iterdir()).name}/0/"])
    settings.STAFF_SECOND_FACTOR = True
    look(page, ["/admin/"])
