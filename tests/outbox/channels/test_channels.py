"""Messages by ntfy and webhook, handed to real servers on this machine, and what their answers mean."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from portal.core.errors import Refused
from portal.outbox.channels import NotTaken, channels
from portal.outbox.channels.addressed import Addressed
from portal.outbox.channels.webhook import Webhook, signature
from portal.outbox.models import Address
from tests.factories import make_learner
from tests.outbox.channels.reaching import ID, MESSAGE, make_address, send
from tests.servers import Host, serve

pytestmark = pytest.mark.django_db
LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.fixture
def host(settings: Settings) -> Iterator[Host]:
    settings.PRIVATE_ADDRESSES = LOOPBACK
    with serve() as kept:
        kept.answers["/"] = kept.answers["/hook"] = (200, {}, b"{}")
        yield kept


def test_ntfy_gets_title_text_click_and_buttons(host: Host) -> None:
    learner = make_learner()
    make_address(learner, "ntfy", f"{host.url}/study", token="tk_1")
    assert send(learner, "ntfy") == "200 OK"
    (asked,) = host.asked
    assert (asked.method, asked.path, asked.headers["authorization"]) == ("POST", "/", "Bearer tk_1")
    said = json.loads(asked.body)
    assert (said["topic"], said["title"], said["message"]) == ("study", MESSAGE.subject, MESSAGE.short)
    assert said["click"] == MESSAGE.url
    assert [(a["action"], a["label"], a["url"]) for a in said["actions"]] == [
        ("view", label, url) for label, url in MESSAGE.actions[:3]
    ]


def test_an_open_topic_gets_no_token(host: Host) -> None:
    learner = make_learner()
    make_address(learner, "ntfy", f"{host.url}/study")
    send(learner, "ntfy")
    assert "authorization" not in host.asked[0].headers


def test_a_webhook_proves_who_sends_and_when(host: Host) -> None:
    learner = make_learner()
    _, config = Webhook().read({"target": f"{host.url}/hook"})
    make_address(learner, "webhook", f"{host.url}/hook", **config)
    assert send(learner, "webhook") == "200 OK"
    (asked,) = host.asked
    said = json.loads(asked.body)
    assert (said["id"], said["subject"], said["text"]) == (ID, MESSAGE.subject, MESSAGE.text)
    stamp = asked.headers["webhook-timestamp"]
    key = base64.b64decode(config["secret"].removeprefix("whsec_"))
    proof = hmac.new(key, f"{ID}.{stamp}.".encode() + asked.body, hashlib.sha256).digest()
    assert asked.headers["webhook-signature"] == f"v1,{base64.b64encode(proof).decode()}"
    assert asked.headers["webhook-id"] == ID


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification's libraries."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    found = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_webhook_has_a_secret_of_its_own(host: Host) -> None:
    made = {Webhook().read({"target": f"{host.url}/hook"})[1]["secret"] for _ in range(5)}
    assert len(made) == 5
    assert all(len(base64.b64decode(secret.removeprefix("whsec_"))) == 32 for secret in made)


@pytest.mark.parametrize(
    ("status", "permanent", "gone"),
    [
        (301, True, False),
        (307, True, False),
        (400, True, False),
        (401, True, False),
        (404, True, False),
        (408, False, False),
        (410, True, True),
        (425, False, False),
        (429, False, False),
        (500, False, False),
        (503, False, False),
    ],
)
def test_what_the_answer_of_a_webhook_means(host: Host, status: int, permanent: bool, gone: bool) -> None:
    learner = make_learner()
    make_address(learner, "webhook", f"{host.url}/hook", secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    host.answers["/hook"] = (status, {"Location": f"{host.url}/elsewhere"}, b"<p>no\x00\n\nroom</p>")
    with pytest.raises(NotTaken) as refusal:
        send(learner, "webhook")
    assert (refusal.value.permanent, refusal.value.gone) == (permanent, gone)
    assert refusal.value.answer.startswith(str(status))
    assert "<p>no room</p>" in refusal.value.answer or status < 400
    assert [asked.path for asked in host.asked] == ["/hook"]


def test_a_webhook_that_is_gone_is_switched_off_and_the_page_can_say_why(host: Host) -> None:
    learner = make_learner()
    make_address(learner, "webhook", f"{host.url}/hook", secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    host.answers["/hook"] = (410, {}, b"")
    with pytest.raises(NotTaken):
        send(learner, "webhook")
    row = Address.objects.get()
    assert (row.on, row.problem) == (False, "410 Gone")
    assert channels["webhook"].reached([learner.pk]) == set()


def test_a_server_that_is_down_is_tried_again_and_one_that_is_private_now_is_not(settings: Settings) -> None:
    settings.PRIVATE_ADDRESSES = LOOPBACK
    learner = make_learner()
    make_address(learner, "ntfy", "http://127.0.0.1:1024/study")
    with pytest.raises(NotTaken, match="does not answer") as down:
        send(learner, "ntfy")
    assert not down.value.permanent
    settings.PRIVATE_ADDRESSES = []
    with pytest.raises(NotTaken, match="not a public address") as private:
        send(learner, "ntfy")
    assert private.value.permanent
    assert not private.value.gone


def test_a_channel_that_is_off_sends_nothing(host: Host) -> None:
    learner = make_learner()
    make_address(learner, "ntfy", f"{host.url}/study")
    Address.objects.update(on=False)
    with pytest.raises(NotTaken, match="no address") as refusal:
        send(learner, "ntfy")
    assert refusal.value.permanent
    assert host.asked == []


@pytest.mark.parametrize("slug", ["ntfy", "webhook"])
@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("https://localhost/topic", "not a public address"),
        ("https://2130706433/topic", "not a public address"),
        ("https://[::ffff:10.0.0.1]/topic", "network of its own; whoever runs the portal can allow it"),
        ("https://169.254.169.254/latest", "not a public address"),
        ("http://9.9.9.9/topic", "must start with https"),
        ("https://user@9.9.9.9/topic", "name or a password"),
        ("https://9.9.9.9:25/topic", "Port 25"),
        ("https://no-such-name.invalid/topic", "No server is known"),
        ("topic", "neither https nor http"),
        ("https://9.9.9.9/" + "x" * 1000, "at most 1000"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_when_it_is_typed(
    slug: str, target: str, why: str
) -> None:
    channel = channels[slug]
    assert isinstance(channel, Addressed)
    with pytest.raises(Refused, match=why):
        channel.read({"target": target, "token": ""})


@pytest.mark.parametrize(
    ("target", "token", "why"),
    [
        ("https://9.9.9.9/", "", "a server and a topic"),
        ("https://9.9.9.9/a/b", "", "a server and a topic"),
        ("https://9.9.9.9/a?b=c", "", "a server and a topic"),
        ("https://9.9.9.9/a", "two words", "no spaces"),
        ("https://9.9.9.9/a", "tk\r\nX-Evil: 1", "no spaces"),
    ],
)
def test_a_topic_and_its_token_are_checked(target: str, token: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        channels["ntfy"].read({"target": target, "token": token})  # type: ignore[attr-defined]


def test_a_message_with_line_breaks_in_its_subject_breaks_no_header(host: Host) -> None:
    learner = make_learner()
    make_address(learner, "ntfy", f"{host.url}/study")
    send(learner, "ntfy", replace(MESSAGE, subject="a\r\nX-Evil: 1"))
    assert "x-evil" not in host.asked[0].headers
