"""What a rule asks of a date: a block at the block's own clock, or at a time and on days of its own. Pure."""

from collections.abc import Callable
from datetime import date, time
from typing import Final

from portal.reminders.rules.due import Clock
from portal.routine.rules.plan import Calendar, DayType, Routine, Slot

RETRO: Final = "retro"
RETRO_TITLE: Final = "Retrospective"
RETRO_CLOCK: Final = "18:00"
EVERY_DAY: Final = "0123456"
PROPOSED: Final = (DayType.DEEP.value, RETRO)


def clock_of(subject: str, at: str, weekdays: str, calendar: Calendar) -> Clock:
    """Return at what time a rule asks for a reminder, by date.

    ``at`` is a time such as ``19:30``; empty follows the clock of the block. ``weekdays`` holds digits, 0 is Monday.
    A block is reminded of on the days that have it, the retrospective on days that have any block.
    """

    def clock(day: date) -> time | None:
        if str(day.weekday()) not in weekdays:
            return None
        slots = calendar.slots(day)
        if subject == RETRO:
            return time.fromisoformat(at or RETRO_CLOCK) if slots else None
        slot = next((slot for slot in slots if slot.id == subject), None)
        return time.fromisoformat(at or slot.clock) if slot else None

    return clock


def rest_of(calendar: Calendar) -> Callable[[date], bool]:
    """Return whether nothing is planned on a date: a rest day, or a day away."""
    return lambda day: not calendar.planned(day)


def title_of(subject: str, routine: Routine) -> str:
    """Return what a rule reminds of; a block that the routine has no more keeps its id."""
    if subject == RETRO:
        return RETRO_TITLE
    return next((slot.title for slot in routine.slots if slot.id == subject), subject)


def subjects_of(routine: Routine) -> list[tuple[str, Slot | None]]:
    """Return what there can be a reminder of: the blocks that are on, and the retrospective, which has none."""
    return [*((slot.id, slot) for slot in routine.slots if slot.on), (RETRO, None)]


def retro_day(routine: Routine) -> str:
    """Return the weekday for the retrospective: the last one of the week that has a block; Saturday without any."""
    return str(max((day for day in range(7) if routine.on_weekday(day)), default=5))


def proposed(routine: Routine) -> tuple[str, ...]:
    """Return what is proposed to be reminded of: the first and the last block of a day, the deep dive, the week's end.

    Fewer than there could be: a reminder for each block would be ignored before long.
    """
    daily = [slot.id for slot in routine.daily if slot.on]
    wanted = {*daily[:1], *daily[-1:], *PROPOSED}
    return tuple(subject for subject, _ in subjects_of(routine) if subject in wanted)
