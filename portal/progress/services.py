"""Everything that writes what a learner has done.

Each change is a row of the log and its consequence in one transaction. The consequence is written first: its lock puts
two requests for the same thing in order, so the log has the order the rows have seen. A request that was seen before
changes nothing, whatever happened since; nor does one that asks for what stands already.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.selectors import day_terms
from portal.content.models import ChecklistItem, Lesson, Milestone
from portal.core.dates import local_day
from portal.core.errors import Refused
from portal.progress.days import offset_at, set_mark, take_into_day
from portal.progress.models import ItemTick, LessonState, ProgressEvent, ReadingPlace
from portal.progress.rules import STEP_DONE, Kind, step_id
from portal.progress.selectors import object_id

TURNS = 10
"""How often a change is tried against others of the same row; each turn lost is a change of theirs that was made."""


def set_tick(learner: User, item: ChecklistItem, *, done: bool, at: datetime, request_id: UUID) -> bool:
    """Make the tick of ``item`` equal ``done``; return whether that changed anything.

    Raises ``Refused`` for what is retired.
    """
    if item.retired_at or item.lesson.retired_at:
        raise Refused("This point has left the checklist. Reload the page to see what stands there now.")
    ticks = ItemTick.objects.filter(user=learner, item=item)

    def change() -> bool:
        if done:
            ItemTick.objects.create(user=learner, item=item, ticked_at=at)
            return True
        return ticks.delete()[0] > 0

    event = _event(learner, Kind.TICKED if done else Kind.UNTICKED, object_id(item), at, request_id)
    return _append(event, change, stands=lambda: done and ticks.exists())


def set_step(
    learner: User, milestone: Milestone, number: int, *, done: bool, at: datetime, request_id: UUID
) -> bool:
    """Tick a step of ``milestone`` (they count from 1), or take that back; return whether that changed anything.

    Raises ``Refused`` for a step the milestone does not have any more.
    """
    if milestone.retired_at or not 1 <= number <= len(milestone.steps):
        raise Refused("This step has left the milestone. Reload the page to see what stands there now.")
    terms = day_terms(learner)
    return set_mark(
        learner,
        step_id(milestone.uid, number),
        STEP_DONE if done else "",
        day=local_day(at, terms.zone_info, terms.rollover_hour),
        offset=offset_at(at, terms.zone_info),
        at=at,
        request_id=request_id,
    )


def set_done(learner: User, lesson: Lesson, *, done: bool, at: datetime, request_id: UUID) -> bool:
    """Mark ``lesson`` as done or not; return whether that changed anything. Raises ``Refused`` for a retired lesson."""
    if lesson.retired_at:
        raise Refused(f"“{lesson.short}” has left the curriculum. What you did in it is kept.")
    event = _event(learner, Kind.DONE if done else Kind.REOPENED, lesson.uid, at, request_id)
    fields: dict[str, object] = (
        {"read_at": at, "read_on": event.local_date} if done else {"read_at": None, "read_on": None}
    )
    return _reach(event, lesson, "read_at", fields)


def set_practised(learner: User, lesson: Lesson, *, at: datetime, request_id: UUID) -> bool:
    """Note that a quiz or drill of ``lesson`` was passed; return whether that is new. The first time counts."""
    event = _event(learner, Kind.PRACTISED, lesson.uid, at, request_id)
    return _reach(event, lesson, "practised_at", {"practised_at": at})


def set_proven(learner: User, lesson: Lesson, *, proven: bool, at: datetime, request_id: UUID) -> bool:
    """Note that ``lesson`` was recalled without help, or take that back; return whether that changed anything."""
    event = _event(learner, Kind.PROVEN if proven else Kind.UNPROVEN, lesson.uid, at, request_id)
    fields: dict[str, object] = {"proven_at": at} if proven else {"proven_at": None, "fades_at": None}
    return _reach(event, lesson, "proven_at", fields)


def set_fades_at(learner: User, lesson_id: int, at: datetime | None) -> None:
    """Note from when on a proven lesson needs a review if none comes before; None for never.

    No event: it follows from the log of reviews, and from nothing the learner did in the lesson.
    """
    LessonState.objects.filter(user=learner, lesson=lesson_id, proven_at__isnull=False).update(fades_at=at)


def note_place(learner: User, lesson: Lesson, *, anchor: str, at: datetime) -> None:
    """Remember the section of ``lesson`` the learner has in view; an anchor it does not have is its beginning.

    ``lesson.version`` holds the headings. The last call wins: a place is a convenience, not progress.
    """
    headings = lesson.version.page.get("headings", []) if lesson.version else []
    known = {heading["anchor"]: heading["title"] for heading in headings}
    place = ReadingPlace(
        user=learner,
        lesson=lesson,
        seen_at=at,
        anchor=anchor if anchor in known else "",
        heading=known.get(anchor, "")[:160],
    )
    ReadingPlace.objects.bulk_create(
        [place],
        update_conflicts=True,
        unique_fields=["user", "lesson"],
        update_fields=["anchor", "heading", "seen_at"],
    )


def _event(learner: User, kind: Kind, object_id: str, at: datetime, request_id: UUID) -> ProgressEvent:
    """Return the row for the log, not saved yet. The profile stays on the learner, so it is read once a request."""
    profile = day_terms(learner)
    return ProgressEvent(
        user=learner,
        client_uuid=request_id,
        kind=kind,
        object_id=object_id,
        occurred_at=at,
        received_at=at,
        local_date=local_day(at, profile.zone_info, profile.rollover_hour),
        payload={"offset": offset_at(at, profile.zone_info)},
    )


def _reach(event: ProgressEvent, lesson: Lesson, column: str, fields: dict[str, object]) -> bool:
    """Write ``fields`` into the learner's state of ``lesson``, unless ``column`` is as filled as they would make it."""
    states = LessonState.objects.filter(user=event.user, lesson=lesson)
    filled = states.filter(**{f"{column}__isnull": False})

    def change() -> bool:
        if fields[column] is None:
            return filled.update(**fields) > 0
        if not states.filter(**{column: None}).update(**fields):
            LessonState.objects.create(user=event.user, lesson=lesson, **fields)
        return True

    return _append(event, change, stands=lambda: fields[column] is not None and filled.exists())


def _append(event: ProgressEvent, change: Callable[[], bool], *, stands: Callable[[], bool]) -> bool:
    """Make the change and add its event, both or neither; return whether there was anything to change.

    A row that is there already breaks a constraint: what is asked for ``stands``, or the request was seen before. When
    neither holds, another request has taken the row back since, and the change is tried again.
    """
    for turn in range(TURNS):
        try:
            with transaction.atomic():
                if not change():
                    return False
                take_into_day(event)
                event.save(force_insert=True)
            return True
        except IntegrityError:
            seen = ProgressEvent.objects.filter(user=event.user, client_uuid=event.client_uuid)
            if stands() or seen.exists():
                return False
            if turn + 1 == TURNS:
                raise
    return False
