"""Every write to the outbox; here what others call, in the modules beside it the sender and the staff page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings

from portal.outbox.messages import writer_of
from portal.outbox.models import Delivery, State

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be sent; the fields are those of ``Delivery``. ``domain``: the part of an address behind the @."""

    user_id: int
    channel: str
    kind: str
    local_date: date
    due_at: datetime
    expires_at: datetime
    domain: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


def domain_of(channel: str, address: str) -> str:
    """Return what a delivery keeps of an e-mail address: the part behind the @; nothing for other channels."""
    return address.rpartition("@")[2][:120] if channel == "email" else ""


def put(entries: Iterable[Entry], *, now: datetime) -> None:
    """Put entries into the outbox; of those it has already, nothing changes. Belongs into the caller's transaction."""
    rows = [_row(entry, now) for entry in entries]
    Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _row(entry: Entry, now: datetime) -> Delivery:
    return Delivery(
        user_id=entry.user_id,
        channel=entry.channel,
        kind=entry.kind,
        local_date=entry.local_date,
        payload=dict(entry.payload),
        weekly=writer_of(entry.kind).weekly,
        domain=entry.domain,
        due_at=entry.due_at,
        expires_at=entry.expires_at,
        try_at=entry.due_at,
        message_id=f"<{uuid4().hex}@{settings.MAIL_DOMAIN}>",
        created_at=now,
    )


def take_back(user_id: int, kind: str, local_date: date) -> bool:
    """Take back what waits and was never tried; return whether anything did. What is under way stays."""
    waiting = Delivery.objects.filter(
        user=user_id, kind=kind, local_date=local_date, state=State.DUE, tries=0
    )
    return waiting.delete()[0] > 0
