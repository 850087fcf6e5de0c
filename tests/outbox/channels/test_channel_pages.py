"""The page of channels, as a learner without scripts uses it."""

import json
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.accounts.models import User
from portal.outbox.models import Address
from portal.outbox.selectors.reach import channels_of
from portal.outbox.services.keeping import switch
from tests.accounts.test_pages import refused
from tests.factories import NOON, make_learner
from tests.outbox.channels.reaching import Browser, make_address
from tests.servers import Host, serve

pytestmark = pytest.mark.django_db
PAGE = "/settings/channels/"
COUNTS = json.loads((Path(__file__).parents[2] / "query_counts.json").read_text())


@pytest.fixture
def learner() -> User:
    return make_learner("mira@example.org")


@pytest.fixture
def mira(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client


@pytest.fixture
def host(settings: Settings) -> Iterator[Host]:
    settings.PRIVATE_ADDRESSES = [ip_network("127.0.0.0/8")]
    with serve() as kept:
        kept.answers["/"] = (200, {}, b"{}")
        yield kept


def said(mira: Client, path: str, **form: str) -> str:
    """Return what the page says after a form."""
    return mira.post(f"{PAGE}{path}", form, follow=True).content.decode()


def test_the_page_shows_mail_and_what_can_be_added(mira: Client) -> None:
    html = mira.get(PAGE).content.decode()
    assert "Letters to mira@example.org. The address is confirmed." in html
    for label in ("Browser notification", "ntfy", "Webhook"):
        assert f">{label}</h2>" in html
    assert "Apprise" not in html
    assert "its scripts must be allowed" in html
    assert refused(html) == []


def test_an_address_that_is_not_confirmed_leads_to_its_page(mira: Client, learner: User) -> None:
    learner.emailaddress_set.update(verified=False)
    html = mira.get(PAGE).content.decode()
    assert "not confirmed, so nothing is sent there" in html
    assert "/accounts/email/" in html


def test_a_topic_is_added_tried_switched_and_removed(mira: Client, learner: User, host: Host) -> None:
    html = said(mira, "ntfy/add/", target=f"{host.url}/study", token="tk_secret")
    assert "ntfy is on. Send a test to see it arrive." in html
    assert f"{host.url}/study" in html
    assert "tk_secret" not in html
    assert "ntfy took the test. The answer: 200 OK" in said(mira, "ntfy/test/")
    assert json.loads(host.asked[0].body)["title"] == f"Test from {site.SITE_NAME}"
    said(mira, "ntfy/switch/", on="false")
    assert channels_of([learner.pk])[learner.pk] == ["email"]
    said(mira, "ntfy/switch/", on="true")
    assert channels_of([learner.pk])[learner.pk] == ["email", "ntfy"]
    said(mira, f"addresses/{Address.objects.get().pk}/remove/")
    assert not Address.objects.exists()


def test_a_test_that_is_not_taken_says_what_was_answered(mira: Client, host: Host) -> None:
    said(mira, "ntfy/add/", target=f"{host.url}/study")
    host.answers["/"] = (403, {}, b'{"error": "<b>forbidden</b>"}')
    html = said(mira, "ntfy/test/")
    assert "ntfy did not take the test. The answer: 403 Forbidden:" in html
    assert "&lt;b&gt;forbidden&lt;/b&gt;" in html


def test_the_seventh_test_within_an_hour_is_refused_and_another_channel_is_not(
    mira: Client, host: Host
) -> None:
    said(mira, "ntfy/add/", target=f"{host.url}/study")
    said(mira, "webhook/add/", target=f"{host.url}/")
    for _ in range(6):
        assert mira.post(f"{PAGE}ntfy/test/").status_code == 302
    answer = mira.post(f"{PAGE}ntfy/test/")
    assert answer.status_code == 409
    assert b"6 tests within an hour" in answer.content
    assert len(host.asked) == 6
    assert mira.post(f"{PAGE}webhook/test/").status_code == 302


def test_a_channel_that_does_not_reach_anybody_cannot_be_tried(mira: Client) -> None:
    answer = mira.post(f"{PAGE}ntfy/test/")
    assert answer.status_code == 409
    assert b"does not reach you yet" in answer.content


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("", "Address of the topic is missing."),
        ("https://localhost/study", "localhost is not a public address."),
        ("http://9.9.9.9/study", "The address must start with https."),
        ("https://9.9.9.9/", "The address is a server and a topic"),
    ],
)
def test_a_wrong_address_is_answered_at_its_field(mira: Client, target: str, why: str) -> None:
    html = said(mira, "ntfy/add/", target=target)
    assert why in html
    assert 'aria-invalid="true"' in html
    assert not Address.objects.exists()


def test_the_secret_of_a_webhook_can_be_read_by_its_owner_alone(
    mira: Client, host: Host, client: Client
) -> None:
    said(mira, "webhook/add/", target=f"{host.url}/")
    secret = Address.objects.get().config["secret"]
    assert secret in mira.get(PAGE).content.decode()
    other = Client()
    other.force_login(make_learner())
    assert secret not in other.get(PAGE).content.decode()


def test_a_browser_is_added_by_the_form_its_script_fills_and_its_address_stays_hidden(
    mira: Client, host: Host
) -> None:
    form = {"endpoint": f"{host.url}/push/secret-part", **Browser().keys}
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    answer = mira.post(f"{PAGE}webpush/add/", form, headers={"User-Agent": agent}, follow=True)
    html = answer.content.decode()
    assert "Browser notification is on." in html
    assert "Firefox" in html
    assert "secret-part" not in html
    assert Address.objects.get().config["auth"] not in html


def test_a_browser_that_sends_nonsense_is_answered_with_a_sentence(mira: Client) -> None:
    html = said(mira, "webpush/add/", endpoint="https://9.9.9.9/", p256dh="x", auth="y")
    assert "did not say how to reach it" in html


def test_mail_is_switched_off_and_on_again(mira: Client, learner: User) -> None:
    assert "Switch on" in said(mira, "email/switch/", on="false")
    assert channels_of([learner.pk])[learner.pk] == []
    assert "Switch off" in said(mira, "email/switch/", on="true")
    assert channels_of([learner.pk])[learner.pk] == ["email"]


def test_what_the_portal_switched_off_says_why_until_it_is_on_again(mira: Client, learner: User) -> None:
    make_address(learner, "webhook", "https://example.org/", secret="whsec_AA==")
    Address.objects.update(on=False, problem="410 Gone")
    assert "The other side said: 410 Gone." in mira.get(PAGE).content.decode()
    assert "410 Gone" not in said(mira, "webhook/switch/", on="true")


@pytest.mark.parametrize(
    "path", ["pigeon/add/", "pigeon/switch/", "pigeon/test/", "apprise/add/", "email/add/"]
)
def test_a_channel_that_is_not_there_is_not_found(mira: Client, path: str) -> None:
    assert mira.post(f"{PAGE}{path}", {"target": "x"}).status_code == 404


def test_the_worker_may_speak_for_the_whole_portal_and_is_asked_for_each_time(client: Client) -> None:
    answer = client.get("/push-worker.js")
    assert answer.status_code == 200
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"notificationclick" in answer.content


def test_the_page_asks_the_database_what_its_file_says(mira: Client, learner: User) -> None:
    mira.get(PAGE)
    for number in range(5):
        make_address(learner, "webpush", f"https://push.example.org/{number}", **Browser().keys)
    switch(learner, "email", on=False, now=NOON)
    with CaptureQueriesContext(connection) as queries:
        mira.get(PAGE)
    assert len(queries) == COUNTS.get("channels"), "write the number of “channels” into query_counts.json"
