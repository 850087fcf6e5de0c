"""The way out, as the environment says it; and a letter handed to a service as Anymail does."""

import json
from ipaddress import ip_network
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from pytest_django import Settings

from portal.config import outward
from tests.servers import serve


def of(**variables: str) -> dict[str, Any]:
    env = environ.Env()
    env.ENVIRON = variables
    return outward.mail(env, timeout=15)


def test_without_a_word_mails_are_files() -> None:
    found = of()
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert "EMAIL_FILE_PATH" not in found  # the folder the settings name holds


def test_a_server_is_taken_from_its_address() -> None:
    found = of(EMAIL_URL="smtp+tls://user:word@mail.example.org:587")
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        True,
    )


def test_a_service_gets_the_variables_that_bear_its_name() -> None:
    found = of(EMAIL_PROVIDER="postmark", ANYMAIL_POSTMARK_SERVER_TOKEN="t", EMAIL_URL="smtp://other")
    assert found == {
        "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
        "ANYMAIL": {"POSTMARK_SERVER_TOKEN": "t", "REQUESTS_TIMEOUT": 15},
    }


@pytest.mark.parametrize("name", ["nobody", "../postmark", "postmark.EmailBackend", "os"])
def test_a_service_that_is_not_there_is_refused_at_the_start(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="no backend for"):
        of(EMAIL_PROVIDER=name)


def test_a_letter_reaches_the_service(settings: Settings) -> None:
    with serve() as host:
        found = of(
            EMAIL_PROVIDER="postmark",
            ANYMAIL_POSTMARK_SERVER_TOKEN="token-1",
            ANYMAIL_POSTMARK_API_URL=f"{host.url}/",
        )
        for name, value in found.items():
            setattr(settings, name, value)
        host.answers["/email"] = (
            200,
            {},
            b'{"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": "a@example.org"}',
        )
        assert send_mail("Subject", "Text", "portal@example.org", ["a@example.org"]) == 1
    (asked,) = host.asked
    assert asked.headers["x-postmark-server-token"] == "token-1"
    assert json.loads(asked.body)["Subject"] == "Subject"


def test_networks_are_read_and_a_wrong_one_is_named() -> None:
    assert outward.networks(["10.0.0.0/8", " ::1 "]) == [ip_network("10.0.0.0/8"), ip_network("::1/128")]
    with pytest.raises(ImproperlyConfigured, match=r"10\.0\.0\.1/8 has host bits set"):
        outward.networks(["10.0.0.1/8"])
