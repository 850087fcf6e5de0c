"""What holds for a learner's days whatever the page: clock, routine, timer, book and blogs. One statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection

from portal.accounts.models import User
from portal.core.dates import local_day
from portal.review.models import ReviewSettings
from portal.routine.rules.plan import Away, Calendar, Routine, Slot, routine_of

LINE: Final = "\n"
FRAME: Final = """
    SELECT profile.zone, profile.rollover_hour, review.minutes_per_day,
        timer.block, CAST(timer.day AS TEXT), timer.planned, CAST(timer.started_at AS TEXT),
        CAST(plan.routine AS TEXT), CAST(plan.book AS TEXT), CAST(plan.blogs AS TEXT),
        (SELECT {join}(CAST(from_day AS TEXT) || ' ' || CAST(settings AS TEXT), %s)
            FROM routine_routineversion WHERE user_id = person.id),
        (SELECT {join}(CAST(first AS TEXT) || ' ' || COALESCE(CAST(last AS TEXT), ''), %s)
            FROM routine_timeaway WHERE user_id = person.id),
        (SELECT {join}(object_id || ' ' || mark, %s) FROM progress_mark WHERE user_id = person.id
            AND (object_id LIKE 'chapter:%%' OR object_id LIKE 'page:%%' OR object_id LIKE 'step:%%'))
    FROM accounts_user person
    LEFT JOIN accounts_profile profile ON profile.user_id = person.id
    LEFT JOIN review_reviewsettings review ON review.user_id = person.id
    LEFT JOIN routine_timer timer ON timer.user_id = person.id
    LEFT JOIN content_plandocument plan ON plan.id = (SELECT MIN(id) FROM content_plandocument)
    WHERE person.id = %s
"""


@dataclass(frozen=True, slots=True)
class Running:
    """The timer that runs."""

    block: str
    day: date
    planned: int
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Frame:
    """A learner's clock, routine and timer; the plan's book and blogs; ``marked`` chapters, pages and steps.

    ``plan_routine`` is the routine as the plan has it. ``marked`` has what was said of each.
    """

    zone: ZoneInfo
    rollover_hour: int
    review_limit: int
    timer: Running | None
    calendar: Calendar
    plan_routine: Routine
    book: dict[str, Any] | None
    blogs: list[dict[str, Any]]
    marked: Mapping[str, str]

    def day(self, now: datetime) -> date:
        """Return the learner's day at ``now``."""
        return local_day(now, self.zone, self.rollover_hour)

    def slot(self, block: str) -> Slot | None:
        """Return a block by its id, also one that is not of today; None for an unknown id."""
        today = self.calendar.versions[-1][1]
        return next(
            (slot for slot in (*today.slots, Slot("short", "Short day", 15, "")) if slot.id == block), None
        )


def frame(learner: User) -> Frame:
    """Return what holds for the learner's days."""
    with connection.cursor() as cursor:
        cursor.execute(FRAME.format(join=joined()), [LINE, LINE, LINE, learner.pk])
        zone, hour, limit, block, day, planned, started, plan, book, blogs, versions, aways, marked = (
            cursor.fetchone()
        )
    running = None
    if block:
        running = Running(block, date.fromisoformat(day), planned, instant(started))
    return Frame(
        zone=ZoneInfo(zone or "UTC"),
        rollover_hour=4 if hour is None else hour,
        review_limit=limit or ReviewSettings().minutes_per_day,
        timer=running,
        calendar=calendar_of(plan or "{}", versions or "", aways or ""),
        plan_routine=calendar_of(plan or "{}", "", "").versions[0][1],
        book=_read(book or "null"),
        blogs=_read(blogs or "[]"),
        marked=dict(line.split(" ", 1) for line in marked.split(LINE)) if marked else {},
    )


def joined() -> str:
    """Return the aggregate that joins texts."""
    return "STRING_AGG" if connection.vendor == "postgresql" else "GROUP_CONCAT"


def instant(text: str) -> datetime:
    """Read an instant as the database writes it in a text: in UTC, with or without saying so."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


@lru_cache(maxsize=256)
def _read(text: str) -> Any:
    """Read JSON; what comes back is shared and must not be changed."""
    return json.loads(text)


@lru_cache(maxsize=2048)
def calendar_of(plan: str, versions: str, aways: str) -> Calendar:
    """Read a calendar; equal texts give the very same one. Before the first version the plan's routine holds."""
    kept = [(date.min, routine_of(json.loads(plan), {}))]
    for line in sorted(versions.split(LINE) if versions else []):
        day, _, settings = line.partition(" ")
        kept.append((date.fromisoformat(day), routine_of(json.loads(plan), json.loads(settings))))
    off = []
    for line in sorted(aways.split(LINE) if aways else []):
        first, _, last = line.partition(" ")
        off.append(Away(date.fromisoformat(first), date.fromisoformat(last) if last else None))
    return Calendar(tuple(kept), tuple(off))
