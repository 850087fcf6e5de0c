"""What a reminder has to know at the moment it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from portal.outbox.models import Delivery, State
from portal.progress.models import StudyDay
from portal.reminders.models import ReminderRule
from portal.reminders.rules.ignored import Pace, pace
from portal.reminders.rules.silence import Moment, silence
from portal.reminders.rules.wanted import RETRO, rest_of
from portal.routine.selectors.ahead import Ahead, ahead_of
from portal.routine.selectors.blocks import Block
from portal.routine.selectors.frame import Frame, frame

SIGHT: Final = timedelta(days=60)
"""How far back days and deliveries are looked at for what was ignored."""


@dataclass(frozen=True, slots=True)
class Look:
    """The learner's frame, the rule, what stands before them; ``silence`` is a reason to send nothing, or empty.

    ``block`` is None for the retrospective, and on days that have it not.
    """

    around: Frame
    rule: ReminderRule | None
    ahead: Ahead
    block: Block | None
    silence: str
    days: Mapping[date, Mapping[str, Any]]


def look(delivery: Delivery, subject: str, now: datetime) -> Look:
    """Look at the state a reminder is about: seven statements."""
    learner = delivery.user
    around = frame(learner)
    day = around.day(now)
    days = _days(learner.pk, day)
    detail = days.get(day, {})
    ahead = ahead_of(learner, around, detail, day, now)
    block, shape = ahead.block(subject), detail.get("shape", "")
    rule = ReminderRule.objects.of(learner).filter(subject=subject).first()
    planned = {slot.id for slot in around.calendar.slots(day, shape)}
    moment = Moment(
        active=learner.is_active,
        on=rule is not None and rule.on,
        same_day=day == delivery.local_date and not _slid(around, delivery.due_at, now),
        away=around.calendar.away(day),
        shape=shape,
        planned=bool(planned) if subject == RETRO else subject in planned,
        state=block.state if block else "",
    )
    return Look(around, rule, ahead, block, silence(moment), days)


def pace_of(delivery: Delivery, subject: str, days: Mapping[date, Mapping[str, Any]]) -> Pace:
    """Return whether the reminders of a block have become fewer: one statement.

    A day that was made short or a rest day is an answer, and so is anything said of the block on it.
    """
    rows = Delivery.objects.filter(
        user=delivery.user_id,
        channel=delivery.channel,
        kind=delivery.kind,
        local_date__lt=delivery.local_date,
        local_date__gte=delivery.local_date - SIGHT,
    ).values_list("local_date", "state")
    put = {day for day, _ in rows}
    sent = {day for day, state in rows if state == State.SENT}
    reacted = {
        day for day, detail in days.items() if detail.get("shape") or detail.get("blocks", {}).get(subject)
    }
    return pace(sent, put, reacted)


def _days(user_id: int, day: date) -> Mapping[date, Mapping[str, Any]]:
    rows = StudyDay.objects.filter(user=user_id, day__lte=day, day__gte=day - SIGHT)
    return dict(rows.values_list("day", "detail"))


def _slid(around: Frame, due_at: datetime, now: datetime) -> bool:
    """Return whether a late reminder has slid past midnight onto a rest day, though the learner's day ends later."""
    due, shown = (at.astimezone(around.zone).date() for at in (due_at, now))
    return shown != due and rest_of(around.calendar)(shown)
