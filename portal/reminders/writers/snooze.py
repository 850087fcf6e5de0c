"""A reminder that was put off for an hour."""

from __future__ import annotations

from datetime import datetime

from portal.outbox.messages import Message, Silence
from portal.outbox.models import Delivery
from portal.reminders.rules.wanted import RETRO
from portal.reminders.selectors.look import look
from portal.reminders.writers import writers
from portal.reminders.writers.block import of_block
from portal.reminders.writers.retro import of_week


@writers.register
class SnoozeWriter:
    """Says it once more, and offers no further hour."""

    slug = "snooze"
    label = "Reminder an hour later"
    weekly = False

    def write(self, delivery: Delivery, now: datetime) -> Message | Silence:
        """Return the reminder, or why there is none."""
        subject = delivery.kind.partition(":")[2]
        seen = look(delivery, subject, now)
        if seen.silence:
            return Silence(seen.silence)
        if subject == RETRO:
            return of_week(delivery, seen, now, actions=())
        if seen.block is None:
            return Silence("The day has no such block.")
        return of_block(delivery, seen, seen.block, now, fewer=False, actions=("done", "rest"))
