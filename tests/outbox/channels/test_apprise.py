"""Apprise: which addresses it is given, and what becomes of a message."""

import json
import logging
import socket
from typing import Any

import pytest
from pytest_django import Settings

from portal.core.errors import Refused
from portal.outbox.channels import NotTaken, channels
from portal.outbox.channels.apprise import SERVICES, Apprise
from portal.outbox.selectors.reach import channels_of
from tests.factories import make_learner
from tests.outbox.channels.reaching import MESSAGE, make_address, send
from tests.servers import serve

apprise = pytest.importorskip("apprise")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),  # a plug-in of Apprise's
]
DISCORD = "discord://" + "1" * 19 + "/" + "a" * 60
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"


def read(target: str) -> tuple[str, dict[str, Any]]:
    return Apprise().read({"target": target})


def test_it_is_there_only_when_it_is_switched_on(settings: Settings) -> None:
    learner = make_learner()
    make_address(learner, "apprise", "tgram", url=TELEGRAM)
    assert not Apprise().offered
    assert channels["apprise"].reached([learner.pk]) == set()
    settings.APPRISE = "services"
    assert Apprise().offered
    assert channels["apprise"].reached([learner.pk]) == {learner.pk}
    assert channels_of([learner.pk]) == {learner.pk: ["apprise", "email"]}


def test_the_service_is_shown_and_the_rest_is_a_secret(settings: Settings) -> None:
    settings.APPRISE = "services"
    target, config = read(f"  {TELEGRAM} ")
    assert (target, config) == ("tgram", {"url": TELEGRAM})


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("json://127.0.0.1/", "takes these services"),
        ("jsons://example.org/", "takes these services"),
        ("gotify://10.0.0.1/token", "takes these services"),
        ("ntfy://10.0.0.1/topic", "takes these services"),
        ("mailto://user:word@10.0.0.1", "takes these services"),
        ("workflow://10.0.0.1:443/a/b", "takes these services"),
        ("file:///etc/passwd", "takes these services"),
        ("syslog://localhost", "takes these services"),
        ("dbus://", "a service and a path"),
        ("https://discord.com/api/webhooks/1/a", "takes these services"),
        (f"{DISCORD}?template=/etc/passwd", "question mark"),
        (f"{DISCORD}?template=http://169.254.169.254/", "question mark"),
        (f"{TELEGRAM}?rto=100000", "question mark"),
        (f"{TELEGRAM}, json://127.0.0.1/", "a service and a path"),
        (f"{TELEGRAM}\njson://127.0.0.1/", "a service and a path"),
        ("tgram://", "a service and a path"),
        ("tgram://nonsense", "does not understand"),
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused(settings: Settings, target: str, why: str) -> None:
    settings.APPRISE = "services"
    with pytest.raises(Refused, match=why):
        read(target)


@pytest.mark.parametrize("scheme", sorted(SERVICES))
def test_no_service_of_the_list_takes_a_host_from_its_address(scheme: str) -> None:
    plugin = apprise.Apprise.details  # loads all plug-ins
    assert plugin
    found = apprise.manager_plugins.NotificationManager()[scheme]
    assert not {"host", "hostname", "server", "url"} & found.template_tokens.keys()


@pytest.mark.parametrize(
    ("target", "host"),
    [
        (DISCORD, "discord.com"),
        (TELEGRAM, "api.telegram.org"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/", "hooks.slack.com"),
        ("pover://" + "u" * 30 + "@" + "t" * 30, "api.pushover.net"),
        ("gchat://127.0.0.1/key/token", "chat.googleapis.com"),
        ("ifttt://webhookid/event", "maker.ifttt.com"),
        ("line://token/target", "api.line.me"),
        ("pbul://127.0.0.1/", "api.pushbullet.com"),
        ("prowl://" + "a" * 40, "api.prowlapp.com"),
        ("spush://127.0.0.1/", "api.simplepu.sh"),
        ("threema://*GATEWAY@secret/16135551234", "msgapi.threema.ch"),
    ],
)
def test_a_service_of_the_list_is_asked_at_its_own_host_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, target: str, host: str
) -> None:
    """The plug-ins run in earnest; only the look-up of names ends here, so that nothing leaves this machine."""
    settings.APPRISE = "services"
    asked = []

    def look_up(name: str, *rest: Any, **more: Any) -> Any:
        asked.append(name)
        raise socket.gaierror("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    learner = make_learner()
    scheme, config = read(target)
    make_address(learner, "apprise", scheme, **config)
    with pytest.raises(NotTaken):
        send(learner, "apprise")
    assert set(asked) == {host}


def test_every_service_of_the_list_is_tried_above() -> None:
    marks = test_a_service_of_the_list_is_asked_at_its_own_host_alone.pytestmark
    tried = {case[0].partition(":")[0] for case in marks[0].args[1]}
    assert tried == SERVICES


def test_any_address_is_taken_where_the_operator_trusts_everybody(settings: Settings) -> None:
    settings.APPRISE = "any"
    learner = make_learner()
    with serve() as host:
        host.answers["/in"] = (200, {}, b"")
        make_address(learner, "apprise", "json", url=f"json://127.0.0.1:{host.port}/in")
        assert send(learner, "apprise") == "The service took it."
        said = json.loads(host.asked[0].body)
        assert (said["title"], said["message"]) == (MESSAGE.subject, f"{MESSAGE.short}\n{MESSAGE.url}")
        host.answers["/in"] = (500, {}, b"")
        with pytest.raises(NotTaken, match="500") as refusal:
            send(learner, "apprise")
        assert not refusal.value.permanent
    assert not logging.getLogger("apprise").handlers or all(
        "Overheard" not in type(handler).__name__ for handler in logging.getLogger("apprise").handlers
    )


def test_an_address_that_was_taken_before_is_not_used_under_narrower_settings(settings: Settings) -> None:
    settings.APPRISE = "services"
    learner = make_learner()
    with serve() as host:
        make_address(learner, "apprise", "json", url=f"json://127.0.0.1:{host.port}/in")
        with pytest.raises(NotTaken, match="takes these services") as refusal:
            send(learner, "apprise")
        assert host.asked == []
    assert refusal.value.permanent
