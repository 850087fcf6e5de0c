"""Channels in a browser: the worker is there and shows a push, the button asks, and the page has no barrier.

Chromium without a head has no push service behind it, so the subscription itself ends where one would be asked.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from portal.accounts.models import User
from portal.outbox.services.keeping import switch
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.factories import NOON
from tests.outbox.channels.reaching import Browser, make_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/settings/channels/"
ACTIVATED = "navigator.serviceWorker.ready.then(worker => worker.active.state === 'activated')"
SHOWN = "navigator.serviceWorker.ready.then(r => r.getNotifications()).then(all => all.map(n => [n.title, n.body, n.data]))"


def answer(page: Page, question: Callable[[], Any], seconds: int = 60) -> Any:
    """Ask again until the answer is not empty, and return it; the last one when the time is over.

    Playwright's own `wait_for_function` looks once at a promise and takes it for an answer, whatever comes of it.
    """
    end = time.monotonic() + seconds
    while not (found := question()) and time.monotonic() < end:
        page.wait_for_timeout(100)
    return found


def registered(page: Page) -> None:
    """Let the page register the worker, as its script does."""
    page.goto(PAGE)
    page.evaluate(
        "navigator.serviceWorker.register('/push-worker.js', {scope: '/'}).then(() => navigator.serviceWorker.ready)"
    )


def push(page: Page, data: str) -> Any:
    """Deliver a push to the worker, as a push service would, and return the notification it shows.

    Just after the worker is active, Chromium now and then drops what its tools deliver (3 of 100 on busy cores),
    so a push that nothing came of is delivered again.
    """
    session = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    answer(page, lambda: page.evaluate(ACTIVATED))
    origin = page.evaluate("location.origin")
    known = answer(page, lambda: [one for one in found if one["scopeURL"] == f"{origin}/"])
    to = {"origin": origin, "registrationId": known[-1]["registrationId"]}
    for _ in range(10):
        session.send("ServiceWorker.deliverPushMessage", {**to, "data": data})
        if shown := answer(page, lambda: page.evaluate(SHOWN), seconds=6):
            return shown[0]
    raise AssertionError("Ten pushes showed nothing.")


def test_a_push_is_shown_and_leads_to_the_portal_alone(open_page: Open, learner: User) -> None:
    page = open_page(learner, permissions=["notifications"])
    registered(page)
    said = {
        "title": "Window functions",
        "body": "45 minutes",
        "url": "https://evil.example.org/",
        "tag": "1",
        "actions": [{"title": "Done", "url": "/today/"}, {"title": "Away", "url": "//evil.example.org/x"}],
    }
    title, body, data = push(page, json.dumps(said))
    home = page.evaluate("location.origin")
    assert (title, body) == ("Window functions", "45 minutes")
    assert data == {"url": home, "actions": [f"{home}/today/", home]}


def test_a_push_that_cannot_be_read_is_shown_all_the_same(open_page: Open, learner: User) -> None:
    page = open_page(learner, permissions=["notifications"])
    registered(page)
    title, _, data = push(page, "not json")
    assert title == "Data Engineering Mastery"
    assert data["url"] == f"{page.evaluate('location.origin')}/"


def test_permission_is_asked_for_by_the_button_and_not_before(open_page: Open, learner: User) -> None:
    page = open_page(learner)
    page.add_init_script(
        "window.asked = 0; Notification.requestPermission = async () => { window.asked += 1; return 'denied'; };"
    )
    page.goto(PAGE)
    button = page.get_by_role("button", name="Allow notifications in this browser")
    button.wait_for()
    assert page.evaluate("window.asked") == 0
    button.click()
    page.get_by_text("does not allow notifications of this portal").wait_for()
    assert page.evaluate("window.asked") == 1


def test_without_a_push_service_the_page_says_so(
    open_page: Open, learner: User, complaints: list[str]
) -> None:
    page = open_page(learner, permissions=["notifications"])
    page.goto(PAGE)
    page.get_by_role("button", name="Allow notifications in this browser").click()
    page.get_by_text("could not reach its push service").wait_for()
    assert ["Push API" in one for one in complaints] == [True]
    complaints.clear()


def test_what_the_browser_answers_is_kept(open_page: Open, learner: User) -> None:
    """The service is the one thing that is not there; what it would answer goes the whole way."""
    keys = Browser().keys
    page = open_page(learner, permissions=["notifications"])
    subscription = json.dumps({"endpoint": "https://9.9.9.9/push/1", "keys": keys})
    page.add_init_script(
        f"PushManager.prototype.subscribe = async () => ({{ toJSON: () => ({subscription}) }});"
    )
    page.goto(PAGE)
    page.get_by_role("button", name="Allow notifications in this browser").click()
    page.get_by_text("Browser notification is on.").wait_for()
    row = learner.addresses.get()
    assert (row.target, row.config["p256dh"]) == ("https://9.9.9.9/push/1", keys["p256dh"])


def test_the_page_has_no_barrier(open_page: Open, learner: User, axe_source: str) -> None:
    make_address(learner, "webhook", f"https://example.org/{'long' * 30}", secret="whsec_AA==")
    make_address(learner, "webpush", "https://push.example.org/1", **Browser().keys)
    learner.addresses.filter(channel="webhook").update(on=False, problem="410 Gone")
    switch(learner, "email", on=False, now=NOON)
    page = open_page(learner, width=390, **LOOK)
    page.goto(PAGE)
    page.get_by_text("Signing secret").click()
    page.get_by_label("Address of the topic").fill("https://localhost/x")
    page.get_by_role("button", name="Add ntfy").click()
    page.get_by_text("localhost is not a public address.").wait_for()
    assert barriers(page, axe_source, widths=(390, 1280)) == []


def test_without_scripts_the_page_says_what_needs_them(open_page: Open, learner: User) -> None:
    page = open_page(learner, java_script_enabled=False)
    page.goto(PAGE)
    page.get_by_text("its scripts must be allowed").wait_for()
    assert page.get_by_role("button", name="Allow notifications in this browser").count() == 0
    page.get_by_role("button", name="Switch off E-mail").click()
    page.get_by_role("button", name="Switch on E-mail").wait_for()
