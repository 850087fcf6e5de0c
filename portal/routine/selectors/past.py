"""One day of a learner, to look at and to correct."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.models import User
from portal.progress.models import StudyDay
from portal.routine.rules.plan import BACK, Slot
from portal.routine.selectors.frame import frame


@dataclass(frozen=True, slots=True)
class Row:
    """A block of that day: what was logged, and its state."""

    slot: Slot
    minutes: int
    state: str


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day with the blocks it had, or has something in. ``edited``: it was corrected later."""

    day: date
    rows: tuple[Row, ...]
    edited: bool
    away: bool
    today: bool


def past_day(learner: User, day: date, now: datetime) -> PastDay | None:
    """Return a day up to today, at most a year back; None for others."""
    around = frame(learner)
    today = around.day(now)
    if not today - BACK <= day <= today:
        return None
    row = StudyDay.objects.filter(user=learner, day=day).first()
    said = row.as_value() if row else None
    blocks = said.blocks if said else {}
    slots = list(around.calendar.slots(day, said.shape if said else "")) or list(
        around.calendar.on(day).daily
    )
    slots += [slot for name in blocks if (slot := around.slot(name)) and slot.id not in {s.id for s in slots}]
    rows = [
        Row(slot, blocks.get(slot.id, {}).get("minutes", 0), blocks.get(slot.id, {}).get("state", ""))
        for slot in slots
    ]
    return PastDay(day, tuple(rows), bool(said and said.edited), around.calendar.away(day), day == today)
