"""The mail about a week: once, at the learner's hour, and not when it is not wanted."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.models import Profile, User
from portal.outbox.messages import Message, Silence, writer_of
from portal.outbox.models import Delivery
from portal.outbox.selectors.reach import channels_of
from portal.retros.models import Retrospective
from portal.retros.selectors.terms import terms_of
from portal.retros.services.settings import set_mail, set_settings
from portal.retros.services.words import Draft, save
from portal.retros.stopping import learner_of
from tests.factories import make_learner
from tests.retros.world import MONDAY_AFTER, TUESDAY, WEEK, closed, live_a_week, make_world, study

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    learner = make_world(name="Mira")
    live_a_week(learner)
    return learner


def written(at: datetime = MONDAY_AFTER) -> Message | Silence:
    delivery = Delivery.objects.get()
    return writer_of(delivery.kind).write(delivery, at)


def test_a_week_is_mailed_once_however_often_it_is_computed(learner: User) -> None:
    closed(learner, at=MONDAY_AFTER - timedelta(hours=4))
    study(learner, TUESDAY + timedelta(hours=3))
    closed(learner)
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.local_date, delivery.channel) == ("retros.week", WEEK.last, "email")
    assert (delivery.weekly, delivery.domain) == (True, "example.org")


@pytest.mark.parametrize(
    ("zone", "hour", "due"),
    [
        ("UTC", 8, datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("Asia/Kolkata", 8, datetime(2026, 11, 23, 2, 30, tzinfo=UTC)),
        ("America/New_York", 18, datetime(2026, 11, 23, 23, tzinfo=UTC)),
    ],
)
def test_it_is_due_at_the_learners_hour_on_the_day_after(
    learner: User, zone: str, hour: int, due: datetime
) -> None:
    set_settings(learner, weekday=0, mail=True, mail_hour=hour, now=TUESDAY)
    Profile.objects.filter(user=learner).update(zone=zone)
    closed(User.objects.get(pk=learner.pk))
    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.expires_at) == (due, due + timedelta(days=2))


def test_it_is_never_due_before_the_week_is_over(learner: User) -> None:
    Profile.objects.filter(user=learner).update(rollover_hour=12)
    set_settings(learner, weekday=0, mail=True, mail_hour=5, now=TUESDAY)
    terms = terms_of(User.objects.get(pk=learner.pk))
    assert terms.mail_at(WEEK) == datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_week_computed_late_is_not_mailed(learner: User) -> None:
    closed(learner, at=MONDAY_AFTER + timedelta(days=2))
    assert Retrospective.objects.count() == 1
    assert not Delivery.objects.exists()


def test_the_mail_says_the_week_in_text_and_html(learner: User) -> None:
    closed(learner)
    message = written()
    assert isinstance(message, Message)
    assert message.subject == "Week 47: 50 min of 14 h 30"
    for text in (message.text, message.html):
        assert "/retro/2026-W47/" in text
        assert "/retro/stop/" in text
        assert "What was hard?" in text
        assert "50 % of 2 quiz answers right" in text
    assert "Evening       50 min  300 min" in message.text
    assert len(message.short) <= 200
    assert "Joins gave you the most trouble" in message.text


def test_the_mail_can_be_stopped_in_one_click(learner: User) -> None:
    closed(learner)
    message = written()
    assert isinstance(message, Message)
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.headers["List-Unsubscribe"].strip("<>")
    assert learner_of(address.rstrip("/").rpartition("/")[2]) == learner


@pytest.mark.parametrize("why", ["stopped", "closed", "inactive", "gone"])
def test_it_stays_silent_when_it_is_not_wanted_any_more(learner: User, why: str) -> None:
    closed(learner)
    if why == "stopped":
        set_mail(learner, on=False)
    if why == "closed":
        save(learner, WEEK, Draft({"learned": "Done."}, 0, close=True), now=MONDAY_AFTER)
    if why == "inactive":
        User.objects.update(is_active=False)
    if why == "gone":
        Retrospective.objects.all().delete()
    assert isinstance(written(), Silence)


def test_whoever_stopped_it_is_sent_nothing(learner: User) -> None:
    set_mail(learner, on=False)
    closed(User.objects.get(pk=learner.pk))
    assert not Delivery.objects.exists()


def test_only_a_proved_address_of_an_active_account_is_reached() -> None:
    reached, unproved, gone = make_learner(), make_learner(), make_learner(is_active=False)
    unproved.emailaddress_set.update(verified=False)
    assert channels_of([reached.pk, unproved.pk, gone.pk]) == {
        reached.pk: ["email"],
        unproved.pk: [],
        gone.pk: [],
    }


def test_a_name_in_a_title_is_escaped_in_html_alone(learner: User) -> None:
    closed(learner)
    row = Retrospective.objects.get()
    row.figures["weak"]["topics"][0]["title"] = "A < B"
    row.save()
    message = written()
    assert isinstance(message, Message)
    assert ("A < B" in message.text, "A < B" in message.html, "A &lt; B" in message.html) == (
        True,
        False,
        True,
    )
