"""The derived rows against the log: what differs, and putting it right."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db import transaction

from portal.accounts.models import User
from portal.content.models import ChecklistItem, Lesson, LessonAlias
from portal.progress.daily import DayFacts
from portal.progress.days import day_columns
from portal.progress.models import ItemTick, LessonState, Mark, ProgressEvent, StudyDay
from portal.progress.rules import Difference, Event, Fold, Held, compare, fold

FREE: Final = ("days", "marks")
"""The parts of a fold that stand on nothing of the curriculum."""


@transaction.atomic
def differences(learner: User) -> list[Difference]:
    """Return where the learner's rows and the fold of their events disagree, by object; empty when all is well.

    Of what this curriculum never had no row can be missing, though events out of an archive may speak of it. The
    learner's row is locked meanwhile: a change on its way waits, as both its rows refer to that one.
    """
    User.objects.select_for_update().get(pk=learner.pk)
    return _possible(compare(fold(_events(learner)), _rows(learner)))


@transaction.atomic
def rebuild(learner: User) -> list[Difference]:
    """Make the learner's rows say what their events say; return what was wrong and could be put right."""
    wrong = differences(learner)
    _put_days(learner, [one for one in wrong if one.what == "days"])
    return [one for one in wrong if one.what == "days" or _put_right(learner, one)]


def _possible(wrong: list[Difference]) -> list[Difference]:
    """Leave out lessons and points that this curriculum never had."""
    uids = {one.object_id.partition("#")[0] for one in wrong if one.what not in FREE}
    if not uids:
        return wrong
    items = ChecklistItem.objects.filter(lesson__uid__in=uids).values_list("lesson__uid", "key")
    known = {*Lesson.objects.filter(uid__in=uids).values_list("uid", flat=True), *map("#".join, items)}
    return [one for one in wrong if one.what in FREE or one.object_id in known]


def _events(learner: User) -> Iterator[Event]:
    """Yield the learner's events in order, each under the id its lesson has today."""
    now_called = dict(LessonAlias.objects.values_list("uid", "lesson__uid"))
    for row in ProgressEvent.objects.of(learner).in_order().iterator():
        uid, mark, key = row.object_id.partition("#")
        yield replace(row.as_value(), object_id=f"{now_called.get(uid, uid)}{mark}{key}")


def _rows(learner: User) -> Fold:
    """Return what the derived rows say, in the shape of a fold."""
    ticks = ItemTick.objects.filter(user=learner).values_list("item__lesson__uid", "item__key", "ticked_at")
    found = Fold(ticks={f"{uid}#{key}": at for uid, key, at in ticks})
    for state in LessonState.objects.filter(user=learner).select_related("lesson"):
        uid = state.lesson.uid
        if state.read_at and state.read_on:
            found.read[uid] = (state.read_at, state.read_on)
        if state.practised_at:
            found.practised[uid] = state.practised_at
        if state.proven_at:
            found.proven[uid] = state.proven_at
    marks = Mark.objects.filter(user=learner).values_list("object_id", "mark", "marked_at")
    found.marks.update({what: (mark, at) for what, mark, at in marks})
    days = StudyDay.objects.filter(user=learner)
    found.days.update({row.day.isoformat(): row.as_value() for row in days if row.as_value() != DayFacts()})
    return found


def _put_right(learner: User, wrong: Difference) -> bool:
    """Write one row as the events say; False for an object the curriculum never had."""
    if wrong.what == "marks":
        return _put_mark(learner, wrong)
    uid, _, key = wrong.object_id.partition("#")
    if key:
        item = ChecklistItem.objects.filter(lesson__uid=uid, key=key).first()
        return item is not None and _put_tick(learner, item, wrong.expected)
    lesson = Lesson.objects.filter(uid=uid).first()
    return lesson is not None and _put_state(learner, lesson, wrong.what, wrong.expected)


def _put_tick(learner: User, item: ChecklistItem, expected: Held) -> bool:
    ItemTick.objects.filter(user=learner, item=item).delete()
    if isinstance(expected, datetime):
        ItemTick.objects.create(user=learner, item=item, ticked_at=expected)
    return True


def _put_days(learner: User, wrong: list[Difference]) -> None:
    """Write the days as the events say; many at once, as an archive brings years of them."""
    facts = [one.expected if isinstance(one.expected, DayFacts) else DayFacts() for one in wrong]
    rows = [
        StudyDay(user=learner, day=date.fromisoformat(one.object_id), **day_columns(said))
        for one, said in zip(wrong, facts, strict=True)
    ]
    StudyDay.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["user", "day"],
        update_fields=list(day_columns(DayFacts())),
    )


def _put_mark(learner: User, wrong: Difference) -> bool:
    Mark.objects.filter(user=learner, object_id=wrong.object_id).delete()
    if isinstance(wrong.expected, tuple):
        mark, at = wrong.expected
        Mark.objects.create(user=learner, object_id=wrong.object_id, mark=str(mark), marked_at=at)
    return True


def _put_state(learner: User, lesson: Lesson, what: str, expected: Held) -> bool:
    fields: dict[str, object] = {f"{what}_at": expected}
    if what == "read":
        read_at, read_on = expected if isinstance(expected, tuple) else (None, None)
        fields = {"read_at": read_at, "read_on": read_on}
    LessonState.objects.update_or_create(user=learner, lesson=lesson, defaults=fields)
    return True
