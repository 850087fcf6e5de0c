"""Write the plan: tracks, modules, milestones, and the document with routine, book and blogs."""

from dataclasses import asdict
from datetime import datetime

from portal.content.compile import Compiled, Summary
from portal.content.compile.parts import MilestoneFile, Plan, TrackFile, TrackPlan
from portal.content.models import Milestone, Module, PlanDocument, Track


def in_plan_order(compiled: Compiled) -> list[Summary]:
    """Return the summaries of all lessons in the order in which the plan takes them."""
    places = {
        f"{track.folder}/{module.folder}": (t, m)
        for t, track in enumerate(compiled.plan.tracks)
        for m, module in enumerate(track.modules)
    }
    lessons = [summary for summary in compiled.summaries.values() if summary.kind == "lesson"]
    return sorted(lessons, key=lambda s: (*places[s.path.rpartition("/")[0]], s.path))


def write_plan(compiled: Compiled, now: datetime) -> None:
    """Make the rows equal the plan. What left it is retired, never deleted."""
    plan = compiled.plan
    _write_document(plan)
    for position, track in enumerate(plan.tracks):
        _write_track(track, position)
    Track.objects.filter(retired_at=None).exclude(uid__in=[t.id for t in plan.tracks]).update(retired_at=now)
    _retire_modules(plan, now)
    for value in compiled.values.values():
        if isinstance(value, TrackFile):
            Track.objects.filter(uid=value.id).update(summary=value.summary, html=value.html)
    _write_milestones(compiled, now)


def _write_document(plan: Plan) -> None:
    """Write routine, book and blogs."""
    PlanDocument.objects.update_or_create(
        pk=1,
        defaults={
            "title": plan.title,
            "summary": plan.summary,
            "routine": {
                "daily": [asdict(slot) for slot in plan.daily],
                "weekly": [asdict(slot) for slot in plan.weekly],
            },
            "book": asdict(plan.book) if plan.book else None,
            "blogs": [asdict(blog) for blog in plan.blogs],
        },
    )


def _write_track(plan: TrackPlan, position: int) -> None:
    """Write one track and its modules."""
    weeks_min, weeks_max = plan.weeks or (None, None)
    track, _ = Track.objects.update_or_create(
        uid=plan.id,
        defaults={
            "position": position,
            "title": plan.title,
            "short": plan.short or plan.title,
            "weeks_min": weeks_min,
            "weeks_max": weeks_max,
            "weeks_proposed": plan.weeks_proposed,
            "retired_at": None,
        },
    )
    for place, module in enumerate(plan.modules):
        values = {"position": place, "title": module.title, "retired_at": None}
        Module.objects.update_or_create(track=track, uid=module.id, defaults=values)


def _retire_modules(plan: Plan, now: datetime) -> None:
    """Retire every module that its track no longer names."""
    kept = {(track.id, module.id) for track in plan.tracks for module in track.modules}
    live = Module.objects.filter(retired_at=None).select_related("track")
    gone = [row.pk for row in live if (row.track.uid, row.uid) not in kept]
    Module.objects.filter(pk__in=gone).update(retired_at=now)


def _write_milestones(compiled: Compiled, now: datetime) -> None:
    """Write each changed milestone to the track whose folder it lies in; retire those whose file is gone."""
    tracks = {track.folder: track.id for track in compiled.plan.tracks}
    rows = {track.uid: track for track in Track.objects.all()}
    for value in compiled.values.values():
        if isinstance(value, MilestoneFile):
            values = {
                "track": rows[tracks[value.path.partition("/")[0]]],
                "title": value.title,
                "summary": value.summary,
                "steps": list(value.steps),
                "html": value.html,
                "retired_at": None,
            }
            Milestone.objects.update_or_create(uid=value.id, defaults=values)
    kept = [summary.id for summary in compiled.summaries.values() if summary.kind == "milestone"]
    Milestone.objects.filter(retired_at=None).exclude(uid__in=kept).update(retired_at=now)
