"""The links of a reminder: without signing in, a GET changes nothing, each can be done twice and taken back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client

from portal.accounts.models import User
from portal.outbox.models import Delivery
from portal.progress.models import ProgressEvent, StudyDay
from portal.reminders.links import LIFETIME, Link
from portal.reminders.models import ReminderRule
from portal.routine.models import Timer
from portal.routine.services.timer import start
from tests.reminders.making import EVENING, make_reminded

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def learner() -> User:
    return make_reminded("evening", "morning")


@pytest.fixture
def stranger() -> Client:
    """A browser nobody is signed in with, which insists on the token of each form."""
    return Client(enforce_csrf_checks=True)


def path_of(learner: User, subject: str = "evening", day: date = TODAY) -> str:
    return f"/r/{Link(learner.pk, subject, day).token}/"


def press(client: Client, path: str, do: str, *, at: timedelta = timedelta()) -> str:
    """Open the page and press a button on it; return the page it leads to."""
    with time_machine.travel(EVENING + at, tick=False):
        page = client.get(path)
        assert f'value="{do}"' in page.content.decode(), page.content.decode()
        form = {"do": do, "csrfmiddlewaretoken": client.cookies["csrf"].value}
        return client.post(path, form, follow=True).content.decode()


def post(client: Client, path: str, do: str, *, at: timedelta = timedelta()) -> int:
    """Post without looking whether the page has such a button."""
    with time_machine.travel(EVENING + at, tick=False):
        client.get(path)
        return client.post(path, {"do": do, "csrfmiddlewaretoken": client.cookies["csrf"].value}).status_code


def state_of(learner: User) -> str:
    row = StudyDay.objects.filter(user=learner, day=TODAY).first()
    return str(row.detail["blocks"].get("evening", {}).get("state", "")) if row else ""


def test_the_page_of_a_link_changes_nothing_by_get_or_head(learner: User, stranger: Client) -> None:
    with time_machine.travel(EVENING, tick=False):
        for path in ("", "done/", "snooze/", "rest/", "stop/", "one-click/"):
            assert stranger.get(path_of(learner) + path, follow=True).status_code == 200
            stranger.head(path_of(learner) + path)
    assert not ProgressEvent.objects.exists()
    assert not Delivery.objects.exists()
    assert ReminderRule.objects.filter(on=True).count() == 2


def test_the_action_of_the_link_is_the_filled_button(learner: User, stranger: Client) -> None:
    with time_machine.travel(EVENING, tick=False):
        page = stranger.get(path_of(learner) + "rest/").content.decode()
    assert page.count("button--primary") == 1
    assert 'class="button button--primary" type="submit" name="do" value="rest"' in page


def test_done_is_done_once_however_often_and_can_be_taken_back(learner: User, stranger: Client) -> None:
    assert "The block is done." in press(stranger, path_of(learner), "done")
    assert post(stranger, path_of(learner), "done") == 302
    assert ProgressEvent.objects.count() == 1
    assert state_of(learner) == "done"
    assert "It is done" in press(stranger, path_of(learner), "open")
    assert state_of(learner) == ""
    press(stranger, path_of(learner), "done")
    assert state_of(learner) == "done"


def test_done_on_the_next_day_counts_for_the_day_of_the_mail(learner: User, stranger: Client) -> None:
    press(stranger, path_of(learner), "done", at=DAY)
    row = StudyDay.objects.get(user=learner)
    assert (row.day, row.edited) == (TODAY, True)


def test_done_ends_the_timer_of_the_block(learner: User, stranger: Client) -> None:
    start(learner, "evening", now=EVENING)
    press(stranger, path_of(learner), "done", at=HOUR)
    assert not Timer.objects.exists()
    row = StudyDay.objects.get(user=learner)
    assert (row.minutes, row.done) == (60, 1)


def test_done_says_so_also_of_a_block_whose_timer_has_only_just_begun(
    learner: User, stranger: Client
) -> None:
    start(learner, "evening", now=EVENING)
    press(stranger, path_of(learner), "done", at=HOUR / 3600)
    row = StudyDay.objects.get(user=learner)
    assert (row.minutes, row.done) == (0, 1)


def test_an_hour_later_is_one_delivery_and_can_be_taken_back(learner: User, stranger: Client) -> None:
    assert "It comes again at 20:30." in press(stranger, path_of(learner), "snooze")
    assert post(stranger, path_of(learner), "snooze", at=HOUR / 2) == 302
    assert Delivery.objects.get().due_at == EVENING + HOUR
    assert "Remind me in an hour" in press(stranger, path_of(learner), "wake")
    assert not Delivery.objects.exists()


def test_an_hour_that_leads_past_midnight_is_refused(learner: User, stranger: Client) -> None:
    assert post(stranger, path_of(learner), "snooze", at=4 * HOUR) == 409
    assert not Delivery.objects.exists()


def test_rest_and_an_hour_are_for_the_same_day_only(learner: User, stranger: Client) -> None:
    assert post(stranger, path_of(learner), "rest", at=DAY) == 409
    assert post(stranger, path_of(learner), "snooze", at=DAY) == 409
    assert not StudyDay.objects.exists()


def test_rest_makes_the_day_a_rest_day_and_can_be_taken_back(learner: User, stranger: Client) -> None:
    assert "Today is a rest day." in press(stranger, path_of(learner), "rest")
    assert StudyDay.objects.get(user=learner).detail["shape"] == "rest"
    press(stranger, path_of(learner), "full")
    assert StudyDay.objects.get(user=learner).detail["shape"] == ""


def test_stop_switches_that_one_off_and_offers_all_and_each_can_be_taken_back(
    learner: User, stranger: Client
) -> None:
    page = press(stranger, path_of(learner), "stop")
    assert "These mails are stopped." in page
    assert "Stop all reminders" in page
    assert [rule.subject for rule in ReminderRule.objects.filter(on=True)] == ["morning"]
    assert "All reminders are stopped." in press(stranger, path_of(learner), "stop-all")
    assert not ReminderRule.objects.filter(on=True).exists()
    press(stranger, path_of(learner), "start-all")
    assert [rule.subject for rule in ReminderRule.objects.filter(on=True)] == ["morning"]
    press(stranger, path_of(learner), "start")
    assert ReminderRule.objects.get(subject="evening").next_due_at is not None


def test_a_mail_program_stops_them_with_one_post_and_no_cookie(learner: User, stranger: Client) -> None:
    for _ in range(2):
        answer = stranger.post(path_of(learner) + "one-click/", {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert not ReminderRule.objects.get(subject="evening").on
    assert ReminderRule.objects.get(subject="morning").on


def test_the_other_forms_insist_on_their_token(learner: User, stranger: Client) -> None:
    assert stranger.post(path_of(learner), {"do": "done"}).status_code == 403
    assert not StudyDay.objects.exists()


def test_what_there_is_not_is_refused(learner: User, stranger: Client) -> None:
    assert post(stranger, path_of(learner), "delete-account") == 409
    assert post(stranger, path_of(learner, "retro"), "done") == 409
    assert post(stranger, path_of(learner, "no-such-block"), "done") == 409


def test_the_page_tells_nothing_but_the_block_and_the_day(stranger: Client) -> None:
    learner = make_reminded(email="owner4711@example.org", name="Owner Secret")
    with time_machine.travel(EVENING, tick=False):
        answer = stranger.get(path_of(learner))
    page = answer.content.decode()
    assert "Evening, Tuesday, November 24" in page or "Evening, Tuesday, 24 November" in page
    assert "Owner Secret" not in page
    assert "owner4711" not in page
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("how", ["old", "forged", "cut", "foreign", "gone"])
def test_a_link_that_is_none_gets_a_clear_page_and_does_nothing(
    learner: User, stranger: Client, how: str
) -> None:
    path, at = path_of(learner), EVENING
    with time_machine.travel(EVENING - LIFETIME - DAY, tick=False):
        old = path_of(learner)
    match how:
        case "old":
            path = old
        case "forged":
            path = path[:4] + ("A" if path[4] != "A" else "B") + path[5:]
        case "cut":
            path = f"{path[:30]}/"
        case "foreign":
            path = f"/r/{signing.dumps([learner.pk, 'evening', '2026-11-24'], salt='another')}/"
        case "gone":
            User.objects.filter(pk=learner.pk).update(is_active=False)
    with time_machine.travel(at, tick=False):
        assert stranger.get(path).status_code == 404
        assert "This link does not work" in stranger.get(path).content.decode()
        assert stranger.post(f"{path}one-click/").status_code == 404
    assert ReminderRule.objects.filter(on=True).count() == 2


def test_it_acts_for_the_learner_of_the_link_whoever_is_signed_in(learner: User) -> None:
    other = make_reminded()
    client = Client(enforce_csrf_checks=True)
    client.force_login(other)
    press(client, path_of(learner), "done")
    assert StudyDay.objects.get().user == learner
