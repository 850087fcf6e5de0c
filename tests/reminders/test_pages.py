"""The settings of the reminders, the proposal on Today, and what both may cost."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.outbox.models import Delivery
from portal.reminders.models import CalendarFeed, ReminderRule
from portal.reminders.services.enqueue import enqueue_due
from tests.factories import make_learner, make_plan
from tests.reminders.making import EVENING, MORNING, make_reminded

pytestmark = pytest.mark.django_db
PAGE = "/settings/reminders/"


@pytest.fixture
def newcomer() -> User:
    make_plan()
    return make_learner(zone="Europe/Berlin")


def signed_in(learner: User) -> Client:
    client = Client()
    client.force_login(learner)
    return client


def page_of(learner: User, path: str = PAGE) -> str:
    with time_machine.travel(MORNING, tick=False):
        return signed_in(learner).get(path).content.decode()


def send(learner: User, path: str, **form: object) -> int:
    with time_machine.travel(MORNING, tick=False):
        return signed_in(learner).post(path, form).status_code


def form_of(**changes: object) -> dict[str, object]:
    """Return the whole form with only the evening on."""
    clocks = {
        "morning": "07:00",
        "afternoon": "13:00",
        "evening": "19:30",
        "deep-dive": "10:00",
        "review": "19:30",
        "retro": "18:00",
    }
    form: dict[str, object] = {f"{name}-at": clock for name, clock in clocks.items()}
    form |= {f"{name}-days": list("0123456") for name in clocks}
    return {**form, "evening-on": "on", **changes}


def test_nothing_is_sent_without_a_yes(newcomer: User) -> None:
    for path in ("/today/", PAGE):
        assert "Turn these on" in page_of(newcomer, path)
    enqueue_due(EVENING)
    assert not ReminderRule.objects.exists()
    assert not Delivery.objects.exists()


def test_a_yes_turns_the_proposed_ones_on_and_asks_no_more(newcomer: User) -> None:
    assert "Morning 07:00, Evening 19:30, Deep dive 10:00, Retrospective 18:00." in page_of(newcomer)
    assert send(newcomer, f"{PAGE}proposal/", answer="yes") == 302
    on = set(ReminderRule.objects.filter(on=True).values_list("subject", flat=True))
    assert on == {"morning", "evening", "deep-dive", "retro"}
    assert ReminderRule.objects.get(subject="retro").weekdays == "5"
    assert "Turn these on" not in page_of(newcomer, "/today/") + page_of(newcomer)


def test_not_now_asks_no_more_and_turns_none_on(newcomer: User) -> None:
    send(newcomer, f"{PAGE}proposal/", answer="no")
    assert not ReminderRule.objects.filter(on=True).exists()
    assert "Turn these on" not in page_of(newcomer, "/today/") + page_of(newcomer)
    send(newcomer, f"{PAGE}proposal/", answer="yes")
    assert not ReminderRule.objects.filter(on=True).exists()


def test_what_is_saved_is_what_comes_next(newcomer: User) -> None:
    assert send(newcomer, PAGE, **form_of(**{"evening-at": "20:15", "evening-days": ["1", "3"]})) == 302
    rule = ReminderRule.objects.get(subject="evening")
    assert (rule.at, rule.weekdays, rule.on) == ("20:15", "13", True)
    page = page_of(newcomer)
    assert page.count(">20:15</time>") == 7
    assert "Tue 24" in page
    assert "Evening, 75 min" in page
    assert "Rest day, silent" in page
    assert "Times of Europe/Berlin" in page


def test_the_blocks_own_time_is_followed_and_not_copied(newcomer: User) -> None:
    send(newcomer, PAGE, **form_of())
    assert ReminderRule.objects.get(subject="evening").at == ""


def test_a_time_that_is_none_is_told_where_it_is_typed(newcomer: User) -> None:
    with time_machine.travel(MORNING, tick=False):
        answer = signed_in(newcomer).post(PAGE, form_of(**{"evening-at": "half past"}))
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert not ReminderRule.objects.exists()


def test_a_calendar_address_is_made_shown_and_revoked(newcomer: User) -> None:
    assert ".ics" not in page_of(newcomer)
    send(newcomer, f"{PAGE}calendar/")
    assert "/calendar/" in page_of(newcomer)
    assert ".ics" in page_of(newcomer)
    send(newcomer, f"{PAGE}calendar/revoke/")
    assert not CalendarFeed.objects.exists()
    assert ".ics" not in page_of(newcomer)


def test_the_settings_cost_eight_statements_and_today_one_more_than_before() -> None:
    learner = make_reminded()
    client = signed_in(learner)
    for path, most in ((PAGE, 8), ("/today/", 10)):
        with time_machine.travel(MORNING, tick=False), CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= most, path
