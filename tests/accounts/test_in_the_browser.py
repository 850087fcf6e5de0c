"""The door in a real browser: passkeys with a virtual authenticator, the guess of the zone, no JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests.accounts.conftest import PASSWORD, MakeUser
from tests.e2e.conftest import is_complaint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def authenticator(page: Page) -> Iterator[Any]:
    """Give the browser a device that keeps passkeys and says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield lambda **values: session.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], **values}
    )
    session.detach()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Return what the browser complains of, such as the content security policy."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("E-mail").fill("mira@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, site: str, *, alone: bool = True) -> None:
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_is_made_signs_in_alone_and_is_removed(
    page: Page, live_server: Any, make_user: MakeUser, authenticator: Any, complaints: list[str]
) -> None:
    make_user()
    sign_in(page, live_server.url)
    add_passkey(page, live_server.url)
    sign_out(page, live_server.url)
    page.goto(f"{live_server.url}/accounts/login/?next=/settings/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    expect(page.get_by_role("row", name="My laptop")).to_contain_text("signing in")
    assert Authenticator.objects.filter(type="webauthn", last_used_at__isnull=False).count() == 1
    assert complaints == []


def test_a_passkey_is_the_second_step_after_the_password(
    page: Page, live_server: Any, make_user: MakeUser, authenticator: Any, complaints: list[str]
) -> None:
    make_user()
    sign_in(page, live_server.url)
    add_passkey(page, live_server.url, alone=False)
    sign_out(page, live_server.url)
    sign_in(page, live_server.url)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Second step")).to_be_hidden()
    page.goto(f"{live_server.url}/settings/")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    assert complaints == []


def test_a_passkey_the_owner_does_not_unlock_lets_nobody_in_and_says_so(
    page: Page, live_server: Any, make_user: MakeUser, authenticator: Any
) -> None:
    make_user()
    sign_in(page, live_server.url)
    add_passkey(page, live_server.url)
    sign_out(page, live_server.url)
    authenticator(isUserVerified=False)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("cancelled, or took too long")
    page.goto(f"{live_server.url}/settings/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_browser_guesses_the_zone_and_the_learner_confirms_it(
    browser: Any, live_server: Any, make_user: MakeUser
) -> None:
    from portal.accounts.models import Profile

    make_user()
    Profile.objects.all().delete()
    context = browser.new_context(timezone_id="America/Argentina/Ushuaia")
    page = context.new_page()
    sign_in(page, live_server.url)
    expect(page.get_by_text("Your browser says America/Argentina/Ushuaia. Use it?")).to_be_visible()
    page.get_by_role("button", name="Use this zone").click()
    expect(page.get_by_role("heading", name="Where does your day run")).to_be_hidden()
    assert Profile.objects.get().zone == "America/Argentina/Ushuaia"
    context.close()


def test_without_javascript_everything_but_passkeys_is_there(
    browser: Any, live_server: Any, make_user: MakeUser
) -> None:
    from portal.accounts.models import Profile

    make_user()
    Profile.objects.all().delete()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    expect(page.get_by_text("Your browser says")).to_be_hidden()
    page.get_by_label("Time zone").select_option("Europe/Oslo")
    page.get_by_role("button", name="Use this zone").click()
    page.goto(f"{live_server.url}/accounts/login/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.goto(f"{live_server.url}/settings/")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Oslo")
    context.close()


def test_a_password_can_be_shown_and_is_hidden_again_when_sent(
    page: Page, live_server: Any, make_user: MakeUser
) -> None:
    make_user()
    page.goto(f"{live_server.url}/accounts/login/")
    field = page.get_by_label("Password", exact=True)
    field.fill(PASSWORD)
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")
    expect(field).to_have_value(PASSWORD)
