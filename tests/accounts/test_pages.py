"""Every page of the door and the settings, as each kind of visitor gets it."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import MakeUser, confirm_password

DOOR = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/confirm-email/",
    "/accounts/inactive/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-bad/",
    "/accounts/confirm-email/nonsense/",
    "/setup/nonsense/",
    "/invitation/nonsense/",
]
ROOMS = [
    "/settings/",
    "/settings/zone/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]


class Inline(HTMLParser):
    """Collects what the content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        script = tag == "script" and "src" not in values and values.get("type") != "application/json"
        if tag == "style" or script:
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action"):
            address = values.get(name) or ""
            if address.startswith(("data:", "javascript:", "http:", "https:", "//")):
                self.found.append(f"{tag} {name}={address[:40]}")


def refused(html: str) -> list[str]:
    parser = Inline()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("path", DOOR)
def test_a_page_at_the_door_works_under_a_strict_policy(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SIGN_UP = "open"
    response = client.get(path)
    assert response.status_code in (200, 410)
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert refused(response.content.decode()) == []


@pytest.mark.parametrize("path", ROOMS)
def test_a_page_of_the_settings_works_under_a_strict_policy(
    client: Client, make_user: MakeUser, path: str
) -> None:
    client.force_login(make_user())
    confirm_password(client)
    response = client.get(path)
    assert response.status_code == 200, response.headers
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert refused(response.content.decode()) == []


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/"])
def test_the_admin_works_under_a_strict_policy(client: Client, make_user: MakeUser, path: str) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert refused(client.get(path).content.decode()) == []


@pytest.mark.parametrize("path", ROOMS)
def test_a_stranger_is_sent_to_the_door_and_told_the_way_back(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    back = path not in ("/accounts/logout/",)
    assert ("/accounts/login/?next=" in response.headers["Location"]) is back


def test_signing_in_by_a_mailed_code_is_off(client: Client) -> None:
    assert client.get("/accounts/login/code/").status_code == 404
    assert client.get("/accounts/login/code/confirm/").status_code == 404


def test_a_name_is_shown_as_text_and_never_as_markup(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user(name="<b onclick=x>Mira</b>"))
    html = client.get("/settings/").content.decode()
    assert "<b onclick" not in html
    assert "&lt;b onclick=x&gt;Mira" in html
