"""Rows for tests: each ``make_*`` makes one thing that stands on its own, and what it needs around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from portal.accounts.models import Profile, User
from portal.content.models import (
    Blob,
    ChecklistItem,
    Lesson,
    LessonVersion,
    Milestone,
    Module,
    PlanDocument,
    Release,
    Track,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_number = count(1)

PROSE = (
    '<h2 id="why-it-matters">Why it matters</h2><p>A bonus was paid twice.</p>'
    '<h2 id="the-idea">The idea</h2><p>Each row looks through a <code>window</code>.</p>'
    '<h2 id="how-it-works-underneath">How it works underneath</h2><p>One sort, one walk.</p>'
)
HEADINGS = [
    {"level": 2, "anchor": "why-it-matters", "title": "Why it matters"},
    {"level": 2, "anchor": "the-idea", "title": "The idea"},
    {"level": 2, "anchor": "how-it-works-underneath", "title": "How it works underneath"},
]


def make_learner(email: str = "", *, zone: str = "", rollover_hour: int = 4, **fields: Any) -> User:
    """Make a learner; with ``zone``, one who has said how their day runs."""
    learner = User.objects.create_user(email or f"learner{next(_number)}@example.org", **fields)
    learner.emailaddress_set.create(email=learner.email, verified=True, primary=True)
    if zone:
        Profile.objects.create(user=learner, zone=zone, zone_confirmed=True, rollover_hour=rollover_hour)
    return learner


def make_plan(**fields: Any) -> PlanDocument:
    """Make the plan document with a routine of three blocks."""
    daily = [
        {"id": "morning", "title": "Morning", "minutes": [45, 45], "items": ["Read"]},
        {"id": "afternoon", "title": "Afternoon", "minutes": [30, 30], "items": ["Drill"]},
        {"id": "evening", "title": "Evening", "minutes": [60, 90], "items": ["Build"]},
    ]
    values = {
        "title": "Data Engineering Mastery",
        "summary": "A year.",
        "routine": {"daily": daily, "weekly": []},
    }
    return PlanDocument.objects.create(**{**values, **fields})


def make_track(uid: str = "", *, weeks: tuple[int, int] | None = (3, 4), **fields: Any) -> Track:
    """Make a track behind those that exist; ``weeks`` None makes a habit beside the path."""
    uid = uid or f"track-{next(_number)}"
    low, high = weeks or (None, None)
    values = {
        "title": uid.title(),
        "short": uid.title(),
        "summary": f"All about {uid}.",
        "position": Track.objects.count(),
    }
    return Track.objects.create(uid=uid, weeks_min=low, weeks_max=high, **{**values, **fields})


def make_module(track: Track, uid: str = "core", **fields: Any) -> Module:
    """Make a module, or return the one with this uid."""
    defaults = {"title": "Core topics", "position": track.modules.count(), **fields}
    return Module.objects.get_or_create(track=track, uid=uid, defaults=defaults)[0]


def make_milestone(track: Track, uid: str = "m1", **fields: Any) -> Milestone:
    """Make the project at the end of ``track``."""
    values = {
        "title": "A small pipeline",
        "summary": "Run it twice, get it once.",
        "steps": ["Load", "Load again"],
    }
    return Milestone.objects.create(track=track, uid=uid, **{**values, **fields})


def make_lesson(
    uid: str = "",
    *,
    track: Track | None = None,
    items: int = 3,
    status: str = "written",
    page: dict[str, Any] | None = None,
    html: str = PROSE,
    builds_on: Sequence[Lesson] = (),
    **fields: Any,
) -> Lesson:
    """Make a lesson with a version and ``items`` checklist items ``item-1``, ``item-2`` …; its track as needed.

    Neighbours are not linked: ``nav`` has what it builds on only, unless it is given.
    """
    track = (
        track or Track.objects.filter(uid=uid.partition("/")[0]).first() or make_track(uid.partition("/")[0])
    )
    uid = uid or f"{track.uid}/topic-{next(_number)}"
    title = uid.partition("/")[2].replace("-", " ").capitalize()
    values = {
        "title": title,
        "short": title,
        "summary": f"What {title.lower()} is for.",
        "position": Lesson.objects.count(),
        "level": "core",
        "minutes_read": 20,
        "minutes_practice": 25,
        "module": fields.pop("module", None) or make_module(track),
        "nav": {
            "previous": None,
            "next": None,
            "builds_on": [{"uid": n.uid, "title": n.short, "url": n.get_absolute_url()} for n in builds_on],
        },
    }
    lesson = Lesson.objects.create(uid=uid, track=track, status=status, **{**values, **fields})
    lesson.version = LessonVersion.objects.create(
        lesson=lesson,
        source=Blob.objects.get_or_create(sha256="0" * 64, defaults={"data": b""})[0],
        release=Release.objects.first() or Release.objects.create(created_at=NOON, digest="0" * 64),
        html=html,
        page={
            "headings": HEADINGS if html == PROSE else [],
            "objectives": ["rank rows"],
            "links": [],
            "lane": "core",
            "verified_on": "2026-11-22",
        }
        | (page or {}),
    )
    lesson.save(update_fields=["version"])
    ChecklistItem.objects.bulk_create(
        ChecklistItem(lesson=lesson, key=f"item-{n}", position=n, html=f"I can do <code>{n}</code>")
        for n in range(1, items + 1)
    )
    return lesson


def make_item(lesson: Lesson, key: str = "rank-gap", **fields: Any) -> ChecklistItem:
    """Make one more checklist item."""
    values = {"position": lesson.items.count() + 1, "html": "I can rank rows"}
    return ChecklistItem.objects.create(lesson=lesson, key=key, **{**values, **fields})
