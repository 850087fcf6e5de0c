"""Everything that writes days and marks: an event and its consequence in one transaction, as in services."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.progress.daily import ACTS, DayFacts, DayKind, step, step_mark
from portal.progress.models import Mark, ProgressEvent, StudyDay

ACT = """
    INSERT INTO progress_studyday (user_id, day, acted, minutes, done, edited, "offset", detail)
    VALUES (%s, %s, TRUE, 0, 0, FALSE, %s, '{"shape": "", "blocks": {}}')
    ON CONFLICT (user_id, day) DO UPDATE
        SET acted = TRUE, "offset" = COALESCE(progress_studyday."offset", excluded."offset")
        WHERE NOT progress_studyday.acted OR progress_studyday."offset" IS NULL
"""
"""One statement, as every tick runs it; on the second act of a day it changes nothing."""


def offset_at(at: datetime, zone: ZoneInfo) -> int:
    """Return how many minutes a clock in ``zone`` is ahead of UTC at ``at``."""
    ahead = at.astimezone(zone).utcoffset()
    return round(ahead.total_seconds() / 60) if ahead else 0


def take_into_day(event: ProgressEvent) -> None:
    """Make the event's day one of study if its kind says so; within the transaction that saves the event."""
    if event.kind in ACTS:
        with connection.cursor() as cursor:
            cursor.execute(ACT, [event.user_id, event.local_date.isoformat(), event.payload.get("offset")])


def day_columns(facts: DayFacts) -> dict[str, Any]:
    """Return the columns of the row that holds ``facts``."""
    return {
        "acted": facts.acted,
        "minutes": facts.minutes,
        "done": facts.done,
        "edited": facts.edited,
        "offset": facts.offset,
        "detail": facts.detail,
    }


def note(
    learner: User,
    kind: DayKind,
    object_id: str,
    payload: Mapping[str, Any],
    *,
    day: date,
    at: datetime,
    request_id: UUID,
) -> bool:
    """Write what a learner says of a day or of one of its blocks; return whether that changed anything.

    ``day`` is the day it counts for, ``at`` when they said so. The same request counts once. Of two at once the second
    waits for the first one's row.
    """
    event = _event(learner, kind, object_id, payload, day, at, request_id)
    try:
        with transaction.atomic():
            StudyDay.objects.get_or_create(user=learner, day=day, defaults=day_columns(DayFacts()))
            row = StudyDay.objects.select_for_update().get(user=learner, day=day)
            before = row.as_value()
            after = step(before, kind, object_id, payload)
            if after == before:
                return False
            StudyDay.objects.filter(pk=row.pk).update(**day_columns(after))
            event.save(force_insert=True)
    except IntegrityError:
        return _seen_before(event)
    return True


def set_mark(
    learner: User, object_id: str, mark: str, *, day: date, offset: int, at: datetime, request_id: UUID
) -> bool:
    """Let ``mark`` stand for ``object_id``, empty for nothing; return whether that changed anything."""
    event = _event(learner, DayKind.MARKED, object_id, {"mark": mark, "offset": offset}, day, at, request_id)
    mine = Mark.objects.filter(user=learner, object_id=object_id)
    said = step_mark(event.kind, event.payload, at)
    try:
        with transaction.atomic():
            if said is None and not mine.delete()[0]:
                return False
            if said is not None:
                if mine.filter(mark=mark).exists():
                    return False
                values = {"mark": mark, "marked_at": at}
                Mark.objects.update_or_create(user=learner, object_id=object_id, defaults=values)
                take_into_day(event)
            event.save(force_insert=True)
    except IntegrityError:
        return _seen_before(event)
    return True


def _event(
    learner: User,
    kind: DayKind,
    object_id: str,
    payload: Mapping[str, Any],
    day: date,
    at: datetime,
    request_id: UUID,
) -> ProgressEvent:
    return ProgressEvent(
        user=learner,
        client_uuid=request_id,
        kind=kind,
        object_id=object_id,
        payload=dict(payload),
        occurred_at=at,
        received_at=at,
        local_date=day,
    )


def _seen_before(event: ProgressEvent) -> bool:
    """Return False for a request that was taken in before; raise what broke otherwise."""
    if ProgressEvent.objects.filter(user=event.user, client_uuid=event.client_uuid).exists():
        return False
    raise
