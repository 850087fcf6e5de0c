"""The pages of weeks, as a learner sees them."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.outbox.models import Delivery
from portal.retros.models import Chosen, RetroSettings, Retrospective, Words
from portal.retros.stopping import address_for
from tests.markup import read
from tests.retros.world import MONDAY_AFTER, PATH, TUESDAY, closed, live_a_week, make_world, study

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    learner = make_world()
    live_a_week(learner)
    return learner


@pytest.fixture
def browser(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client


@time_machine.travel(MONDAY_AFTER, tick=False)
def shown(browser: Client, path: str = PATH) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return read(answer.content).text


@time_machine.travel(MONDAY_AFTER, tick=False)
def offered(browser: Client) -> set[str]:
    """Return the topics that can be chosen."""
    page = read(browser.get(PATH).content)
    return {values["value"] for _, values in page.tags if values.get("name", "").endswith("-topic")}


@time_machine.travel(MONDAY_AFTER, tick=False)
def send(browser: Client, path: str = f"{PATH}save/", **form: object) -> int:
    return browser.post(path, form).status_code


def test_the_page_shows_the_week_in_numbers(browser: Client) -> None:
    text = shown(browser)
    assert "16 to 22 November" in text
    for words in ("0:50 of", "50 % of 2", "3 reviews, 2 recalled", "Joins", "once sure and wrong"):
        assert words in text


def test_a_topic_that_left_the_curriculum_is_told_of_and_not_offered(browser: Client) -> None:
    assert offered(browser) == {"sql/joins", "sql/windows"}
    Lesson.objects.filter(uid="sql/joins").update(retired_at=TUESDAY)
    assert offered(browser) == {"sql/windows"}
    assert "Joins" in shown(browser)
    send(browser, revision="0", **{"repeat-topic": ["sql/joins"]})
    assert not Chosen.objects.exists()


def test_the_open_page_shows_what_came_late_and_writes_nothing(browser: Client, learner: User) -> None:
    closed(learner)
    before = Retrospective.objects.values().get()
    study(learner, TUESDAY + timedelta(hours=2), 25)
    assert "1:15 of" in shown(browser)
    assert Retrospective.objects.values().get() == before


def test_the_week_that_runs_is_shown_so_far(browser: Client) -> None:
    assert "So far" in shown(browser, "/retro/2026-W48/")


@pytest.mark.parametrize(
    "path", ["/retro/2026-W49/", "/retro/2026-W60/", "/retro/soon/", "/retro/2026-W49/export.md"]
)
@time_machine.travel(MONDAY_AFTER, tick=False)
def test_a_week_to_come_and_no_week_are_not_there(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_a_quiet_week_says_so(browser: Client) -> None:
    assert "A quiet week" in shown(browser, "/retro/2026-W40/")


def test_weeks_are_compared_with_the_stored_ones_before(browser: Client, learner: User) -> None:
    study(learner, TUESDAY - timedelta(days=7), 33)
    assert "0:33" not in shown(browser)
    week = closed(learner).week
    closed(learner, type(week)(week.first - timedelta(days=7), week.last - timedelta(days=7)))
    assert "0:33" in shown(browser)


def test_closing_a_week_keeps_the_words_and_what_was_named(browser: Client) -> None:
    form = {"learned": "Put <b>it</b> in ON.", "revision": "0", "do": "close", "hard-topic": ["sql/joins"]}
    assert send(browser, **form) == 302
    answer = browser.get(PATH)
    text = read(answer.content).text
    assert "Closed on 23 November" in text
    assert "1 new card in your reviews" in text
    assert "&lt;b&gt;it" in answer.content.decode()
    assert Words.objects.get().closed_at == MONDAY_AFTER


def test_two_tabs_get_both_texts_and_neither_is_lost(browser: Client) -> None:
    send(browser, learned="Saved first.", revision="0")
    with time_machine.travel(MONDAY_AFTER, tick=False):
        answer = browser.post(f"{PATH}save/", {"learned": "Sent second.", "revision": "0"})
    assert answer.status_code == 409
    page = unescape(answer.content.decode())
    assert "Saved first.\nSent second." in page
    assert Words.objects.get().learned == "Saved first."
    assert send(browser, learned="Both.", revision="1") == 302
    assert Words.objects.get().learned == "Both."


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "²"])
def test_a_revision_that_is_none_is_that_of_an_empty_page(browser: Client, revision: str) -> None:
    assert send(browser, learned="Once.", revision=revision) == 302
    assert send(browser, learned="Twice.", revision=revision) == 409


def test_a_week_is_exported_as_markdown(browser: Client) -> None:
    send(browser, learned="Put it in ON.", revision="0", **{"repeat-topic": ["sql/joins"]})
    with time_machine.travel(MONDAY_AFTER, tick=False):
        answer = browser.get(f"{PATH}export.md")
    text = answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="retrospective-2026-W47.md"'
    for line in (
        "week: 2026-W47",
        "# Week 47: 16 to 22 November 2026",
        "Put it in ON.",
        "- Joins (in next week's evenings)",
        "| Evening | 300 min | 50 min |",
    ):
        assert line in text


def test_the_year_lists_the_weeks_and_asks_to_close_the_last(browser: Client, learner: User) -> None:
    closed(learner)
    text = shown(browser, "/retro/")
    assert "Close week 47" in text
    assert "16 to 22 November" in text
    send(browser, learned="Done.", revision="0", do="close")
    assert "Close week 47" not in shown(browser, "/retro/")


def test_the_navigation_leads_to_the_weeks(browser: Client) -> None:
    assert 'href="/retro/"' in browser.get("/today/").content.decode()


def test_settings_are_kept_and_nonsense_is_refused(browser: Client) -> None:
    assert send(browser, "/retro/settings/", weekday="6", mail_hour="18") == 302
    kept = RetroSettings.objects.get()
    assert (kept.weekday, kept.mail, kept.mail_hour) == (6, False, 18)
    for form in ({"weekday": "3", "mail_hour": "8"}, {"weekday": "0", "mail_hour": "-1"}, {}):
        assert send(browser, "/retro/settings/", **form) == 409
    assert RetroSettings.objects.get().weekday == 6


def test_the_mail_is_stopped_by_a_button_and_by_a_mail_program(learner: User) -> None:
    stranger, path = Client(enforce_csrf_checks=True), address_for(learner)
    assert "Stop the weekly mail" in read(stranger.get(path).content).text
    assert not RetroSettings.objects.exists()
    for _ in range(2):
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not RetroSettings.objects.get(user=learner).mail


def test_the_link_of_a_stopped_mail_says_so_and_sends_it_again(learner: User) -> None:
    stranger, path = Client(enforce_csrf_checks=True), address_for(learner)
    stranger.post(path, {"do": "stop"})
    for _ in range(2):
        page = read(stranger.get(path).content).text
        assert ("It is stopped." in page, "Send it again" in page) == (True, True)
        assert not RetroSettings.objects.get(user=learner).mail
    for _ in range(2):
        assert "Stop the weekly mail" in read(stranger.post(path, {"do": "start"}).content).text
        assert RetroSettings.objects.get(user=learner).mail


def test_what_the_page_shows_after_a_button_is_how_it_is(learner: User) -> None:
    stranger, path = Client(), address_for(learner)
    for do, shows in (("start", "Stop the weekly mail"), ("stop", "Send it again")):
        assert shows in read(stranger.post(path, {"do": do}).content).text
        assert shows in read(stranger.get(path).content).text


@pytest.mark.parametrize("token", ["1", "1.x", "x", "1:forged"])
def test_a_token_that_was_not_signed_stops_nothing(learner: User, token: str) -> None:
    assert Client().post(f"/retro/stop/{token}/").status_code == 404
    assert not RetroSettings.objects.exists()


def test_the_page_puts_nothing_into_the_outbox(browser: Client) -> None:
    shown(browser)
    assert not Delivery.objects.exists()
