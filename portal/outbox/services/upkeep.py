"""The scheduler's pulse, and forgetting what ended long ago."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Final
from urllib.request import Request, urlopen

from portal.outbox.models import Delivery, Pulse, Rest, State

KEPT: Final = timedelta(days=90)
SWEEP: Final = 2000
PING_TIMEOUT: Final = 5.0
ENDED: Final = (State.SENT, State.DEAD, State.SKIPPED)
log = logging.getLogger(__name__)


def beat(*, now: datetime) -> None:
    """Write down that the scheduler came round."""
    Pulse.objects.update_or_create(id=1, defaults={"ticked_at": now})


def ping(url: str) -> bool:
    """Tell the address of a watchdog that all is well; return whether it heard. Nothing depends on it."""
    try:
        with urlopen(Request(url), timeout=PING_TIMEOUT) as answer:  # noqa: S310 - the owner's own setting
            return bool(answer.status < 400)
    except (OSError, HTTPException, ValueError):
        log.info("the heartbeat was not heard", exc_info=True)
        return False


def prune(*, now: datetime) -> int:
    """Delete what ended more than 90 days ago, and return how many rows.

    Only rows of a local date as old: a newer one still keeps the same message from being put twice. Rests that were
    over a day ago are forgotten, too.
    """
    Rest.objects.filter(until__lt=now - timedelta(days=1)).delete()
    deleted = 0
    old = Delivery.objects.filter(
        state__in=ENDED, ended_at__lt=now - KEPT, local_date__lt=(now - KEPT).date() - timedelta(days=1)
    )
    while ids := list(old.values_list("id", flat=True)[:SWEEP]):
        deleted += Delivery.objects.filter(id__in=ids, state__in=ENDED).delete()[0]
    return deleted
