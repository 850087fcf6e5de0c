"""What the pages show: the reminders there can be, the next ones, and what a link may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.accounts.models import User
from portal.outbox.models import Delivery, State
from portal.progress.models import StudyDay
from portal.reminders.links import Link
from portal.reminders.models import ReminderRule
from portal.reminders.rules.due import Before, Due, next_due
from portal.reminders.rules.wanted import (
    RETRO,
    RETRO_CLOCK,
    clock_of,
    proposed,
    rest_of,
    subjects_of,
    title_of,
)
from portal.routine.rules.plan import DayType, Routine, Slot
from portal.routine.selectors.frame import Frame, frame

SHOWN = 7


@dataclass(frozen=True, slots=True)
class Offer:
    """What is proposed to somebody who was not asked yet: title and time of each reminder."""

    reminders: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Firing:
    """One line of what comes next: a local date, and the time as ``19:30``; without one the day is silent."""

    day: date
    clock: str
    words: str


@dataclass(frozen=True, slots=True)
class LinkState:
    """How things stand with what a link is about. ``again_at`` is the time it was put off to, empty when it was not."""

    title: str
    day: date
    today: bool
    block: bool
    done: bool
    resting: bool
    again_at: str
    on: bool
    any_on: bool
    all_stopped: bool


def own_clock(slot: Slot | None) -> str:
    """Return the time a reminder has when none of its own is set."""
    return slot.clock if slot else RETRO_CLOCK


def offer_for(learner: User, routine: Routine) -> Offer | None:
    """Return what to propose to somebody with this routine; None for who has answered before. One statement."""
    if ReminderRule.objects.of(learner).exists():
        return None
    names = proposed(routine)
    rows = ((title_of(uid, routine), own_clock(slot)) for uid, slot in subjects_of(routine) if uid in names)
    return Offer(tuple(rows))


def firings(rules: list[ReminderRule], around: Frame, now: datetime) -> list[Firing]:
    """Return the next reminders and the silent days between them, in the learner's own time."""
    routine = around.calendar.on(around.day(now))
    coming = sorted(
        ((due, rule) for rule in rules if rule.on for due in _coming(rule, around, now)),
        key=lambda pair: (pair[0].at, pair[1].subject),
    )[:SHOWN]
    lines = [
        Firing(local.date(), f"{local:%H:%M}", _words(rule.subject, routine))
        for due, rule in coming
        for local in [due.at.astimezone(around.zone)]
    ]
    if not lines:
        return []
    days = (lines[-1].day - lines[0].day).days
    rest, spoken = rest_of(around.calendar), {line.day for line in lines}
    between = (lines[0].day + timedelta(days=n) for n in range(days))
    silent = [Firing(day, "", "Rest day, silent") for day in between if day not in spoken and rest(day)]
    return sorted([*lines, *silent], key=lambda line: (line.day, line.clock))


def _coming(rule: ReminderRule, around: Frame, now: datetime) -> Iterator[Due]:
    """Yield the next times of one rule."""
    before = Before(rule.last_due_at, rule.last_day) if rule.last_due_at and rule.last_day else None
    clock = clock_of(rule.subject, rule.at, rule.weekdays, around.calendar)
    for _ in range(SHOWN):
        due = next_due(
            around.zone,
            clock,
            rest_of(around.calendar),
            now,
            rollover_hour=around.rollover_hour,
            before=before,
        )
        if due is None:
            return
        yield due
        before = Before(due.at, due.day)


def _words(subject: str, routine: Routine) -> str:
    slot = next((slot for slot in routine.slots if slot.id == subject), None)
    return f"{slot.title}, {slot.minutes} min" if slot else title_of(subject, routine)


def link_state(learner: User, link: Link, snoozed: str, now: datetime) -> LinkState:
    """Return how things stand; ``snoozed`` is the kind of the delivery that comes an hour later."""
    around = frame(learner)
    row = StudyDay.objects.filter(user=learner, day=link.day).first()
    detail = row.detail if row else {}
    waiting = Delivery.objects.filter(user=learner, kind=snoozed, local_date=link.day, state=State.DUE)
    again = waiting.values_list("due_at", flat=True).first()
    rules = list(ReminderRule.objects.of(learner))
    return LinkState(
        title=title_of(link.subject, around.calendar.on(link.day)),
        day=link.day,
        today=around.day(now) == link.day,
        block=link.subject != RETRO,
        done=detail.get("blocks", {}).get(link.subject, {}).get("state") == "done",
        resting=detail.get("shape") == DayType.REST,
        again_at=f"{again.astimezone(around.zone):%H:%M}" if again else "",
        on=any(rule.on for rule in rules if rule.subject == link.subject),
        any_on=any(rule.on for rule in rules),
        all_stopped=any(rule.stopped_at for rule in rules),
    )
