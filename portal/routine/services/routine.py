"""What a learner plans: blocks, the week, vacations and pauses."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.services import plan_changed
from portal.core.errors import Refused
from portal.routine.models import RoutineVersion, TimeAway
from portal.routine.rules.away import objection
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
def add_away(learner: User, first: date, last: date, *, now: datetime) -> TimeAway:
    """Plan days off, both ends included, from the learner's today on; they become one with those they overlap.

    Raises ``Refused`` when they begin before today, end before they begin or too far ahead, or are too many.
    """
    plan_changed(learner)
    today = frame(learner).day(now)
    if wrong := objection(first, last, today):
        raise Refused(wrong.words)
    others = TimeAway.objects.filter(user=learner, last__gte=today)
    overlapping = others.filter(first__lte=last, last__gte=first)
    for away in overlapping:
        first, last = min(first, away.first), max(last, away.last or last)
    overlapping.delete()
    if others.count() >= MANY:
        raise Refused("There is room for a hundred times off. Remove one of those to come first.")
    return TimeAway.objects.create(user=learner, first=first, last=last)


@transaction.atomic
def remove_away(learner: User, pk: int, *, now: datetime) -> bool:
    """Plan what is left of these days off; False when they are over or gone. Those behind stay neutral."""
    plan_changed(learner)
    today = frame(learner).day(now)
    away = TimeAway.objects.filter(user=learner, pk=pk, last__gte=today).first()
    if away is None:
        return False
    _end(away, today)
    return True


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
    _end(paused, frame(learner).day(now))
    plan_changed(learner)
    return True


def _end(away: TimeAway, today: date) -> None:
    """Let a time away end before ``today``; one that has not begun by then leaves nothing."""
    if away.first >= today:
        away.delete()
    else:
        away.last = today - timedelta(days=1)
        away.save(update_fields=["last"])
