"""Making and revoking the calendar feed."""

import secrets
from datetime import datetime

from portal.accounts.models import User
from portal.accounts.rules import digest
from portal.reminders.models import CalendarFeed
from portal.reminders.selectors.feed import secret_of


def make_feed(learner: User, *, now: datetime) -> bool:
    """Give the learner a feed; False when they have one, whose address stays."""
    salt = secrets.token_urlsafe(32)
    values = {"salt": salt, "secret_hash": digest(secret_of(learner.pk, salt)), "created_at": now}
    return CalendarFeed.objects.get_or_create(user=learner, defaults=values)[1]


def revoke_feed(learner: User) -> bool:
    """Take the feed back: its address leads nowhere from now on, and the next one is another. False without one."""
    return CalendarFeed.objects.filter(user=learner).delete()[0] > 0
