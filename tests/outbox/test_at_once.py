"""Several senders at the same moment, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from portal.outbox.models import Delivery, State
from portal.outbox.services.claiming import MISSED, claim, recover
from tests.factories import NOON
from tests.outbox.helpers import Clock, Sink, make_deliveries, make_delivery, run

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 4


def at_once(act: object) -> list[object]:
    """Let each sender act in a thread of its own, all beginning together."""
    barrier = Barrier(SENDERS)

    def begin(number: int) -> object:
        barrier.wait(10)
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as threads:
        return list(threads.map(begin, range(SENDERS)))


def test_four_senders_at_once_send_each_letter_once(sink: Sink) -> None:
    deliveries = make_deliveries(120)
    counts = at_once(lambda n: run(Clock(), f"sender {n}"))
    assert sum(counts) == 120
    assert sink.ids() == {delivery.message_id: 1 for delivery in deliveries}
    assert not Delivery.objects.exclude(state=State.SENT).exists()


def test_four_senders_at_once_claim_each_row_once() -> None:
    make_deliveries(100)
    claims = at_once(lambda n: [pk for pk, _ in claim("email", owner=str(n), now=NOON, most=30).rows])
    taken = [pk for rows in claims for pk in rows]
    assert len(taken) == len(set(taken)) == 100
    held = dict(Delivery.objects.values_list("pk", "owner"))
    assert all(held[pk] == str(n) for n, rows in enumerate(claims) for pk in rows)


def test_four_senders_share_one_rate(settings: Settings) -> None:
    settings.SEND_RATES = {"email": 20}
    make_deliveries(100)
    first = at_once(lambda n: len(claim("email", owner=str(n), now=NOON).rows))
    later = at_once(lambda n: len(claim("email", owner=str(n), now=NOON + timedelta(seconds=0.5)).rows))
    assert (sum(first), sum(later)) == (20, 10)


def test_of_four_senders_that_find_a_half_sent_letter_one_counts_it() -> None:
    delivery = make_delivery()
    Delivery.objects.update(state=State.SENDING, owner="dead" + MISSED, lease_until=NOON)
    at_once(lambda n: recover(now=NOON))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.uncertain) == (State.DUE, 1)
