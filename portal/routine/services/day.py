"""What a learner says of a day: minutes, done, skipped, another suggestion, a short day, a correction."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.progress.daily import DAY_MINUTES, DayKind
from portal.progress.days import note, offset_at, set_mark
from portal.progress.models import Mark
from portal.routine.rules.plan import BACK, SHORT, DayType, Slot
from portal.routine.selectors.frame import Frame, frame

STATES: Final = ("done", "skipped", "")
SHAPES: Final = (SHORT, DayType.REST.value, "")
MARKS: Final = {
    "chapter": "read|",
    "post": "read|saved|skipped|",
    "step": "read|",
    "page": "[1-9][0-9]{0,4}|",
    "repeat": "read|",
}
"""What can be said of each kind of thing, as a pattern."""
_THING: Final = re.compile(r"(chapter|post|step|page|repeat):[a-z0-9#_:/-]{1,170}")


def log_minutes(learner: User, block: str, minutes: int, *, now: datetime, request_id: UUID) -> bool:
    """Add minutes to a block of today. Raises ``Refused`` for an unknown block or a number that cannot be."""
    around = frame(learner)
    slot = known(around, block)
    if not 1 <= minutes <= DAY_MINUTES:
        raise Refused("A block takes from 1 to 1440 minutes.")
    payload = {"minutes": minutes, "offset": offset_at(now, around.zone)}
    return note(
        learner,
        DayKind.MINUTES,
        f"block:{slot.id}",
        payload,
        day=around.day(now),
        at=now,
        request_id=request_id,
    )


def set_state(
    learner: User,
    block: str,
    state: str,
    *,
    shown: Sequence[Mapping[str, Any]] = (),
    now: datetime,
    request_id: UUID,
) -> bool:
    """Make a block of today done, skipped or open again. Raises ``Refused`` for what there is not.

    ``shown`` is what it showed to the learner, as ``progress.shown`` has it; the block goes on to show that.
    """
    around = frame(learner)
    slot = known(around, block)
    if state not in STATES:
        raise Refused("A block is done, skipped or open.")
    payload = {"state": state, "shown": list(shown), "offset": offset_at(now, around.zone)}
    return note(
        learner,
        DayKind.BLOCK,
        f"block:{slot.id}",
        payload,
        day=around.day(now),
        at=now,
        request_id=request_id,
    )


def swap(learner: User, block: str, *, now: datetime, request_id: UUID) -> bool:
    """Ask for another suggestion in a block of today. Raises ``Refused`` for an unknown block."""
    around = frame(learner)
    name = f"block:{known(around, block).id}"
    return note(learner, DayKind.SWAPPED, name, {}, day=around.day(now), at=now, request_id=request_id)


def shape(learner: User, to: str, *, now: datetime, request_id: UUID) -> bool:
    """Make today short, a rest day, or full again. Raises ``Refused`` for another shape."""
    if to not in SHAPES:
        raise Refused("A day is full, short or a rest day.")
    day = frame(learner).day(now)
    return note(learner, DayKind.SHAPED, "day", {"shape": to}, day=day, at=now, request_id=request_id)


@transaction.atomic
def correct(
    learner: User, day: date, blocks: Mapping[str, tuple[int, str]], *, now: datetime, request_id: UUID
) -> bool:
    """Set minutes and state of the blocks of a day; a past day is marked as edited. Return whether anything changed.

    Raises ``Refused`` for a day to come or more than a year ago.
    """
    around = frame(learner)
    today = around.day(now)
    if not today - BACK <= day <= today:
        raise Refused("Only today and the days of the last year can be corrected.")
    edited = {"edited": True} if day < today else {}
    changed = False
    for name, (minutes, state) in blocks.items():
        block = f"block:{known(around, name).id}"
        for kind, payload in (
            (DayKind.CORRECTED, {"minutes": minutes}),
            (DayKind.BLOCK, {"state": state}),
        ):
            request = uuid5(request_id, f"{block} {kind}")
            said = {**payload, **edited}
            changed |= note(learner, kind, block, said, day=day, at=now, request_id=request)
    return changed


def mark(learner: User, object_id: str, word: str, *, now: datetime, request_id: UUID) -> str | None:
    """Say what there is to say of a chapter, a post, a page or a step; empty for nothing.

    Return what was said before, to take it back with; None when nothing has changed.

    ``MARKS`` has the words; a page (``page:<chapter>``) has the number where the learner stopped. Raises ``Refused``
    for other things and words.
    """
    thing = _THING.fullmatch(object_id)
    if thing is None or not re.fullmatch(MARKS[thing[1]], word):
        is_page = thing is not None and thing[1] == "page"
        raise Refused(
            "A page is a whole number, such as 57."
            if is_page
            else "This cannot be said here. Load the page again."
        )
    around = frame(learner)
    said = Mark.objects.filter(user=learner, object_id=object_id)
    before = said.values_list("mark", flat=True).first() or ""
    changed = set_mark(
        learner,
        object_id,
        word,
        day=around.day(now),
        offset=offset_at(now, around.zone),
        at=now,
        request_id=request_id,
    )
    return before if changed else None


def known(around: Frame, block: str) -> Slot:
    """Return a block of the learner's routine. Raises ``Refused`` for an unknown one."""
    slot = around.slot(block)
    if slot is None:
        raise Refused("The routine has no such block any more. Load the page again.")
    return slot
