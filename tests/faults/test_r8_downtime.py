"""R8: after downtime what is less than six hours late is sent, the rest is skipped and logged; clocks may jump."""

import logging
from datetime import datetime, timedelta
from random import Random

import pytest

from portal.outbox.models import Delivery
from portal.reminders.models import ReminderRule
from portal.reminders.services.enqueue import enqueue_due
from tests.faults.making import DUE, Clock, mailing, make_due, send
from tests.figures import LONG, form, note

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WALKS = 10 if LONG else 3


def test_r8_a_reminder_just_under_six_hours_late_is_sent_and_one_at_six_is_skipped_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = DUE + timedelta(hours=5)
    for n, late in enumerate((timedelta(), HOUR, 6 * HOUR - timedelta(minutes=1), 6 * HOUR, 27 * HOUR)):
        make_due(f"{n}@example.org", due=now - late)
    with caplog.at_level(logging.WARNING):
        enqueue_due(now)
    clock = Clock()
    clock.skip((now - clock()).total_seconds())
    with mailing() as server:
        send(clock)
    sent = sorted(entry.recipient for entry in server.log if entry.kept)
    logged = sum("too late" in record.message for record in caplog.records)
    note(
        "R8",
        form(),
        "down for 27 hours, 4 less than 6 h late, 2 later",
        sent=len(sent),
        skipped_and_logged=logged,
    )
    assert sent == ["0@example.org", "1@example.org", "2@example.org", "4@example.org"]  # today's of 4
    assert logged == 2
    assert not ReminderRule.objects.filter(next_due_at__lte=now).exists()


def test_r8_a_scheduler_whose_clock_jumps_two_hours_either_way_puts_every_reminder_once() -> None:
    lost = twice = due = 0
    for seed in range(WALKS):
        dice, learner = Random(seed), make_due()
        true, end = DUE - 3 * HOUR, DUE + 10 * DAY
        while true < end:
            true += timedelta(minutes=dice.randint(1, 40))
            enqueue_due(true + dice.choice((-2 * HOUR, timedelta(), 2 * HOUR)))
        enqueue_due(end + 3 * HOUR)
        put = list(Delivery.objects.filter(user=learner).values_list("due_at", flat=True))
        right = planned(end + 3 * HOUR)
        due += len(right)
        lost += len(set(right) - set(put))
        twice += len(put) - len(set(put))
        assert set(put) <= set(right)
    note(
        "R8",
        form(),
        f"{WALKS} walks of ten days, each tick up to 2 hours wrong",
        due=due,
        lost=lost,
        twice=twice,
    )
    assert (lost, twice) == (0, 0)


def planned(until: datetime) -> list[datetime]:
    """Return when the evening block of the default routine reminds: on weekdays but Friday, at half past six in UTC."""
    days = [DUE + n * DAY for n in range(14)]
    return [day for day in days if day.weekday() in (0, 1, 2, 3) and day <= until]
