"""R5: at most one reminder per learner, kind and local date, however many schedulers come round, and six hours apart."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts.services import confirm_zone
from portal.outbox.models import Delivery
from portal.reminders.models import ReminderRule
from portal.reminders.services.enqueue import enqueue_due
from portal.reminders.services.rules import Wanted, save_rules
from tests.factories import make_learner, make_plan
from tests.figures import LONG, form, note

SIX, DUE = timedelta(hours=6), datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
LEARNERS = 1000 if LONG else 150
EXAMPLES = 60 if LONG else 15
ZONES = [
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "UTC",
]


def make_due(count: int) -> None:
    """Make learners whose evening block is due at ``DUE``."""
    make_plan()
    for _ in range(count):
        learner = make_learner(zone="Europe/Berlin")
        ReminderRule.objects.create(user=learner, subject="evening", next_due_at=DUE, next_day=DUE.date())


def at_once(work: Callable[[], object], threads: int) -> None:
    """Do the same in several threads that begin together; none may fail."""
    gate, failed = Barrier(threads), []

    def one() -> None:
        try:
            gate.wait(60)
            work()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    crowd = [Thread(target=one) for _ in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert failed == []


@pytest.mark.django_db(transaction=True)
def test_r5_four_schedulers_at_once_put_every_reminder_once() -> None:
    make_due(LEARNERS)
    at_once(lambda: [enqueue_due(DUE + timedelta(seconds=n)) for n in range(3)], threads=4)
    enqueue_due(DUE + timedelta(seconds=9))  # what one of them held while another looked is nobody's loss
    put = Counter(Delivery.objects.values_list("user", "channel", "kind", "local_date"))
    note(
        "R5",
        form(),
        f"4 schedulers at once, {LEARNERS} reminders",
        put=put.total(),
        twice=put.total() - len(put),
    )
    assert put.total() == len(put) == LEARNERS
    assert not ReminderRule.objects.filter(next_due_at__lte=DUE).exists()


@pytest.mark.django_db
def test_r5_fifty_equal_ticks_put_one() -> None:
    make_due(1)
    for _ in range(50):
        enqueue_due(DUE)
    note("R5", form(), "50 equal ticks", put=Delivery.objects.count(), twice=Delivery.objects.count() - 1)
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.integers(0, 30 * 60), st.sampled_from(ZONES)), max_size=20))
def test_r5_reminders_are_a_local_date_and_six_hours_apart_wherever_the_learner_goes(
    steps: list[tuple[int, str]],
) -> None:
    make_plan() if not _planned() else None
    learner, now = make_learner(zone="UTC", rollover_hour=0), DUE
    save_rules(learner, [Wanted("evening", "09:00", "0123456", True)], now=now)
    for minutes, zone in steps:
        confirm_zone(learner, zone=zone)
        for _ in range(3):  # the schedulers go on meanwhile
            now += timedelta(minutes=minutes) / 3
            enqueue_due(now)
    rows = list(Delivery.objects.filter(user=learner).order_by("due_at").values_list("due_at", "local_date"))
    assert all(later - earlier >= SIX for (earlier, _), (later, _) in pairwise(rows))
    assert len({day for _, day in rows}) == len(rows)


def _planned() -> bool:
    from portal.content.models import PlanDocument

    return PlanDocument.objects.exists()
