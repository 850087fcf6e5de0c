"""Promise R6: a hundred thousand learners due in one minute, all in the outbox; by one scheduler, then by four.

On SQLite the longest time the one writer is held is measured as well, as everybody else waits for it.
"""

import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.bench import world  # noqa: F401 - sets Django up

if TYPE_CHECKING:
    from collections.abc import Iterator

from django.db import connection, connections
from django.db.transaction import Atomic

from portal.accounts.models import Profile, User
from portal.outbox.models import Delivery
from portal.reminders.models import ReminderRule
from portal.reminders.services.enqueue import enqueue_due
from tests.factories import make_plan

LEARNERS = 100_000
SECONDS, MEGABYTES, HELD = 60, 400, 0.5
ZONES = ("Europe/Berlin", "Europe/Paris", "Africa/Lagos", "Europe/Madrid", "Europe/Rome", "Africa/Algiers")
DUE = datetime(2026, 11, 24, 18, 30, tzinfo=timezone.utc)


def fill() -> None:
    """Make the learners in steps, so that the memory measured is not that of making them."""
    from allauth.account.models import EmailAddress

    make_plan()
    for begin in range(0, LEARNERS, 5000):
        numbers = range(begin, begin + 5000)
        people = User.objects.bulk_create(
            User(email=f"b{n}@example{n % 40}.org", password="!") for n in numbers
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=each, email=each.email, verified=True, primary=True) for each in people
        )
        Profile.objects.bulk_create(Profile(user=each, zone=ZONES[each.pk % 6]) for each in people)
        ReminderRule.objects.bulk_create(_rule(each) for each in people)


def _rule(user: User) -> ReminderRule:
    return ReminderRule(user=user, subject="evening", next_due_at=DUE, next_day=DUE.date())


def again() -> None:
    """Let everybody be due once more."""
    Delivery.objects.all()._raw_delete("default")
    ReminderRule.objects.update(next_due_at=DUE, next_day=DUE.date(), last_due_at=None, last_day=None)


@contextmanager
def watched() -> "Iterator[list[float]]":
    """Note how long each outermost transaction was open."""
    held: list[float] = []
    enter, leave = Atomic.__enter__, Atomic.__exit__

    def began(self: Atomic) -> None:
        enter(self)
        if len(connections["default"].atomic_blocks) == 1:
            self.began = time.perf_counter()

    def ended(self: Atomic, *error: Any) -> None:
        leave(self, *error)
        if not connections["default"].in_atomic_block:
            held.append(time.perf_counter() - getattr(self, "began", time.perf_counter()))

    with patch.object(Atomic, "__enter__", began), patch.object(Atomic, "__exit__", ended):
        yield held


def run(schedulers: int) -> tuple[float, float]:
    """Return the seconds until all is in the outbox, and the longest transaction."""

    def tick(_: int) -> None:
        try:
            enqueue_due(DUE + timedelta(seconds=5))
        finally:
            connections.close_all()

    with watched() as held:
        begin = time.perf_counter()
        if schedulers == 1:
            enqueue_due(DUE + timedelta(seconds=5))
        else:
            with ThreadPoolExecutor(schedulers) as pool:
                list(pool.map(tick, range(schedulers)))
            enqueue_due(DUE + timedelta(seconds=6))
        return time.perf_counter() - begin, max(held)


def main() -> int:
    """Measure, print, and fail when a limit is passed or one is missing or double."""
    connection.creation.create_test_db(verbosity=0)
    failed = False
    try:
        fill()
        for schedulers in (1, 4):
            seconds, held = run(schedulers)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            found = Delivery.objects.count()
            print(
                f"{connection.display_name:<10} {schedulers} schedulers: {found:,} in {seconds:.1f} s,"
                f" longest transaction {held:.2f} s, peak {memory:.0f} MB"
            )
            failed |= seconds > SECONDS or memory > MEGABYTES or found != LEARNERS
            failed |= connection.vendor == "sqlite" and held > HELD
            again()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
