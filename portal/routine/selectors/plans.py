"""The days off a learner planned."""

from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from portal.routine.models import TimeAway


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Times away that are not over, and since when the learner has paused, if they have."""

    times: list[TimeAway]
    paused_since: date | None


def days_off(learner: User, today: date) -> DaysOff:
    """Return the days off from ``today`` on."""
    rows = [row for row in TimeAway.objects.filter(user=learner) if row.last is None or row.last >= today]
    paused = next((row.first for row in rows if row.last is None), None)
    return DaysOff([row for row in rows if row.last is not None], paused)
