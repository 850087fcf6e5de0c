"""Reads of what learners have done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Q

from portal.accounts.models import User
from portal.accounts.selectors import day_terms
from portal.content.models import ChecklistItem, Lesson, Milestone
from portal.core.dates import local_day
from portal.progress.models import Mark, ProgressEvent
from portal.progress.rules import Level, Meter, Standing, level, step_id


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a checklist as a learner sees it; ``html`` was sanitised when it was synced."""

    key: str
    html: str
    done: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a milestone as a learner sees it; ``done_on`` is their day of ticking it, None while it is open."""

    milestone: str
    number: int
    text: str
    done_on: date | None

    @property
    def done(self) -> bool:
        """Return whether it is ticked."""
        return self.done_on is not None


@dataclass(frozen=True, slots=True)
class Around:
    """What one learner has in a lesson and in those near it; ``last`` is the number of their latest event."""

    rows: Sequence[Row]
    standings: Mapping[str, Standing]
    last: int

    def standing(self, uid: str) -> Standing:
        """Return how far the learner is with the lesson ``uid``."""
        return self.standings.get(uid, Standing(Level.NONE, None))


ITEM: Final = """
    SELECT item.id, item.retired_at, lesson.id, lesson.uid, lesson.retired_at
    FROM content_checklistitem item
    JOIN content_lesson lesson ON lesson.id = item.lesson_id
    WHERE item.key = %s
        AND (lesson.uid = %s
            OR lesson.id = (SELECT alias.lesson_id FROM content_lessonalias alias WHERE alias.uid = %s))
"""

AROUND: Final = """
    SELECT 'item' AS what, item.position, item.key, item.html, tick.ticked_at, NULL, NULL, NULL, NULL
    FROM content_checklistitem item
    LEFT JOIN progress_itemtick tick ON tick.item_id = item.id AND tick.user_id = %s
    WHERE item.lesson_id = %s AND item.retired_at IS NULL
    UNION ALL
    SELECT 'state', 0, lesson.uid, '',
        state.read_at, state.practised_at, state.proven_at, CASE WHEN state.fades_at <= %s THEN 1 END, state.read_on
    FROM progress_lessonstate state
    JOIN content_lesson lesson ON lesson.id = state.lesson_id
    WHERE state.user_id = %s AND lesson.uid IN ({uids})
    UNION ALL
    SELECT 'last', COALESCE(MAX(event.id), 0), '', '', NULL, NULL, NULL, NULL, NULL
    FROM progress_progressevent event
    WHERE event.user_id = %s
    ORDER BY what, position
"""


def object_id(item: ChecklistItem) -> str:
    """Return what the log calls ``item``; its lesson must be loaded."""
    return f"{item.lesson.uid}#{item.key}"


def find_lesson(uid: str) -> Lesson | None:
    """Return the lesson with this id, or the one that had it before; None when there never was one."""
    lessons = Lesson.objects.select_related("version")
    return lessons.filter(uid=uid).first() or lessons.filter(aliases__uid=uid).first()


def find_item(uid: str, key: str) -> ChecklistItem | None:
    """Return one line of the checklist of the lesson ``uid`` (its present id or an old one), with what a tick needs."""
    with connection.cursor() as cursor:
        cursor.execute(ITEM, [key, uid, uid])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, retired_at, lesson_pk, lesson_uid, lesson_retired_at = row
    lesson = Lesson(pk=lesson_pk, uid=lesson_uid, retired_at=lesson_retired_at)
    return ChecklistItem(pk=pk, key=key, retired_at=retired_at, lesson=lesson)


def around(lesson_id: int, uids: Sequence[str], learner: User | None, now: datetime) -> Around:
    """Return the checklist of a lesson with the learner's ticks, and how far they are with the lessons ``uids``.

    One statement, written in SQL: every lesson page and every tick needs it, and composing it through the ORM costs
    more than the rest of the page (``make bench``). ``uids`` is not empty; a stranger has no ticks and stands nowhere.
    """
    reader = learner.pk if learner else 0
    with connection.cursor() as cursor:
        statement = AROUND.format(uids=", ".join(["%s"] * len(uids)))
        at = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(statement, [reader, lesson_id, at, reader, *uids, reader])
        found = cursor.fetchall()
    return Around(
        rows=[Row(key, html, done=bool(at)) for what, _, key, html, at, *_ in found if what == "item"],
        standings={
            uid: Standing(level(*times), _day(on)) for what, _, uid, _, *times, on in found if what == "state"
        },
        last=next(number for what, number, *_ in found if what == "last"),
    )


def steps_of(milestones: Sequence[Milestone], learner: User | None) -> Mapping[str, tuple[Step, ...]]:
    """Return the steps of each milestone by its uid, with the days on which the learner ticked them, in one query."""
    names = [step_id(each.uid, number) for each in milestones for number in range(1, len(each.steps) + 1)]
    marks = Mark.objects.filter(user=learner, object_id__in=names).select_related("user__profile")
    days = {mark.object_id: _day_of(mark) for mark in marks} if learner and names else {}
    return {
        each.uid: tuple(
            Step(each.uid, number, text, days.get(step_id(each.uid, number)))
            for number, text in enumerate(each.steps, 1)
        )
        for each in milestones
    }


def _day_of(mark: Mark) -> date:
    """Return the learner's day of the mark, whose user is loaded."""
    terms = day_terms(mark.user)
    return local_day(mark.marked_at, terms.zone_info, terms.rollover_hour)


def meter(rows: Iterable[Row | Step]) -> Meter:
    """Return how much of a checklist, or of a milestone, is ticked."""
    done = [row.done for row in rows]
    return Meter(sum(done), len(done))


def has_history(uid: str, learner: User) -> bool:
    """Return whether the learner ever did anything in the lesson ``uid``."""
    mine = Q(object_id=uid) | Q(object_id__startswith=f"{uid}#")
    return ProgressEvent.objects.of(learner).filter(mine).exists()


def _day(value: date | str | None) -> date | None:
    """Read a day as the database gives it: PostgreSQL a date, SQLite its ISO form."""
    return date.fromisoformat(value) if isinstance(value, str) else value
