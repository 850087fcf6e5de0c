"""What a learner plans: blocks, the week, vacations and pauses."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.services import plan_changed
from portal.core.errors import Refused
from portal.routine.models import RoutineVersion, TimeAway
from portal.routine.selectors.frame import frame

MANY = 100


@transaction.atomic
def save_routine(learner: User, settings: dict[str, Any], *, now: datetime) -> RoutineVersion:
    """Let ``settings`` hold from today on; past days keep what held then."""
    today = frame(learner).day(now)
    version, _ = RoutineVersion.objects.update_or_create(
        user=learner, from_day=today, defaults={"settings": settings}
    )
    plan_changed(learner)
    return version


@transaction.atomic
def add_away(learner: User, first: date, last: date) -> TimeAway:
    """Plan days off, both ends included. Raises ``Refused`` when they end before they begin, or are too many."""
    if last < first:
        raise Refused("The last day off comes before the first.")
    if TimeAway.objects.filter(user=learner).count() >= MANY:
        raise Refused("There is room for a hundred times away. Remove an old one first.")
    away, _ = TimeAway.objects.get_or_create(user=learner, first=first, last=last)
    plan_changed(learner)
    return away


@transaction.atomic
def remove_away(learner: User, pk: int) -> bool:
    """Take days off back; False when they are gone already."""
    plan_changed(learner)
    return TimeAway.objects.filter(user=learner, pk=pk).delete()[0] > 0


def pause(learner: User, *, now: datetime) -> bool:
    """Plan nothing from today on; False when paused already."""
    try:
        with transaction.atomic():
            TimeAway.objects.create(user=learner, first=frame(learner).day(now))
            plan_changed(learner)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def resume(learner: User, *, now: datetime) -> bool:
    """End the pause: today is planned again, the days since it began stay neutral."""
    paused = TimeAway.objects.select_for_update().filter(user=learner, last=None).first()
    if paused is None:
        return False
    yesterday = frame(learner).day(now) - timedelta(days=1)
    if yesterday < paused.first:
        paused.delete()
    else:
        paused.last = yesterday
        paused.save(update_fields=["last"])
    plan_changed(learner)
    return True
