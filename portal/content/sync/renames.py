"""Ids that change: a lesson keeps its row under each id it gets, also under one it had before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from portal.content.compile.parts import LessonFile
from portal.content.models import Lesson, LessonAlias
from portal.core.batches import batched

BATCH = 500


def rename(lessons: Sequence[LessonFile], ids: Collection[str]) -> None:
    """Give rows the ids of the lessons that follow them; ``ids`` are those of all lessons of the release.

    A lesson without a row takes over that of an id which stands under its ``aliases``. Or else its own id is an alias
    of a lesson that is not in the release any more: then a rename is taken back, wherever that was done. The id a row
    had is an alias from then on: the log may speak of it, and the rename may be done once more.
    """
    without = _without_row([lesson.id for lesson in lessons])
    named = [(old, lesson.id) for lesson in lessons if lesson.id in without for old in lesson.aliases]
    for old, new in [*named, *_taken_back(without, ids)]:
        if new in without and Lesson.objects.filter(uid=old).update(uid=new):
            without.remove(new)
            _point(old, new)


def write_aliases(lessons: Sequence[LessonFile]) -> None:
    """Let every id a lesson had before lead to it, and no id of a lesson that is served to another one."""
    for lesson in lessons:
        for old in lesson.aliases:
            _point(old, lesson.id)
    LessonAlias.objects.filter(uid__in=Lesson.objects.live().order_by().values("uid")).delete()


def _without_row(uids: Sequence[str]) -> set[str]:
    """Return those of ``uids`` that no lesson has, retired or not."""
    found = set(uids)
    for some in batched(uids, BATCH):
        found.difference_update(Lesson.objects.filter(uid__in=some).values_list("uid", flat=True))
    return found


def _taken_back(uids: Collection[str], ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the present id and the former one, which is among ``uids``, of rows that leave; the latest rename first."""
    for some in batched(sorted(uids), BATCH):
        aliases = LessonAlias.objects.filter(uid__in=some).order_by("-pk")
        for uid, present in aliases.values_list("uid", "lesson__uid"):
            if present not in ids:
                yield present, uid


def _point(alias: str, uid: str) -> None:
    LessonAlias.objects.update_or_create(uid=alias, defaults={"lesson": Lesson.objects.get(uid=uid)})
