"""What a learner asked to repeat on some days."""

from datetime import date, datetime

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.routine.models import Wish


def wish(learner: User, lesson: Lesson, first: date, last: date, *, now: datetime) -> bool:
    """Have ``lesson`` suggested from ``first`` to ``last``; return whether that is new."""
    values = {"last": last, "asked_at": now}
    return Wish.objects.get_or_create(user=learner, lesson=lesson, first=first, defaults=values)[1]


def unwish(learner: User, lesson: Lesson, first: date) -> bool:
    """Suggest ``lesson`` no more in the days from ``first`` on; return whether it was to be."""
    return Wish.objects.filter(user=learner, lesson=lesson, first=first).delete()[0] > 0
