"""What holds for one learner: their settings, their day and their pace."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.accounts.models import User
from portal.accounts.selectors import day_terms
from portal.core.dates import local_day
from portal.review.models import ReviewLog, ReviewSettings
from portal.review.rules.answers import Source
from portal.review.rules.days import day_start
from portal.review.rules.pace import pace_of

LATE = 120
"""Answers from which the pace is taken: the learner of now, not of a year ago."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A learner's settings and day; the defaults where they were not asked."""

    retention: float
    minutes: int
    new_per_day: int
    zone: ZoneInfo
    rollover_hour: int

    def day(self, now: datetime) -> date:
        """Return the learner's day at ``now``."""
        return local_day(now, self.zone, self.rollover_hour)

    def day_end(self, now: datetime) -> datetime:
        """Return the instant the learner's day of ``now`` is over."""
        return day_start(self.day(now) + timedelta(days=1), self.zone, self.rollover_hour)


def terms_of(learner: User, *, lock: bool = False) -> Terms:
    """Return the learner's terms; one query.

    With ``lock`` (in a transaction) whoever else writes this learner's cards waits until the transaction
    ends.
    """
    people = User.objects.select_related("profile", "review_settings")
    if lock:
        people = people.select_for_update(of=("self",), no_key=True)
    person = people.get(pk=learner.pk)
    profile = day_terms(person)
    settings = getattr(person, "review_settings", None) or ReviewSettings()
    return Terms(
        retention=settings.desired_retention,
        minutes=settings.minutes_per_day,
        new_per_day=settings.new_per_day,
        zone=profile.zone_info,
        rollover_hour=profile.rollover_hour,
    )


def usual_seconds(learner: User) -> dict[str, float]:
    """Return how long a card of each kind takes the learner in review; one query."""
    late = ReviewLog.objects.of(learner).order_by("-pk")[:LATE]
    values = late.values_list("kind", "seconds", "source", "undoes")
    review = Source.REVIEW.value
    return pace_of(
        (kind, took) for kind, took, source, undoes in values if took and source == review and undoes is None
    )
