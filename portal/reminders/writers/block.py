"""The reminder of a block: also of the deep dive and of the weekly review, which are blocks of their days."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from portal.outbox.messages import Message, Silence
from portal.outbox.models import Delivery
from portal.reminders.letters import message
from portal.reminders.rules.ignored import Pace
from portal.reminders.rules.words import all_of, minutes, name_of, part_of_day, smallest
from portal.reminders.selectors.look import Look, look, pace_of
from portal.reminders.writers import writers
from portal.routine.selectors.blocks import Block


@writers.register
class BlockWriter:
    """Names the smallest next step of a block that is not done yet."""

    slug = "block"
    label = "Reminder of a block"
    weekly = False

    def write(self, delivery: Delivery, now: datetime) -> Message | Silence:
        """Return the reminder, or why there is none."""
        subject = delivery.kind.partition(":")[2]
        seen = look(delivery, subject, now)
        if seen.silence or seen.block is None:
            return Silence(seen.silence or "The day has no such block.")
        pace = pace_of(delivery, subject, seen.days)
        if pace is Pace.LEAVE_OUT:
            return Silence("Three were ignored in a row, so every third one is sent.")
        return of_block(
            delivery, seen, seen.block, now, fewer=pace is Pace.SAY_SO, actions=("snooze", "done", "rest")
        )


def of_block(
    delivery: Delivery, seen: Look, block: Block, now: datetime, *, fewer: bool, actions: tuple[str, ...]
) -> Message:
    """Return the message of an open block."""
    when, slot = part_of_day(now.astimezone(seen.around.zone)), block.slot
    step, least = smallest(block.tasks, seen.ahead.short, slot.minutes)
    name = name_of(block.tasks[0])
    logged = [(each.slot.title, each.logged) for each in seen.ahead.blocks if each.logged]
    return message(
        delivery,
        seen,
        subject=slot.id,
        subject_line=f"{when}: {name}, {slot.minutes} min",
        heading=f"{when}: {name}",
        short=f"{name}, {slot.minutes} min, or {minutes(least)} if that is the day you have.",
        path=f"{reverse('routine:today')}#block-{slot.id}",
        actions=actions,
        values={
            "title": slot.title,
            "minutes": minutes(slot.minutes),
            "clock": slot.clock,
            "all": all_of(block.tasks),
            "step": step,
            "fewer": fewer,
            "logged": logged,
            "label": "Open the block",
        },
    )
