"""A browser, a learner, and a small plan to read."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from portal.accounts.models import User
from portal.content.models import Lesson
from tests.conftest import SLOWEST
from tests.factories import HEADINGS, PROSE, make_learner, make_lesson, make_milestone, make_plan, make_track

LONG = PROSE.replace("</p>", "</p>" + "<p>Each row looks through a window, and this takes room.</p>" * 40)
Open = Callable[..., Page]


@pytest.fixture
def learner(transactional_db: None) -> User:
    return make_learner("mira@example.org", name="Mira Okafor")


@pytest.fixture
def lessons(transactional_db: None) -> list[Lesson]:
    """A habit beside the path, and a track with two lessons and a milestone."""
    make_plan()
    make_lesson("habits/read", track=make_track("habits", weeks=None))
    sql = make_track("sql", title="SQL", short="SQL")
    make_milestone(sql, html="<p>Build a star.</p>")
    joins = make_lesson("sql/joins", track=sql, html=LONG, page={"headings": HEADINGS})
    outline = '<h2 id="what">What it covers</h2><ul><li>Frames</li></ul>'
    return [joins, make_lesson("sql/windows", track=sql, status="outline", html=outline, builds_on=[joins])]


@pytest.fixture
def complaints() -> list[str]:
    """Return what the browser complained of; a test that provokes a complaint takes it out."""
    return []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, complaints: list[str]) -> Iterator[Open]:
    """Open pages, each in a context of its own: ``open_page(learner, width=390, java_script_enabled=False)``.

    What the browser complains of fails the test in which it did.
    """
    contexts: list[BrowserContext] = []

    def opener(who: User | None = None, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=live_server.url, viewport=viewport, **options)
        context.set_default_timeout(SLOWEST)
        contexts.append(context)
        if who:
            context.add_cookies([session_of(who, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        page.on(
            "request",
            lambda request: complaints.append(request.url) if _leaves(request.url, live_server.url) else None,
        )
        return page

    yield opener
    for context in contexts:
        context.close()
    _wait_for_answers()
    assert complaints == []


def _wait_for_answers() -> None:
    """Let requests that were on their way end: what they hold in the database is in the way of emptying it."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(SLOWEST / 1000)


def session_of(who: User, url: str) -> dict[str, str]:
    """Return the cookie of somebody who is signed in."""
    client = Client()
    client.force_login(who)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def is_complaint(message: Any) -> bool:
    """Return whether a console message is a fault of the page; an answer the test asked for is not."""
    return message.type in ("error", "warning") and not message.text.startswith("Failed to load resource")


def _leaves(url: str, home: str) -> bool:
    """Return whether a request goes to another host."""
    return not url.startswith((home, "data:", "blob:"))
