"""Days of review are days of study: they go into the log once each, as review knows nothing of routines."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from portal.accounts.models import User
from portal.progress.daily import DayKind
from portal.progress.days import note
from portal.progress.models import StudyDay
from portal.review.models import ReviewLog

SPACE: Final = UUID("6d1b7c0e-1f0a-4c53-9b6e-3a5f1c2d4e80")
BACK: Final = timedelta(days=2)
"""How long ago a review may have been; the task runs every few minutes, so this is for its holidays."""


def note_days_of_review(now: datetime) -> int:
    """Note the local days of late reviews that are no days of study yet; return how many. Safe to run at once."""
    since = (now - BACK).date()
    late = ReviewLog.objects.grades().filter(local_date__gte=since)
    days = set(late.values_list("user_id", "local_date").distinct())
    acted = StudyDay.objects.filter(user__in=late.values("user"), day__gte=since, acted=True)
    missing = sorted(days - set(acted.values_list("user_id", "day")))
    people = User.objects.in_bulk({user for user, _ in missing})
    return sum(
        note(
            people[user],
            DayKind.STUDIED,
            "day",
            {},
            day=day,
            at=now,
            request_id=uuid5(SPACE, f"{user} {day}"),
        )
        for user, day in missing
        if user in people
    )
