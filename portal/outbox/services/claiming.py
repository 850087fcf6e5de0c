"""Who sends what: taking deliveries, letting go of them, and finding those whose sender died."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from portal.outbox.models import Delivery, Lane, Rest, State
from portal.outbox.rules import MOST_DOUBTS, paid, rests, room

LEASE: Final = timedelta(seconds=120)
GRACE: Final = timedelta(seconds=30)
"""Longer than one message takes at most."""
MISSED: Final = "?"
"""Behind an owner whose lease is over, and who may still write down what became of what it is sending."""
BATCH: Final = 150
SWEEP: Final = 2000
TOO_LATE: Final = "Its time was over before it could be sent."
DOUBTFUL: Final = "Three senders ended while they sent it, so it may have arrived."


class Claim(NamedTuple):
    """Deliveries that are the owner's now, as ``(id, domain)``; ``wait``: seconds until the rate lets more through."""

    rows: list[tuple[int, str]]
    wait: float


def rate_of(channel: str) -> float:
    """Return how many messages a second a channel may send; 0 is no limit."""
    return float(settings.SEND_RATES.get(channel, 0))


@transaction.atomic
def claim(channel: str, *, owner: str, now: datetime, most: int = BATCH) -> Claim:
    """Take deliveries of ``channel``: daily before weekly, the oldest due first, as many as the rate lets through.

    Several senders may ask at once: rows that another one is taking are passed over (PostgreSQL), or it comes second
    (SQLite, where this transaction is the only one that writes). The rate is one for all of them.
    """
    rate = rate_of(channel)
    lanes = Lane.objects.select_for_update() if rate else Lane.objects.all()
    lane, _ = lanes.get_or_create(channel=channel, defaults={"free_at": now})
    resting = {rest.domain for rest in Rest.objects.filter(channel=channel) if rests(rest.until, now)}
    if "" in resting:
        return Claim([], 0.0)
    free = room(lane.free_at, rate=rate, now=now, most=most)
    if not free.many:
        return Claim([], free.wait if _due(channel, now).exclude(domain__in=resting).exists() else 0.0)
    rows: list[tuple[int, str]] = []
    for weekly in (False, True):
        found = _due(channel, now).filter(weekly=weekly).exclude(domain__in=resting).order_by("due_at", "id")
        taken = found.select_for_update(skip_locked=True)[: free.many - len(rows)]
        rows += taken.values_list("id", "domain") if len(rows) < free.many else []
    Delivery.objects.filter(id__in=[pk for pk, _ in rows]).update(
        state=State.CLAIMED, owner=owner, lease_until=now + LEASE
    )
    if rate and rows:
        lane.free_at = paid(lane.free_at, rate=rate, now=now, count=len(rows))
        lane.save(update_fields=["free_at"])
    return Claim(rows, 0.0)


def _due(channel: str, now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=State.DUE, channel=channel, due_at__lte=now, try_at__lte=now)


def let_go(ids: Iterable[int], *, owner: str) -> None:
    """Give claimed deliveries back as they were."""
    Delivery.objects.filter(id__in=list(ids), owner=owner, state=State.CLAIMED).update(
        state=State.DUE, owner="", lease_until=None
    )


def recover(*, now: datetime) -> None:
    """Take in the deliveries whose sender has not been heard of for a lease.

    What it had only claimed is due again. What it was sending is left to it for a little longer, as a clock that was
    set ahead ends the leases of the living too; after that it is uncertain: it is due again under the same message
    id, and counted; the third time it is dead.
    """
    stale = Delivery.objects.filter(lease_until__lte=now)
    stale.filter(state=State.CLAIMED).update(state=State.DUE, owner="", lease_until=None)
    sending = stale.filter(state=State.SENDING)
    sending.exclude(owner__endswith=MISSED).update(
        owner=Concat("owner", Value(MISSED)), lease_until=now + GRACE
    )
    found = sending.filter(owner__endswith=MISSED).values_list("id", "channel", "owner", "uncertain")
    for pk, channel, owner, doubts in list(found[:SWEEP]):
        _doubt(pk, channel, owner=owner, doubts=doubts + 1, now=now)


@transaction.atomic
def _doubt(pk: int, channel: str, *, owner: str, doubts: int, now: datetime) -> None:
    """Count one doubt about a delivery, unless its sender or another sweep was faster."""
    held = Delivery.objects.filter(id=pk, owner=owner, state=State.SENDING, uncertain=doubts - 1)
    free = held.filter(lease_until__lte=now)
    if doubts < MOST_DOUBTS:
        changed = free.update(state=State.DUE, owner="", lease_until=None, uncertain=doubts, try_at=now)
    else:
        changed = free.update(
            state=State.DEAD, owner="", lease_until=None, uncertain=doubts, answer=DOUBTFUL, ended_at=now
        )
    dead = changed if doubts >= MOST_DOUBTS else 0
    Lane.objects.filter(channel=channel).update(uncertain=F("uncertain") + changed, dead=F("dead") + dead)


def expire(*, now: datetime) -> int:
    """End what is due but whose time is over, and return how many: skipped, or dead if it had been tried in vain."""
    ended = 0
    while True:
        over = Delivery.objects.filter(state=State.DUE, expires_at__lte=now)
        ids = list(over.values_list("id", flat=True)[:SWEEP])
        late = Delivery.objects.filter(id__in=ids, state=State.DUE)
        ended += late.exclude(answer="").update(state=State.DEAD, ended_at=now)
        ended += late.filter(answer="").update(state=State.SKIPPED, answer=TOO_LATE, ended_at=now)
        if len(ids) < SWEEP:
            return ended
