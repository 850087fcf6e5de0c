"""Weeks that ended, and weeks of which the log tells more by now: found by a look, computed in small lots."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from portal.core.batches import batched
from portal.retros.selectors.stale import RECENT, Task, ended_weeks, stale_weeks
from portal.retros.services.weeks import compute_by_key

LOT = 50
YEAR = timedelta(days=400)
log = logging.getLogger(__name__)


@shared_task
def close_weeks() -> None:
    """Hand on the weeks that ended and the late ones that changed."""
    now = timezone.now()
    _hand_on([*ended_weeks(now), *stale_weeks((now - timedelta(weeks=RECENT + 1)).date())])


@shared_task
def look_at_old_weeks() -> None:
    """Hand on the weeks of a year that changed: a day can be corrected for so long."""
    _hand_on(stale_weeks((timezone.now() - YEAR).date()))


@shared_task
def compute_weeks(weeks: list[list[int | str]]) -> None:
    """Compute one lot; a week that fails is logged, holds up no other, and is found by the next look."""
    for user, first, last in weeks:
        try:
            compute_by_key(int(user), str(first), str(last), now=timezone.now())
        except Exception:
            log.exception("the week from %s of learner %s was not computed", first, user)


def _hand_on(weeks: Iterable[Task]) -> None:
    for lot in batched(weeks, LOT):
        compute_weeks.delay([list(week) for week in lot])
