"""Why a reminder stays silent. Pure; asked again right before each is sent."""

from dataclasses import dataclass
from typing import Final

from portal.routine.rules.plan import SHORT, DayType

STATES: Final = {
    "done": "The block is done.",
    "skipped": "The block was skipped.",
    "running": "The block is running.",
    "forgotten": "The block is running.",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds at the moment of sending.

    ``active``: the account may be used. ``on``: the rule is. ``same_day``: the learner's day is still the reminder's.
    ``shape`` is that of the day; ``planned``: the day has the block, or any for the retrospective. ``state`` is the
    block's as Today has it, empty for the retrospective.
    """

    active: bool
    on: bool
    same_day: bool
    away: bool
    shape: str
    planned: bool
    state: str


def silence(moment: Moment) -> str:
    """Return the reason to stay silent, the plainest first; empty when there is none."""
    reasons = (
        (not moment.active, "The account is not active."),
        (not moment.on, "The reminder is switched off."),
        (not moment.same_day, "The day is over."),
        (moment.away, "The learner is away."),
        (moment.shape == DayType.REST, "The day was made the rest day."),
        (moment.shape == SHORT, "The day was made a short one."),
        (not moment.planned, "Nothing of the kind is planned today."),
    )
    return next((words for holds, words in reasons if holds), STATES.get(moment.state, ""))
