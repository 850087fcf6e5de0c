"""The reminder of the week's retrospective."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from portal.outbox.messages import Message, Silence
from portal.outbox.models import Delivery
from portal.reminders.letters import message
from portal.reminders.rules.wanted import RETRO
from portal.reminders.rules.words import part_of_day
from portal.reminders.selectors.look import Look, look
from portal.reminders.writers import writers
from portal.retros.selectors.closed import is_closed, week_with


@writers.register
class RetroWriter:
    """Asks for three answers at the end of a week that is not closed."""

    slug = RETRO
    label = "Reminder of the retrospective"
    weekly = False

    def write(self, delivery: Delivery, now: datetime) -> Message | Silence:
        """Return the reminder, or why there is none."""
        seen = look(delivery, RETRO, now)
        if seen.silence:
            return Silence(seen.silence)
        if is_closed(delivery.user, week_with(delivery.user, delivery.local_date)):
            return Silence("The week is closed.")
        return of_week(delivery, seen, now, actions=("snooze", "rest"))


def of_week(delivery: Delivery, seen: Look, now: datetime, *, actions: tuple[str, ...]) -> Message:
    """Return the message."""
    week = week_with(delivery.user, delivery.local_date)
    line = f"{part_of_day(now.astimezone(seen.around.zone))}: look back on the week"
    return message(
        delivery,
        seen,
        subject=RETRO,
        subject_line=f"{line}, 10 min",
        heading=line,
        short="Look back on the week: three questions, 10 minutes.",
        path=reverse("retros:week", args=[week.name]),
        actions=actions,
        values={"all": "", "label": "Open the week", "logged": ()},
    )
