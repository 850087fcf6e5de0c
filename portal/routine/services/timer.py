"""The timer of a block: one runs at a time, on the server, so that a reload or another device finds it running."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.progress.daily import DayKind
from portal.progress.days import note, offset_at
from portal.routine.models import Timer
from portal.routine.rules.timer import counted, ran
from portal.routine.selectors.frame import frame
from portal.routine.services.day import known


def start(learner: User, block: str, *, now: datetime) -> bool:
    """Start timing a block of today; False when it is being timed. Raises ``Refused`` while another one is."""
    around = frame(learner)
    slot = known(around, block)
    timer = Timer(user=learner, block=slot.id, day=around.day(now), planned=slot.minutes, started_at=now)
    try:
        with transaction.atomic():
            timer.save(force_insert=True)
    except IntegrityError:
        running = Timer.objects.filter(user=learner).first()
        if running and running.block != slot.id:
            raise Refused("Another block is running. Pause or finish that one first.") from None
        return False
    return True


@transaction.atomic
def stop(
    learner: User,
    block: str,
    *,
    now: datetime,
    request_id: UUID,
    finish: bool = False,
    shown: Sequence[Mapping[str, Any]] = (),
    minutes: int | None = None,
) -> int | None:
    """Stop the timer of ``block`` and log what it ran, at most its cap.

    With ``finish`` the block is done as well, and ``shown`` is what it showed, as for ``set_state``.

    ``minutes`` is what the learner says instead, up to the same cap; 0 logs nothing. A timer that ran less than half a
    minute was started by mistake and leaves nothing behind, not even a block that is done. Return what was logged, or
    None when no timer of the block was running (it was stopped before).
    """
    timer = Timer.objects.select_for_update().filter(user=learner, block=block).first()
    if timer is None:
        return None
    zone = frame(learner).zone
    most = counted(ran(timer.started_at, now), timer.planned)
    logged = most if minutes is None else max(min(minutes, most), 0)
    timer.delete()
    if not most:
        return 0
    payload = {
        "minutes": logged,
        "began": timer.started_at.isoformat(),
        "ended": now.isoformat(),
        "offset": offset_at(timer.started_at, zone),
    }
    name = f"block:{block}"
    if logged:
        note(learner, DayKind.MINUTES, name, payload, day=timer.day, at=now, request_id=request_id)
    if finish:
        done = UUID(int=request_id.int ^ 1)
        state = {"state": "done", "shown": list(shown)}
        note(learner, DayKind.BLOCK, name, state, day=timer.day, at=now, request_id=done)
    return logged
