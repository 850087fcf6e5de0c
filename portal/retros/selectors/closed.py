"""Whether a week was closed, for those above who would remind of it."""

from datetime import date

from portal.accounts.models import User
from portal.retros.models import Words
from portal.retros.rules.weeks import Week, week_of
from portal.retros.selectors.terms import settings_of


def week_with(learner: User, day: date) -> Week:
    """Return the learner's week ``day`` is in."""
    return week_of(day, settings_of(learner).week_starts)


def is_closed(learner: User, week: Week) -> bool:
    """Return whether the learner has answered the questions of the week and closed it."""
    return Words.objects.filter(user=learner, first=week.first, closed_at__isnull=False).exists()
