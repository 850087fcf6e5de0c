"""Learners with reminders, and what became of them."""

from datetime import UTC, datetime
from typing import Any

from portal.accounts.models import User
from portal.content.models import PlanDocument
from portal.outbox.messages import Message, Silence, writer_of
from portal.outbox.models import Delivery
from portal.reminders.models import ReminderRule
from portal.reminders.services.rules import Wanted, save_rules
from tests.factories import make_learner, make_plan

MORNING = datetime(2026, 11, 24, 6, tzinfo=UTC)
"""A Tuesday, 07:00 in Berlin."""
EVENING = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
"""19:30 in Berlin: the evening block."""


def make_reminded(
    *subjects: str, zone: str = "Europe/Berlin", now: datetime = MORNING, at: str = "", **fields: Any
) -> User:
    """Make a learner who said yes to reminders of ``subjects``; the evening block without any."""
    if not PlanDocument.objects.exists():
        make_plan()
    learner = make_learner(zone=zone, **fields)
    wanted = [Wanted(subject, at, "0123456", True) for subject in subjects or ("evening",)]
    save_rules(learner, wanted, now=now)
    return learner


def rule_of(learner: User, subject: str = "evening") -> ReminderRule:
    return ReminderRule.objects.get(user=learner, subject=subject)


def put_of(learner: User) -> list[tuple[str, str, str]]:
    """Return what is in the outbox for somebody: kind, date, and the hour it is due in UTC."""
    rows = Delivery.objects.filter(user=learner).order_by("due_at", "kind")
    return [(row.kind, row.local_date.isoformat(), f"{row.due_at:%d %H:%M}") for row in rows]


def written(delivery: Delivery, now: datetime) -> Message | Silence:
    """Return what the writer of a delivery says now."""
    return writer_of(delivery.kind).write(Delivery.objects.select_related("user").get(pk=delivery.pk), now)
