"""What a letter says, where its links lead, and that a real SMTP server gets it."""

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from pytest_django import Settings

from portal.accounts.door.letters import LETTERS, NOTICES
from portal.accounts.mail import MailFailed, letter, post
from tests.accounts.conftest import PASSWORD, MakeUser, confirm_password, link_in

FORGED = {"HTTP_HOST": "evil.example"}
SITE = "https://study.example.org"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = SITE
    settings.SIGN_UP = "open"
    settings.ALLOWED_HOSTS = ["*"]


def hosts(message: object) -> set[str]:
    """Return the hosts of all links, in both twins."""
    whole = str(message.body) + str(message.alternatives[0][0])
    return set(re.findall(r"https?://[^/\s\"<]+", whole))


def test_no_letter_ever_links_to_a_forged_host(make_user: MakeUser) -> None:
    user = make_user("known@example.org")
    for address in ("known@example.org", "new@example.org"):
        Client().post("/accounts/signup/", {"email": address, "password1": PASSWORD}, **FORGED)
    for address in ("known@example.org", "unknown@example.org"):
        Client().post("/accounts/password/reset/", {"email": address}, **FORGED)
    client = Client()
    client.force_login(user)
    confirm_password(client)
    client.post("/accounts/email/", {"action_add": "", "email": "next@example.org"}, **FORGED)
    form = {"oldpassword": PASSWORD, "password1": "a louder river at dusk"}
    client.post("/accounts/password/change/", form, **FORGED)
    assert len(mail.outbox) == 6
    assert [hosts(message) for message in mail.outbox] == [{SITE}] * 6
    assert not [message for message in mail.outbox if "evil" in message.message().as_string()]


def test_a_letter_is_text_with_an_html_twin_that_says_the_same(make_user: MakeUser) -> None:
    make_user()
    Client().post("/accounts/password/reset/", {"email": "mira@example.org"})
    message = mail.outbox[0]
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert link_in(str(message.body)) == link_in(str(html))
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.subject == "Choose a new password"
    assert "{{" not in message.body + html
    assert "None" not in message.body


@pytest.mark.parametrize("name", sorted({*LETTERS.values(), "notice", "invitation"}))
def test_every_letter_has_all_three_parts(name: str) -> None:
    for part in ("subject.txt", "body.txt", "body.html"):
        get_template(f"emails/{name}/{part}")


def test_every_mail_that_the_library_may_send_has_a_letter_here() -> None:
    from pathlib import Path

    import allauth

    root = Path(allauth.__file__).parent / "templates"
    off = {"login_code", "password_reset_code", "email_confirm"}
    names = {path.name.removesuffix("_subject.txt") for path in root.glob("*/email/*_subject.txt")}
    kept = {name for name in names if not name.startswith("account_connected")} - off
    ours = {*LETTERS, *NOTICES, "account_disconnected"}
    assert kept <= ours


def test_names_and_agents_of_strangers_are_not_in_letters(make_user: MakeUser) -> None:
    make_user(name="Buy now at http://spam.example")
    Client().post(
        "/accounts/password/reset/", {"email": "mira@example.org"}, HTTP_USER_AGENT="http://spam.example"
    )
    assert "spam" not in mail.outbox[0].message().as_string()


class Post(socketserver.StreamRequestHandler):
    """A server that speaks enough SMTP to take a letter."""

    def handle(self) -> None:
        self.wfile.write(b"220 loopback\r\n")
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(lines))
            elif line.startswith(b"QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def post_office(settings: Settings) -> Iterator[list[bytes]]:
    """Run an SMTP server on a free port of loopback; return what it takes."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        yield server.letters
        server.shutdown()


def test_a_letter_arrives_over_smtp_with_both_parts(post_office: list[bytes], db: None) -> None:
    post(letter("invitation", "guest@example.org", {"link": f"{SITE}/invitation/abc/", "expires_at": None}))
    message = message_from_bytes(post_office[0], policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["To"] == "guest@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert f"{SITE}/invitation/abc/" in body.get_content()


def test_a_sign_up_over_smtp_can_be_finished_with_what_arrived(post_office: list[bytes], db: None) -> None:
    client = Client()
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    message = message_from_bytes(post_office[0], policy=policy.default)
    client.post(link_in(message.get_body(("plain",)).get_content()))
    assert "_auth_user_id" in client.session


def test_a_mail_server_that_never_speaks_does_not_hold_the_page(settings: Settings, db: None) -> None:
    assert settings.EMAIL_TIMEOUT <= 15
    settings.EMAIL_TIMEOUT = 0.2
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.EMAIL_HOST, settings.EMAIL_PORT = mute.getsockname()
        with pytest.raises(MailFailed, match="does not answer"):
            post(letter("invitation", "guest@example.org", {"link": SITE, "expires_at": None}))
