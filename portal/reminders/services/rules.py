"""What a learner says yes and no to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.reminders.models import ReminderRule
from portal.reminders.rules.wanted import EVERY_DAY, RETRO, proposed, retro_day, subjects_of
from portal.reminders.services.layout import lay_out
from portal.routine.rules.plan import Routine


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of one subject; the fields are those of ``ReminderRule``."""

    subject: str
    at: str
    weekdays: str
    on: bool


def default_of(subject: str, routine: Routine, *, on: bool) -> Wanted:
    """Return a rule as it is proposed: at the block's own time, on the days that have the block."""
    return Wanted(subject, "", retro_day(routine) if subject == RETRO else EVERY_DAY, on)


def answer_proposal(learner: User, routine: Routine, *, yes: bool, now: datetime) -> bool:
    """Turn the proposed reminders on, or none; False when the learner had answered before."""
    if ReminderRule.objects.of(learner).exists():
        return False
    names = proposed(routine)
    save_rules(
        learner,
        [default_of(subject, routine, on=yes and subject in names) for subject, _ in subjects_of(routine)],
        now=now,
    )
    return True


@transaction.atomic
def save_rules(learner: User, wanted: Iterable[Wanted], *, now: datetime) -> None:
    """Let the rules be as wanted, and lay them out from now on; rules of other subjects stay as they are."""
    for want in wanted:
        ReminderRule.objects.update_or_create(
            user=learner,
            subject=want.subject,
            defaults={"at": want.at, "weekdays": want.weekdays, **_switched(on=want.on)},
        )
    lay_out(learner, now=now)


@transaction.atomic
def switch(learner: User, subject: str, *, on: bool, now: datetime) -> bool:
    """Switch one reminder on or off; False when it was so, or there is none."""
    changed = (
        ReminderRule.objects.of(learner).filter(subject=subject).exclude(on=on).update(**_switched(on=on))
    )
    if changed:
        lay_out(learner, now=now)
    return changed > 0


def stop_all(learner: User, *, now: datetime) -> bool:
    """Switch every reminder off; False when they were."""
    return (
        ReminderRule.objects.of(learner).filter(on=True).update(**(_switched(on=False) | {"stopped_at": now}))
        > 0
    )


@transaction.atomic
def start_all(learner: User, *, now: datetime) -> bool:
    """Take the last ``stop_all`` back: what it switched off is on again. False when there is nothing to take back."""
    mine = ReminderRule.objects.of(learner).filter(on=False)
    last = mine.exclude(stopped_at=None).order_by("-stopped_at").values_list("stopped_at", flat=True).first()
    changed = mine.filter(stopped_at=last).update(**_switched(on=True)) if last else 0
    if changed:
        lay_out(learner, now=now)
    return changed > 0


def _switched(*, on: bool) -> dict[str, object]:
    """Return the columns of a rule that was switched; it is laid out again by whoever switches it on."""
    return {"on": on, "stopped_at": None, "next_due_at": None, "next_day": None}
