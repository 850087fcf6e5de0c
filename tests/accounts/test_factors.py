"""Second factors: an app, recovery codes, and what staff owe in production."""

import re
from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import MakeUser, confirm_password, sign_in, signed_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET, at: datetime | None = None) -> str:
    """Return what an app shows."""
    seconds = int((at or datetime.now(timezone.utc)).timestamp())
    return format_hotp_value(hotp_value(secret, seconds // 30))


def with_app(make_user: MakeUser, **fields: object) -> object:
    user = make_user(**fields)
    TOTP.activate(user, SECRET)
    return user


def test_adding_an_app_shows_a_picture_in_the_page_takes_a_code_and_shows_recovery_codes(
    client: Client, make_user: MakeUser
) -> None:
    client.force_login(make_user())
    response = client.get("/accounts/2fa/totp/activate/")
    assert response.headers["Location"].startswith("/accounts/reauthenticate/"), "the password once more"
    confirm_password(client)
    html = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert re.search(r'<div class="qr"[^>]*><svg [^>]*viewBox', html)
    assert "<?xml" not in html
    secret = client.session["mfa.totp.secret"]
    assert secret in html
    assert client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    response = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/recovery-codes/"
    assert len(re.findall(r"<code>\d{8}</code>", response.content.decode())) == 10
    assert client.get("/accounts/2fa/").status_code == 200


def test_adding_an_app_is_told_by_mail(
    client: Client, make_user: MakeUser, django_capture_on_commit_callbacks: object
) -> None:
    client.force_login(make_user())
    confirm_password(client)
    client.get("/accounts/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code(client.session["mfa.totp.secret"])})
    assert mail.outbox[-1].subject == "An authenticator app was added"


def test_the_password_alone_no_longer_lets_in(client: Client, make_user: MakeUser) -> None:
    with_app(make_user)
    assert sign_in(client).headers["Location"] == "/accounts/2fa/authenticate/"
    assert not signed_in(client)
    assert client.get("/settings/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert signed_in(client)


def test_a_code_works_once(client: Client, make_user: MakeUser) -> None:
    with_app(make_user)
    moment = datetime.now(timezone.utc)
    with time_machine.travel(moment, tick=False):
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code()})
        other = Client()
        sign_in(other)
        other.post("/accounts/2fa/authenticate/", {"code": code()})
    assert signed_in(client)
    assert not signed_in(other)


def test_an_old_code_does_not_work(client: Client, make_user: MakeUser) -> None:
    with_app(make_user)
    sign_in(client)
    old = code(at=datetime.now(timezone.utc) - timedelta(minutes=2))
    client.post("/accounts/2fa/authenticate/", {"code": old})
    assert not signed_in(client)


def test_codes_cannot_be_guessed_in_a_row(client: Client, make_user: MakeUser) -> None:
    with_app(make_user)
    sign_in(client)
    for n in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{n}"}, REMOTE_ADDR=f"198.51.100.{n}")
    page = client.post("/accounts/2fa/authenticate/", {"code": code()}).content.decode()
    assert "Too many tries" in page
    assert not signed_in(client)


def test_a_recovery_code_lets_in_once(make_user: MakeUser) -> None:
    user = with_app(make_user)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    answers = []
    for _ in range(2):
        visitor = Client()
        sign_in(visitor)
        visitor.post("/accounts/2fa/authenticate/", {"code": spare})
        answers.append(signed_in(visitor))
    assert answers == [True, False]


def test_removing_the_app_asks_for_the_password_and_removes_the_recovery_codes(
    client: Client, make_user: MakeUser
) -> None:
    user = with_app(make_user)
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.post("/accounts/2fa/totp/deactivate/").headers["Location"].startswith("/accounts/reauth")
    confirm_password(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "The authenticator app was removed"


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/", "/studio/", "/dev/mail/"])
def test_staff_without_a_second_factor_are_shown_the_way_to_one(
    client: Client, make_user: MakeUser, settings: Settings, path: str
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 403
    assert "/accounts/2fa/totp/activate/" in response.content.decode()
    TOTP.activate(user, SECRET)
    assert client.get(path).status_code in (200, 404)


def test_recovery_codes_alone_are_no_second_factor_for_staff(
    client: Client, make_user: MakeUser, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    user = make_user(is_staff=True, is_superuser=True)
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/admin/").status_code == 403


def test_learners_and_other_pages_are_not_bothered_with_it(
    client: Client, make_user: MakeUser, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(make_user(is_staff=True))
    assert client.get("/settings/").status_code == 200
    assert client.get("/accounts/2fa/").status_code == 200


def test_a_passkey_belongs_to_the_host_of_the_site_address(
    client: Client, make_user: MakeUser, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://study.example.org"
    client.force_login(make_user())
    confirm_password(client)
    html = client.get("/accounts/2fa/webauthn/add/", HTTP_HOST="evil.example").content.decode()
    assert '"id": "study.example.org"' in html
    assert "evil.example" not in html
