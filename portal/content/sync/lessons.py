"""Write lessons, their versions and their checklists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from portal.content.compile import Addresses, Summary
from portal.content.compile.parts import LessonFile
from portal.content.models import ChecklistItem, Lesson, LessonVersion, Module, Release
from portal.core.batches import batched

ADDRESS = Addresses().lesson
BATCH = 500
OWN_FIELDS = ("title", "short", "summary", "status", "level", "minutes_read", "minutes_practice")


def live_uids() -> set[str]:
    """Return the uids of the lessons that are served now."""
    return set(Lesson.objects.live().values_list("uid", flat=True))


def write_lessons(lessons: Sequence[LessonFile], modules: Mapping[str, Module]) -> dict[str, Lesson]:
    """Create or update the rows of ``lessons`` (those that changed); return them by uid.

    ``modules`` is by folder. Positions and neighbours are set by ``place``, for all lessons.
    """
    rows = _rows_of([lesson.id for lesson in lessons])
    new: list[Lesson] = []
    old: list[Lesson] = []
    for lesson in lessons:
        row = rows.get(lesson.id)
        (old if row else new).append(row := row or Lesson(uid=lesson.id, position=0))
        rows[lesson.id] = row
        module = modules[lesson.path.rpartition("/")[0]]
        row.module, row.track_id, row.retired_at = module, module.track_id, None
        for name in OWN_FIELDS:
            setattr(row, name, getattr(lesson, name))
        row.short = lesson.short or lesson.title[:80]
    Lesson.objects.bulk_create(new, batch_size=BATCH)
    Lesson.objects.bulk_update(old, [*OWN_FIELDS, "module", "track", "retired_at"], batch_size=BATCH)
    return rows


def write_versions(
    lessons: Sequence[LessonFile], rows: Mapping[str, Lesson], sources: Mapping[str, str], release: Release
) -> set[str]:
    """Add a version for each lesson whose text changed and return their uids; make the page of the others anew.

    ``sources`` gives the SHA-256 of the file by path.
    """
    current = LessonVersion.objects.in_bulk([row.version_id for row in rows.values() if row.version_id])
    new, again, moved = [], [], []
    for lesson in lessons:
        row = rows[lesson.id]
        version = current.get(row.version_id or 0)
        if version is not None and version.source_id == sources[lesson.path]:
            again.append(version)
        else:
            version = LessonVersion(lesson=row, source_id=sources[lesson.path], release=release)
            new.append(version)
            moved.append(row)
        version.html, version.page = lesson.html, page_of(lesson)
        version.digest = digest_of(version.html, version.page)
    LessonVersion.objects.bulk_create(new, batch_size=BATCH)
    LessonVersion.objects.bulk_update(again, ["html", "page", "digest"], batch_size=BATCH)
    for row, version in zip(moved, new, strict=True):
        row.version = version
    Lesson.objects.bulk_update(moved, ["version"], batch_size=BATCH)
    return {row.uid for row in moved}


def digest_of(html: str, page: Mapping[str, Any]) -> str:
    """Return the SHA-256 over what a version says."""
    return hashlib.sha256(f"{json.dumps(page, sort_keys=True)}\n{html}".encode()).hexdigest()


def page_of(lesson: LessonFile) -> dict[str, Any]:
    """Return what the lesson page shows beside the prose, as JSON values."""
    return {
        "headings": [asdict(heading) for heading in lesson.headings],
        "objectives": list(lesson.objectives),
        "concepts": list(lesson.concepts),
        "facts": list(lesson.facts),
        "links": [asdict(link) for link in lesson.links],
        "lane": lesson.lane,
        "verified_on": lesson.verified_on.isoformat() if lesson.verified_on else None,
    }


def write_items(lessons: Sequence[LessonFile], rows: Mapping[str, Lesson], now: datetime) -> None:
    """Make the checklists of ``lessons`` equal the files; an item that left is retired and keeps its ticks."""
    changed = [rows[lesson.id] for lesson in lessons]
    stored = {
        (item.lesson_id, item.key): item
        for some in batched(changed, BATCH)
        for item in ChecklistItem.objects.filter(lesson__in=some)
    }
    new: list[ChecklistItem] = []
    old: list[ChecklistItem] = []
    for lesson in lessons:
        for position, line in enumerate(lesson.items):
            item = stored.pop((rows[lesson.id].pk, line.id), None)
            (old if item else new).append(item := item or ChecklistItem(lesson=rows[lesson.id], key=line.id))
            item.position, item.html, item.retired_at = position, line.html, None
    gone = [item for item in stored.values() if item.retired_at is None]
    for item in gone:
        item.retired_at = now
    ChecklistItem.objects.bulk_create(new, batch_size=BATCH)
    ChecklistItem.objects.bulk_update([*old, *gone], ["position", "html", "retired_at"], batch_size=BATCH)


def retire(gone: Sequence[str], now: datetime) -> None:
    """Retire the lessons with these uids."""
    for batch in batched(gone, BATCH):
        Lesson.objects.filter(uid__in=batch).update(retired_at=now)


def place(order: Sequence[Summary]) -> None:
    """Number the lessons in the order given and tell each its neighbours; write only rows that differ."""
    stored = Lesson.objects.values_list("uid", "short", "position", "nav")
    found = {uid: (short, position, nav) for uid, short, position, nav in stored}
    brief = {uid: {"uid": uid, "title": found[uid][0], "url": ADDRESS.format(id=uid)} for uid in found}
    wanted = {}
    for position, summary in enumerate(order):
        nav = {
            "previous": brief[order[position - 1].id] if position else None,
            "next": brief[order[position + 1].id] if position + 1 < len(order) else None,
            "builds_on": [brief[need] for need, _ in summary.prerequisites],
        }
        if found[summary.id][1:] != (position, nav):
            wanted[summary.id] = (position, nav)
    rows = _rows_of(list(wanted))
    for uid, row in rows.items():
        row.position, row.nav = wanted[uid]
    Lesson.objects.bulk_update(rows.values(), ["position", "nav"], batch_size=BATCH)


def _rows_of(uids: Sequence[str]) -> dict[str, Lesson]:
    """Return the rows that are there, by uid."""
    return {row.uid: row for batch in batched(uids, BATCH) for row in Lesson.objects.filter(uid__in=batch)}
