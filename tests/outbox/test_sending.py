"""One sender: what it sends, in which order, and what it does not send."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.accounts.mailbox import letters
from portal.accounts.models import User
from portal.outbox.channels import channels
from portal.outbox.messages import Message
from portal.outbox.models import Delivery, Lane, State
from portal.outbox.services import Entry, put, sending
from portal.outbox.services.keeping import switch
from tests.factories import NOON, make_learner
from tests.outbox.helpers import HOUR, MINUTE, Clock, Sink, make_deliveries, make_delivery, run

pytestmark = pytest.mark.django_db


def test_a_due_letter_arrives_with_what_mail_programs_need(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery(make_learner("mira@example.org"))
    assert run(clock) == 1
    (letter,) = sink.letters
    assert (letter["To"], letter["Subject"], letter["Message-ID"]) == (
        "mira@example.org",
        "Your evening block",
        delivery.message_id,
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://portal.example/stop/>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_a_letter_that_waits_is_not_sent_to_somebody_who_has_switched_mail_off(
    sink: Sink, clock: Clock
) -> None:
    delivery = make_delivery()
    switch(delivery.user, "email", on=False, now=NOON)
    run(clock)
    delivery.refresh_from_db()
    assert (delivery.state, sink.letters) == (State.SKIPPED, [])


def test_what_was_sent_is_written_down(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery()
    run(clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.ended_at, delivery.owner, delivery.lease_until) == (
        State.SENT,
        NOON,
        "",
        None,
    )
    lane = Lane.objects.get(channel="email")
    assert (lane.channel, lane.sent, lane.dead, lane.sent_at) == ("email", 1, 0, NOON)


def test_of_fifty_equal_ticks_one_sends(sink: Sink, clock: Clock) -> None:
    learner = make_learner()
    for _ in range(50):
        put([Entry(learner.pk, "email", "trial.daily", NOON.date(), NOON, NOON + HOUR)], now=NOON)
        run(clock)
    assert len(sink.letters) == Delivery.objects.count() == 1


def test_the_oldest_due_leaves_first_and_weekly_ones_last(sink: Sink, clock: Clock) -> None:
    weekly = make_deliveries(2, kind="trial.weekly", due=NOON - 2 * HOUR)
    later = make_deliveries(60, domain="later.org", due=NOON - HOUR)
    early = make_deliveries(60, domain="early.org", due=NOON - HOUR - MINUTE)
    run(clock)
    assert sink.to == [delivery.user.email for delivery in (*early, *later, *weekly)]


def test_a_batch_goes_over_one_connection(sink: Sink, clock: Clock) -> None:
    make_deliveries(50)
    run(clock)
    assert (len(sink.letters), sink.lines) == (50, 1)


def test_what_is_not_due_yet_stays(sink: Sink, clock: Clock) -> None:
    make_delivery(due=NOON + MINUTE)
    assert run(clock) == 0
    clock.now += MINUTE
    assert run(clock) == 1


def test_after_its_time_a_letter_is_skipped_with_the_reason(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery(due=NOON - 6 * HOUR)
    run(clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.answer) == (State.SKIPPED, "Its time was over before it could be sent.")
    assert not sink.letters


def test_a_minute_before_the_end_of_its_time_a_letter_is_sent(sink: Sink, clock: Clock) -> None:
    make_delivery(due=NOON - 6 * HOUR + MINUTE)
    run(clock)
    assert len(sink.letters) == 1


def test_silence_is_kept_with_its_reason(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery(silence="The block is done already.")
    run(clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.answer) == (State.SKIPPED, "The block is done already.")
    assert not sink.letters


@pytest.mark.parametrize("change", ["inactive", "unverified", "deleted"])
def test_nobody_gets_a_letter_who_cannot_be_reached(sink: Sink, clock: Clock, change: str) -> None:
    learner = make_learner()
    make_delivery(learner)
    if change == "inactive":
        learner.is_active = False
        learner.save()
    elif change == "unverified":
        learner.emailaddress_set.update(verified=False)
    else:
        learner.delete()
    run(clock)
    assert not sink.letters
    assert not Delivery.objects.exclude(state=State.SKIPPED).exists()


def test_a_writer_that_breaks_holds_up_nobody_and_is_asked_again(sink: Sink, clock: Clock) -> None:
    broken, fine = make_delivery(breaks=True, due=NOON - HOUR), make_delivery()
    run(clock)
    broken.refresh_from_db()
    assert (broken.state, broken.tries, broken.answer) == (State.DUE, 1, "LookupError: no such lesson")
    assert sink.to == [fine.user.email]


def test_a_header_that_would_break_out_of_its_line_is_never_sent(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery(subject="Hello\nBcc: all@example.org")
    run(clock)
    delivery.refresh_from_db()
    assert delivery.state == State.DEAD
    assert not sink.letters


def test_on_a_laptop_each_letter_can_be_read(settings: Settings, clock: Clock, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    deliveries = make_deliveries(60)
    run(clock)
    found = letters()
    assert {letter.to for letter in found} == {delivery.user.email for delivery in deliveries}
    assert {(letter.subject, letter.text) for letter in found} == {("Your evening block", "Sixty minutes.\n")}


class Probe:
    """A channel that notes when it was its turn."""

    slug = label = "probe"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.turns: list[datetime] = []

    def reached(self, user_ids: Iterable[int]) -> set[int]:
        return set(user_ids)

    @contextmanager
    def open(self) -> Iterator["Probe"]:
        yield self

    def send(self, user: User, message: Message, message_id: str) -> str:
        self.turns.append(self.clock())
        return "taken"


def test_a_slow_channel_keeps_the_others_waiting_for_ten_seconds_and_one_message(
    sink: Sink, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe, mails = Probe(clock), make_deliveries(9)
    monkeypatch.setattr(sending, "channels", [channels["email"], probe])
    put([Entry(mails[0].user_id, "probe", "trial.daily", NOON.date(), NOON, NOON + 6 * HOUR)], now=NOON)

    def slowly(address: str, nth: int) -> str:
        clock.now += timedelta(seconds=7)
        return "250 Taken"

    sink.at_data = slowly
    run(clock, seconds=120)
    assert probe.turns == [NOON + timedelta(seconds=14)]
    assert len(sink.letters) == 9
