"""Reminders in the browser: settings, links and the mail itself, on a phone and a desk, in both themes, without scripts."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from portal.accounts.models import Profile, User
from portal.content.models import Lesson
from portal.outbox.messages import Message
from portal.outbox.models import Delivery
from portal.progress.models import StudyDay
from portal.reminders.links import Link
from portal.reminders.models import CalendarFeed, ReminderRule
from portal.reminders.services.enqueue import enqueue_due
from portal.reminders.services.rules import Wanted, save_rules
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.reminders.making import EVENING, MORNING, written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 11, 24)
SHOTS = os.environ.get("SHOTS", "")
INKS: dict[Any, str] = {"light": "rgb(21, 32, 41)", "dark": "rgb(236, 235, 230)"}
OF_PAGES = (": landmark-one-main: ", ": region: ")
"""Rules a mail is free of: it is shown inside the page of a mail program."""


@pytest.fixture
def mira(learner: User, lessons: list[Lesson]) -> User:
    Profile.objects.create(user=learner, zone="Europe/Berlin", zone_confirmed=True)
    return learner


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


def link_of(learner: User) -> str:
    return f"/r/{Link(learner.pk, 'evening', TODAY).token}/"


def shot(page: Page, name: str, widths: Iterable[int]) -> None:
    """Keep a picture of each width when ``SHOTS`` names a folder, to be looked at."""
    for width in widths if SHOTS else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_somebody_says_yes_changes_a_time_and_makes_a_calendar(
    open_page: Open, mira: User, clock: Any, width: int, scripts: bool
) -> None:
    page = open_page(mira, width=width, java_script_enabled=scripts)
    page.goto("/today/")
    shot(page, "offer", [width])
    page.get_by_role("button", name="Turn these on").click()
    page.wait_for_url("**/today/")
    expect(page.get_by_role("button", name="Turn these on")).to_have_count(0)
    page.goto("/settings/reminders/")
    page.get_by_label("Evening: time").fill("20:15")
    page.get_by_role("button", name="Save the reminders").click()
    expect(page.locator(".firings time").first).to_have_text("20:15")
    page.get_by_role("switch", name="Remind me of Evening").uncheck()
    page.get_by_role("button", name="Save the reminders").click()
    expect(page.locator(".firings time").first).to_have_text("07:00")
    page.get_by_role("button", name="Make a calendar address").click()
    expect(page.get_by_label("Address to subscribe to")).to_have_value(
        re.compile(r"/calendar/[0-9a-f]{64}\.ics$")
    )
    page.get_by_role("button", name="Revoke the address").click()
    expect(page.get_by_role("button", name="Make a calendar address")).to_be_visible()
    assert not CalendarFeed.objects.exists()
    assert not ReminderRule.objects.get(subject="evening").on


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_stranger_with_the_link_does_each_thing_and_takes_it_back(
    open_page: Open, mira: User, clock: Any, width: int, scripts: bool
) -> None:
    save_rules(mira, [Wanted("evening", "", "0123456", True)], now=MORNING)
    page = open_page(width=width, java_script_enabled=scripts)
    page.goto(f"{link_of(mira)}done/")
    for do, said, undo in (
        ("Remind me in an hour", "It comes again at 20:30.", "Do not remind me again"),
        ("It is done", "The block is done.", "It is not done"),
        ("Rest today", "Today is a rest day.", "Back to the full day"),
        ("Stop these mails", "These mails are stopped.", "Send them again"),
    ):
        page.get_by_role("button", name=do).click()
        expect(page.get_by_text(said)).to_be_visible()
        page.get_by_role("button", name=undo, exact=True).click()
        expect(page.get_by_role("button", name=do)).to_be_visible()
    assert ReminderRule.objects.get().on
    assert not StudyDay.objects.get().done


def test_the_pages_have_no_barrier_and_fit(open_page: Open, mira: User, clock: Any, axe_source: str) -> None:
    paths = {
        "new": "/settings/reminders/",
        "link": f"{link_of(mira)}done/",
        "gone": "/r/nothing/",
        "today": "/today/",
    }
    page = open_page(mira, width=390, **LOOK)
    for turn in range(2):
        for name, path in paths.items():
            page.goto(path)
            page.evaluate("document.querySelectorAll('.times details').forEach(d => d.open = true)")
            assert barriers(page, axe_source, path, widths=(390, 1280)) == []
            shot(page, f"{name}-{turn}", (390, 1280))
        save_rules(
            mira, [Wanted("evening", "", "0123456", True), Wanted("retro", "", "5", True)], now=MORNING
        )


def test_the_mail_fits_can_be_read_in_both_themes_and_asks_nobody_for_anything(
    open_page: Open, mira: User, clock: Any, axe_source: str
) -> None:
    save_rules(mira, [Wanted("evening", "", "0123456", True)], now=MORNING)
    StudyDay.objects.create(
        user=mira, day=TODAY, minutes=47, detail={"shape": "", "blocks": {"morning": {"minutes": 47}}}
    )
    enqueue_due(EVENING)
    found = written(Delivery.objects.get(), EVENING + timedelta(seconds=1))
    assert isinstance(found, Message)
    page = open_page(width=390, **LOOK)
    page.set_content(found.html)
    wrong = barriers(page, axe_source, "mail", widths=(390, 640))
    assert [one for one in wrong if not any(rule in one for rule in OF_PAGES)] == []
    expect(page.get_by_role("link", name="Open the block")).to_be_visible()
    for theme, ink in INKS.items():
        page.emulate_media(color_scheme=theme)
        assert page.locator("h1").evaluate("e => getComputedStyle(e.parentElement).color") == ink
        shot(page, f"mail-{theme}", (390, 640))
    if SHOTS:
        (Path(SHOTS) / "mail.txt").write_text(f"Subject: {found.subject}\n\n{found.text}")
