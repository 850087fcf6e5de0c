"""Promise R3: a reminder looks at the state right before it is sent, and names the smallest next step."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.outbox.messages import Message, Silence
from portal.outbox.models import Delivery, State
from portal.reminders.rules.ignored import Pace, pace
from portal.reminders.services.acts import act
from portal.reminders.services.enqueue import enqueue_due
from portal.reminders.services.rules import stop_all
from portal.reminders.writers import writers
from portal.retros.rules.weeks import week_of
from portal.retros.services.words import Draft
from portal.retros.services.words import save as save_words
from portal.routine.services import day as days
from portal.routine.services import routine
from portal.routine.services.timer import start
from tests.factories import make_lesson
from tests.reminders.making import EVENING, make_reminded, written

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 24)


@pytest.fixture
def learner() -> User:
    """Somebody whose evening block is due, with a lesson to go on with."""
    learner = make_reminded()
    make_lesson("sql/window-functions")
    enqueue_due(EVENING)
    return learner


def say(learner: User, at: timedelta = MINUTE) -> Message | Silence:
    return written(Delivery.objects.get(user=learner), EVENING + at)


def message(learner: User) -> Message:
    found = say(learner)
    assert isinstance(found, Message), found
    return found


def test_the_subject_line_is_plain_and_says_what_and_how_long(learner: User) -> None:
    assert message(learner).subject == "Tonight: Window functions, 75 min"


def test_text_and_html_name_the_smallest_step_and_hold_the_same_links(learner: User) -> None:
    found = message(learner)
    assert (
        "The smallest next step, if that is the day you have: the key points of Window functions, 15 minutes."
        in found.text
    )
    assert (
        "The smallest next step, if that is the day you have: the key points of Window functions, 15 minutes."
        in found.html
    )
    assert found.short == "Window functions, 75 min, or 15 minutes if that is the day you have."
    assert [label for label, _ in found.actions] == ["In an hour", "Already done", "Rest today"]
    for link in (found.url, *(link for _, link in found.actions)):
        assert link.startswith(settings.SITE_URL)
        assert link in found.text
        assert link in found.html
    assert "You asked for a reminder at 19:30 (Europe/Berlin)." in found.text


def test_a_mail_program_finds_how_to_unsubscribe(learner: User) -> None:
    headers = message(learner).headers
    assert headers["List-Unsubscribe"].startswith(f"<{settings.SITE_URL}/r/")
    assert headers["List-Unsubscribe"].endswith("/one-click/>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nothing_in_a_mail_is_fetched_from_anywhere(learner: User) -> None:
    html = message(learner).html
    assert not [word for word in ("<img", "url(", "<link", "<script", "@import") if word in html]


def test_what_was_logged_is_told(learner: User) -> None:
    days.log_minutes(learner, "morning", 47, now=EVENING, request_id=uuid4())
    assert "Done today: Morning 47 min." in message(learner).text


def test_a_title_is_text_and_no_markup_and_one_line(learner: User) -> None:
    Lesson.objects.update(short="<b>Joins</b>\nBcc: x@example.org")
    found = message(learner)
    assert "\n" not in found.subject
    assert "<b>Joins" not in found.html
    assert "&lt;b&gt;Joins" in found.html


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (lambda u: days.set_state(u, "evening", "done", now=EVENING, request_id=uuid4()), "is done"),
        (lambda u: days.set_state(u, "evening", "skipped", now=EVENING, request_id=uuid4()), "was skipped"),
        (lambda u: start(u, "evening", now=EVENING), "is running"),
        (lambda u: days.shape(u, "rest", now=EVENING, request_id=uuid4()), "the rest day"),
        (lambda u: days.shape(u, "short", now=EVENING, request_id=uuid4()), "a short one"),
        (lambda u: routine.pause(u, now=EVENING), "away"),
        (lambda u: routine.add_away(u, TODAY, TODAY, now=EVENING), "away"),
        (lambda u: stop_all(u, now=EVENING), "switched off"),
        (lambda u: u.reminder_rules.all().delete(), "switched off"),
        (lambda u: User.objects.filter(pk=u.pk).update(is_active=False), "not active"),
        (lambda u: routine.save_routine(u, {"week": ["rest"] * 7}, now=EVENING), "planned today"),
        (
            lambda u: routine.save_routine(
                u, {"blocks": {"evening": {"on": False, "minutes": 60, "clock": "19:30"}}}, now=EVENING
            ),
            "planned today",
        ),
    ],
)
def test_a_second_before_the_send_is_early_enough_to_silence_it(
    learner: User, what: object, reason: str
) -> None:
    what(learner)  # type: ignore[operator] - each row is a call
    found = say(learner)
    assert isinstance(found, Silence), found
    assert reason in found.reason


def test_a_late_one_is_silent_when_the_day_is_over_and_when_midnight_led_to_a_rest_day() -> None:
    saturday = EVENING + 4 * DAY
    learner = make_reminded("retro", at="22:00", now=saturday)
    enqueue_due(saturday + 3 * HOUR)
    delivery = Delivery.objects.get(user=learner)
    assert isinstance(written(delivery, saturday + 3 * HOUR), Message)
    assert written(delivery, saturday + 5 * HOUR) == Silence("The day is over.")
    assert written(delivery, saturday + 12 * HOUR) == Silence("The day is over.")


def test_every_kind_is_written_with_two_statements_to_spare(learner: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        message(learner)
    assert len(asked) - 2 <= 9  # two are of the test, and find the delivery


def test_each_writer_is_of_a_day_and_not_of_a_week() -> None:
    assert {writer.slug for writer in writers} == {"block", "retro", "snooze"}
    assert not any(writer.weekly for writer in writers)


def test_the_retrospective_asks_for_three_answers() -> None:
    learner = make_reminded("retro")
    enqueue_due(EVENING)
    found = message(learner)
    assert found.subject == "Tonight: look back on the week, 10 min"
    assert "what did you learn, what was hard, what to repeat" in found.text
    assert "Already done" not in found.text


def test_the_retrospective_is_silent_once_its_week_is_closed_and_leads_to_it_before() -> None:
    learner = make_reminded("retro")
    enqueue_due(EVENING)
    assert message(learner).url.endswith("/retro/2026-W48/")
    save_words(learner, week_of(EVENING.date()), Draft({"learned": "Frames"}, 0, {}, close=True), now=EVENING)
    assert say(learner) == Silence("The week is closed.")


def test_one_that_was_put_off_comes_once_more_without_a_further_hour(learner: User) -> None:
    act(learner, "snooze", "evening", TODAY, now=EVENING)
    later = Delivery.objects.get(kind="reminders.snooze:evening")
    assert later.due_at == EVENING + HOUR
    found = written(later, later.due_at)
    assert isinstance(found, Message)
    assert [label for label, _ in found.actions] == ["Already done", "Rest today"]
    act(learner, "done", "evening", TODAY, now=EVENING)
    assert isinstance(written(later, later.due_at), Silence)


def go_on(learner: User, count: int) -> list[str]:
    """Send the evening reminder on ``count`` study days from Monday on; return what each day had."""
    said, at = [], EVENING + 6 * DAY  # Monday
    while len(said) < count:
        enqueue_due(at)
        delivery = Delivery.objects.filter(user=learner, local_date=at.date()).first()
        if delivery is not None:
            found = written(delivery, at)
            said.append("" if isinstance(found, Silence) else "so" if "every third" in found.text else "sent")
            Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT if said[-1] else State.SKIPPED)
        at += DAY
    return said


def test_after_three_ignored_ones_it_says_so_once_and_every_third_comes() -> None:
    assert go_on(make_reminded(now=EVENING + DAY * 5), 11) == [
        *("sent", "sent", "sent", "so"),
        *("", "", "sent", "", "", "sent", ""),
    ]


def test_doing_the_block_once_brings_all_of_them_back() -> None:
    learner = make_reminded(now=EVENING + DAY * 5)
    assert go_on(learner, 5)[-1] == ""
    last = Delivery.objects.filter(user=learner).order_by("local_date").last()
    assert last is not None
    days.set_state(learner, "evening", "done", now=last.due_at, request_id=uuid4())
    at = last.due_at + 3 * DAY
    enqueue_due(at)
    assert isinstance(written(Delivery.objects.get(local_date=at.date()), at), Message)


@pytest.mark.parametrize(
    ("sent", "put", "reacted", "expected"),
    [
        ([], [], [], Pace.SEND),
        ([1, 2], [1, 2], [], Pace.SEND),
        ([1, 2, 3], [1, 2, 3], [], Pace.SAY_SO),
        ([1, 2, 3], [1, 2, 3], [3], Pace.SEND),
        ([1, 2, 3], [1, 2, 3], [2], Pace.SEND),
        ([1, 2, 3, 4], [1, 2, 3, 4], [], Pace.LEAVE_OUT),
        ([1, 2, 3, 4], [1, 2, 3, 4, 5], [], Pace.LEAVE_OUT),
        ([1, 2, 3, 4], [1, 2, 3, 4, 5, 6], [], Pace.SEND),
    ],
)
def test_the_pace_follows_from_the_days(
    sent: list[int], put: list[int], reacted: list[int], expected: Pace
) -> None:
    first, second, third = ([date(2026, 11, n) for n in each] for each in (sent, put, reacted))
    assert pace(first, second, third) is expected
