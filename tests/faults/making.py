"""Reminders of the evening block, and a sender with a clock that a test moves on, in the process of the test."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

from django.test import override_settings

from portal.accounts.models import User
from portal.content.models import PlanDocument
from portal.outbox.models import Delivery, State
from portal.outbox.services.sending import Means, send_due
from portal.reminders.models import ReminderRule
from tests.factories import make_learner, make_plan
from tests.faults.smtp import Sink, sink

DUE = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
OPEN = [State.DUE, State.CLAIMED, State.SENDING]


class Clock:
    """Goes as the true one does, from a second after ``DUE`` on, and further when somebody waits."""

    def __init__(self) -> None:
        self.since, self.skipped = time.monotonic(), timedelta(seconds=1)

    def __call__(self) -> datetime:
        return DUE + self.skipped + timedelta(seconds=time.monotonic() - self.since)

    def skip(self, seconds: float) -> None:
        self.skipped += timedelta(seconds=seconds)


def make_due(email: str = "", *, due: datetime = DUE) -> User:
    """Make a learner in UTC whose evening reminder is due."""
    if not PlanDocument.objects.exists():
        make_plan()
    learner = make_learner(email, zone="UTC")
    ReminderRule.objects.create(
        user=learner, subject="evening", at=f"{due:%H:%M}", next_due_at=due, next_day=due.date()
    )
    return learner


def send(clock: Clock, name: str = "here") -> None:
    """Let one sender come round once."""
    send_due(Means(name, clock, clock.skip, Random(1)), seconds=50)


def send_all(clock: Clock, rounds: int = 400) -> None:
    """Let a sender come round each minute until nothing is open."""
    for _ in range(rounds):
        send(clock)
        if not Delivery.objects.filter(state__in=OPEN).exists():
            return
        clock.skip(60)
    raise AssertionError(list(Delivery.objects.filter(state__in=OPEN).values_list("state", "answer")))


@contextmanager
def mailing(timeout: float = 15.0) -> Iterator[Sink]:
    """Run a mail server that this process sends to."""
    with (
        sink() as server,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.port,
            EMAIL_TIMEOUT=timeout,
        ),
    ):
        yield server
