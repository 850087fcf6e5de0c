"""Which days off can be planned. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

AHEAD: Final = timedelta(days=731)
"""How far ahead days off are planned: two years."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why days off cannot be planned, and which of the two days is to blame: ``first`` or ``last``."""

    field: str
    words: str


def objection(first: date, last: date, today: date) -> Objection | None:
    """Return what is wrong with days off from ``first`` to ``last``, said on ``today``; None when nothing is.

    A day that is over was missed or was not. Planned off afterwards it would turn the one into the other, unseen.
    """
    if first < today:
        return Objection(
            "first",
            "Days off begin today or later. What you did on a day that is over is put right on its own page, "
            "by “Change” in the week on Today.",
        )
    if last < first:
        return Objection("last", "The last day off comes before the first.")
    if last > today + AHEAD:
        until = f"{today + AHEAD:%-d %B %Y}"
        return Objection(
            "last", f"Days off are planned up to {until}. For a time without an end there is the pause."
        )
    return None
