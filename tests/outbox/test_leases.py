"""Senders that die: what they held is found again, and what may have left is counted."""

from datetime import timedelta

import pytest

from portal.outbox.channels import channels
from portal.outbox.models import Delivery, Lane, State
from portal.outbox.services.claiming import GRACE, MISSED, claim, recover
from portal.outbox.services.handing import Round
from tests.factories import NOON
from tests.outbox.helpers import HOUR, Clock, Sink, make_deliveries, make_delivery, run, sender

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=120)


def half_sent(delivery: Delivery) -> None:
    """Leave a delivery as a sender does that was killed while it sent it, and was missed since."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.SENDING, owner="dead" + MISSED, lease_until=NOON + LEASE, answer=""
    )


def test_what_a_dead_sender_had_claimed_is_sent_after_its_lease_and_not_before(
    sink: Sink, clock: Clock
) -> None:
    make_deliveries(3)
    claim("email", owner="dead", now=NOON)
    clock.now += LEASE - timedelta(seconds=1)
    assert run(clock) == 0
    clock.now += timedelta(seconds=1)
    assert run(clock) == 3
    assert set(Delivery.objects.values_list("state", "uncertain")) == {(State.SENT, 0)}


def test_what_a_dead_sender_was_sending_is_sent_again_under_the_same_id_and_counted(
    sink: Sink, clock: Clock
) -> None:
    delivery = make_delivery()
    run(clock)
    half_sent(delivery)
    clock.now += LEASE
    run(clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.uncertain) == (State.SENT, 1)
    assert sink.ids() == {delivery.message_id: 2}
    assert Lane.objects.get(channel="email").uncertain == 1


def test_a_sender_whose_lease_a_clock_ended_may_still_say_that_the_letter_is_sent(
    sink: Sink, clock: Clock
) -> None:
    delivery = make_delivery()
    claim("email", owner="here", now=NOON)

    with channels["email"].open() as line:
        here = Round(channels["email"], line, sender(clock, "here"), NOON + HOUR)
        assert here._commit(delivery.pk)
        seen = here._look_at(delivery.pk, [delivery.pk])
        assert seen
        clock.now += 2 * HOUR  # set ahead while the letter is on its way
        run(clock, "other")
        here.last = here._attempt(seen)
        here._commit(None)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.uncertain) == (State.SENT, 0)
    assert sink.ids() == {delivery.message_id: 1}


def test_a_sender_is_missed_for_half_a_minute_before_its_letter_is_in_doubt(clock: Clock) -> None:
    delivery = make_delivery()
    Delivery.objects.update(state=State.SENDING, owner="dead", lease_until=NOON)
    found = []
    for seconds in (0, 29, 30):
        recover(now=NOON + timedelta(seconds=seconds))
        found.append(Delivery.objects.values_list("state", "uncertain").get(pk=delivery.pk))
    assert found == [(State.SENDING, 0), (State.SENDING, 0), (State.DUE, 1)]


def test_a_letter_that_three_senders_died_over_is_not_sent_a_fourth_time(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery()
    run(clock)
    for _ in range(3):
        half_sent(delivery)
        clock.now = NOON + LEASE
        run(clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.uncertain) == (State.DEAD, 3)
    assert "may have arrived" in delivery.answer
    assert sink.ids() == {delivery.message_id: 3}
    assert (Lane.objects.get(channel="email").uncertain, Lane.objects.get(channel="email").dead) == (3, 1)


def test_a_row_that_another_sender_took_over_is_left_to_it(sink: Sink, clock: Clock) -> None:
    first, second = make_deliveries(2)
    claimed = claim("email", owner="here", now=NOON)
    Delivery.objects.filter(pk=second.pk).update(owner="other")
    with channels["email"].open() as line:
        Round(channels["email"], line, sender(clock, "here"), NOON + HOUR).go(claimed.rows)
    assert sink.to == [first.user.email]
    second.refresh_from_db()
    assert (second.state, second.owner) == (State.CLAIMED, "other")


def test_a_sender_that_comes_back_late_changes_nothing_of_what_others_did(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery()
    claim("email", owner="late", now=NOON)

    def asleep(address: str, nth: int) -> str:
        clock.now += 2 * LEASE
        return "250 Taken"

    sink.at_data = asleep
    with channels["email"].open() as line:
        late = Round(channels["email"], line, sender(clock, "late"), NOON + HOUR)
        assert late._commit(delivery.pk)
        seen = late._look_at(delivery.pk, [delivery.pk])
        assert seen
        late.last = late._attempt(seen)
        run(clock, "other")
        clock.now += GRACE
        run(clock, "other")
        late._commit(None)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.uncertain, late.sent) == (State.SENT, 1, 0)


def test_no_letter_is_begun_when_the_time_of_a_shift_is_over(sink: Sink, clock: Clock) -> None:
    make_deliveries(5)

    def slow(address: str, nth: int) -> str:
        clock.now += timedelta(seconds=10)
        return "250 Taken"

    sink.at_data = slow
    run(clock, seconds=25)
    assert len(sink.letters) == 3
    assert Delivery.objects.filter(state=State.DUE, owner="", lease_until=None).count() == 2


def test_a_clock_that_jumps_two_hours_forth_and_back_loses_and_doubles_nothing(
    sink: Sink, clock: Clock
) -> None:
    make_deliveries(10, lasts=6 * HOUR)
    sink.at_data = lambda address, nth: "451 Later" if nth == 1 and address < "example5" else "250 Taken"
    for jump in (2 * HOUR, -2 * HOUR, 0 * HOUR, 3 * HOUR):
        clock.now += jump
        run(clock)
    assert sorted(sink.ids().values()) == [1] * 10
    assert not Delivery.objects.exclude(state=State.SENT).exists()
