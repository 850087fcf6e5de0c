"""Web pushes as a push service and a browser see them: signed for the service, readable for the browser alone."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import ip_network

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from py_vapid import Vapid02
from pytest_django import Settings

from portal.core.errors import Refused
from portal.outbox import vapid
from portal.outbox.channels import NotTaken, channels
from portal.outbox.channels.webpush import WebPush
from portal.outbox.models import Address, PushKey
from tests.factories import make_learner
from tests.outbox.channels.reaching import MESSAGE, Browser, make_address, plain, send
from tests.servers import Host, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(settings: Settings) -> Iterator[Host]:
    settings.PRIVATE_ADDRESSES = [ip_network("127.0.0.0/8")]
    with serve() as kept:
        kept.answers["/push/1"] = kept.answers["/push/2"] = (201, {}, b"")
        yield kept


def claims_of(header: str) -> dict[str, object]:
    """Return the claims of a VAPID header."""
    token = header.removeprefix("vapid t=").partition(",")[0].split(".")[1]
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    return found


def test_the_browser_reads_what_was_sent_and_nobody_else_can(host: Host) -> None:
    learner, browser = make_learner(), Browser()
    make_address(learner, "webpush", f"{host.url}/push/1", **browser.keys)
    assert send(learner, "webpush") == "201 Created"
    (asked,) = host.asked
    said = browser.read(asked.body)
    assert (said["title"], said["body"], said["url"]) == (MESSAGE.subject, MESSAGE.short, MESSAGE.url)
    assert said["actions"] == [{"title": label, "url": url} for label, url in MESSAGE.actions[:2]]
    assert MESSAGE.subject.encode() not in asked.body
    with pytest.raises(Exception, match="Decryption error"):
        Browser().read(asked.body)


def test_the_push_service_can_check_who_sends(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels["webpush"], "clock", lambda: 1_800_000_000.0)
    learner = make_learner()
    make_address(learner, "webpush", f"{host.url}/push/1", **Browser().keys)
    send(learner, "webpush")
    headers = host.asked[0].headers
    assert Vapid02.verify(headers["authorization"])
    assert headers["authorization"].endswith(f"k={vapid.public_key()}")
    claims = claims_of(headers["authorization"])
    assert claims == {
        "aud": host.url,
        "exp": 1_800_000_000 + 12 * 3600,
        "sub": "mailto:portal@localhost",
    }
    assert (headers["content-encoding"], headers["ttl"], headers["urgency"]) == (
        "aes128gcm",
        "21600",
        "normal",
    )


def test_a_signature_that_was_tampered_with_does_not_hold(host: Host) -> None:
    header = vapid.authorisation(f"{host.url}/push/1", now=1.0)["Authorization"]
    token, _, rest = header.partition(",")
    head, claims, proof = token.removeprefix("vapid t=").split(".")
    other = plain(base64.urlsafe_b64decode(claims + "==").replace(host.url.encode(), b"https://evil.org"))
    assert not Vapid02.verify(f"vapid t={head}.{other}.{proof},{rest}")


def test_a_message_sent_again_replaces_the_one_before(host: Host) -> None:
    learner = make_learner()
    make_address(learner, "webpush", f"{host.url}/push/1", **Browser().keys)
    send(learner, "webpush")
    send(learner, "webpush")
    first, second = host.asked
    assert first.headers["topic"] == second.headers["topic"]
    assert len(first.headers["topic"]) == 32
    assert first.body != second.body  # keys that are used once


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_has_gone_is_forgotten_and_the_others_are_not(host: Host, status: int) -> None:
    learner = make_learner()
    for number in (1, 2):
        make_address(learner, "webpush", f"{host.url}/push/{number}", **Browser().keys)
    host.answers["/push/1"] = (status, {}, b"")
    assert send(learner, "webpush") == "201 Created"
    assert Address.objects.get().target == f"{host.url}/push/2"


def test_when_the_last_browser_has_gone_nobody_is_reached(host: Host) -> None:
    learner = make_learner()
    make_address(learner, "webpush", f"{host.url}/push/1", **Browser().keys)
    host.answers["/push/1"] = (410, {}, b"")
    with pytest.raises(NotTaken) as refusal:
        send(learner, "webpush")
    assert refusal.value.gone
    assert channels["webpush"].reached([learner.pk]) == set()


@pytest.mark.parametrize(("status", "permanent"), [(403, True), (413, True), (429, False), (503, False)])
def test_a_service_that_says_no_keeps_the_browser(host: Host, status: int, permanent: bool) -> None:
    learner = make_learner()
    make_address(learner, "webpush", f"{host.url}/push/1", **Browser().keys)
    host.answers["/push/1"] = (status, {}, b"why")
    with pytest.raises(NotTaken, match=f"{status} .*why") as refusal:
        send(learner, "webpush")
    assert (refusal.value.permanent, refusal.value.gone) == (permanent, False)
    assert Address.objects.count() == 1


def test_a_refusal_that_passes_outweighs_one_that_does_not(host: Host) -> None:
    learner = make_learner()
    for number, status in ((1, 410), (2, 503)):
        make_address(learner, "webpush", f"{host.url}/push/{number}", **Browser().keys)
        host.answers[f"/push/{number}"] = (status, {}, b"")
    with pytest.raises(NotTaken, match="503") as refusal:
        send(learner, "webpush")
    assert not refusal.value.permanent


def test_what_is_too_long_loses_its_buttons_and_then_is_not_sent(host: Host) -> None:
    learner, browser = make_learner(), Browser()
    make_address(learner, "webpush", f"{host.url}/push/1", **browser.keys)
    send(learner, "webpush", replace(MESSAGE, actions=(("Done", "https://a.example.org/" + "x" * 4000),)))
    assert browser.read(host.asked[0].body)["actions"] == []
    assert len(host.asked[0].body) <= 4096
    with pytest.raises(NotTaken, match="too long") as refusal:
        send(learner, "webpush", replace(MESSAGE, url="https://a.example.org/" + "x" * 4000))
    assert refusal.value.permanent


@pytest.mark.parametrize(
    "change",
    [
        {"p256dh": ""},
        {"p256dh": plain(b"\x04" + b"\x01" * 64)},
        {"p256dh": "!!!"},
        {"p256dh": "ü"},
        {"auth": ""},
        {"auth": plain(b"short")},
    ],
)
def test_keys_that_are_none_are_refused(host: Host, change: dict[str, str]) -> None:
    with pytest.raises(Refused, match="did not say how to reach it"):
        WebPush().read({"endpoint": f"{host.url}/push/1", **Browser().keys, **change})


def test_a_push_service_on_a_private_address_is_refused() -> None:
    for endpoint in ("https://127.0.0.1/push", "http://9.9.9.9/push", "", "https://localhost/push"):
        with pytest.raises(Refused):
            WebPush().read({"endpoint": endpoint, **Browser().keys})


def test_the_key_is_made_once_and_kept() -> None:
    assert vapid.public_key() == vapid.public_key()
    assert PushKey.objects.count() == 1
    assert len(base64.urlsafe_b64decode(vapid.public_key() + "==")) == 65


@pytest.mark.django_db(transaction=True)
def test_the_key_is_made_once_when_many_ask_at_the_same_time() -> None:
    def ask(number: int) -> str:
        try:
            return vapid.public_key()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(12)))) == 1


def test_the_environment_can_bring_the_key(settings: Settings) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    raw = plain(key.private_numbers().private_value.to_bytes(32, "big"))
    der = plain(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    found = set()
    for settings.VAPID_PRIVATE_KEY in (raw, der):
        found.add(vapid.public_key())
    assert len(found) == 1
    assert not PushKey.objects.exists()


def test_a_key_that_is_none_is_named(settings: Settings) -> None:
    settings.VAPID_PRIVATE_KEY = "nonsense"
    with pytest.raises(ImproperlyConfigured, match="VAPID_PRIVATE_KEY"):
        vapid.public_key()
