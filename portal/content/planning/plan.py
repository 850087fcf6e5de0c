"""The tracks and modules of a plan, joined with those that are there: ids and folders stay."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from portal.content.compile.parts import Blog, Book, Chapter, ModulePlan, Plan, Slot, TrackPlan
from portal.content.compile.problems import Problems
from portal.content.planning.matching import Known, match
from portal.content.planning.names import Names
from portal.content.planning.parts import BookDraft, ModuleDraft, PlanDraft, SlotDraft, TrackDraft
from portal.content.planning.plain.tracks import shortened

TOPICS_A_WEEK = 5
REVIEW_MINUTES = 45
_DAILY = SlotDraft("Study", (45, 45), ("The next topic of the plan",), 0)
_WEEKLY = SlotDraft("Rest day", (0, 0), ("No study",), 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft of a track and its place in the plan; ``modules`` are those of the draft, each with its place."""

    draft: TrackDraft
    plan: TrackPlan
    modules: tuple[tuple[ModuleDraft, ModulePlan], ...]


def place_tracks(drafts: Sequence[TrackDraft], present: Plan | None, notes: Problems) -> list[Placed]:
    """Give every track and module of the drafts its id and folder: those it has, or new ones."""
    there = present.tracks if present else ()
    pairs = match([draft.title for draft in drafts], [Known(track.title, (track.id,)) for track in there])
    names = Names(track.id for track in there)
    folders = {track.folder for track in there}
    placed = []
    for at, draft in enumerate(drafts):
        old = there[pairs.of[at]] if at in pairs.of else None
        if old and at in pairs.alike:
            notes.add(draft.line, f"taken for the track {old.title!r}, which keeps its id {old.id}")
        name = old.id if old else names.take(draft.title, "track")
        folder = old.folder if old else _folder(name, at + 1, folders)
        modules = place_modules(draft, old)
        plan = TrackPlan(
            id=name,
            folder=folder,
            title=draft.title,
            short=(old.short if old else "") or (shortened(draft.title, 60) if len(draft.title) > 60 else ""),
            weeks=None,
            weeks_proposed=False,
            modules=tuple(module for _, module in modules),
        )
        placed.append(Placed(draft, _with_weeks(plan, draft, old, notes), modules))
    return placed


def place_modules(draft: TrackDraft, old: TrackPlan | None) -> tuple[tuple[ModuleDraft, ModulePlan], ...]:
    """Give every module of a track its id and folder."""
    there = old.modules if old else ()
    pairs = match([module.title for module in draft.modules], [Known(m.title, (m.id,)) for m in there])
    names, folders = Names(module.id for module in there), {module.folder for module in there}
    placed = []
    for at, module in enumerate(draft.modules):
        if at in pairs.of:
            placed.append((module, replace(there[pairs.of[at]], title=module.title)))
            continue
        name = names.take(module.title, "module")
        placed.append((module, ModulePlan(name, _folder(name, at + 1, folders), module.title)))
    return tuple(placed)


def _folder(name: str, number: int, taken: set[str]) -> str:
    """Return a folder of its own number; the number is the wanted one, or else the next behind all others."""
    numbers = {int(folder.partition("-")[0]) for folder in taken}
    folder = f"{number if number not in numbers else max(numbers) + 1:02d}-{name}"
    taken.add(folder)
    return folder


def _with_weeks(plan: TrackPlan, draft: TrackDraft, old: TrackPlan | None, notes: Problems) -> TrackPlan:
    """Set the length: what the plan says, or what was there, or a proposal by the number of topics."""
    if draft.weeks:
        return replace(plan, weeks=draft.weeks.span)
    if old:
        return replace(plan, weeks=old.weeks, weeks_proposed=old.weeks_proposed)
    topics = sum(len(module.topics) for module in draft.modules)
    weeks = min(104, max(1, -(-topics // TOPICS_A_WEEK)))
    notes.add(
        draft.line,
        f"{draft.title!r} says no length; {weeks} week{'s' * (weeks > 1)} proposed",
        "`(3 weeks)` or `(ongoing)`",
    )
    return replace(plan, weeks=(weeks, weeks), weeks_proposed=True)


def join_plan(draft: PlanDraft, tracks: Sequence[TrackPlan], present: Plan | None, notes: Problems) -> Plan:
    """Return the whole plan; what the draft does not name stays as it was."""
    daily = _slots(draft.daily, present.daily if present else (), _DAILY, "day", notes)
    weekly = _slots(draft.weekly, present.weekly if present else (), _WEEKLY, "week", notes)
    return Plan(
        title=draft.title,
        summary=draft.summary or (present.summary if present else "") or draft.title,
        tracks=tuple(tracks),
        daily=daily,
        weekly=weekly,
        book=_book(draft.book) if draft.book else present.book if present else None,
        blogs=_blogs(draft.blogs, present.blogs if present else ()),
    )


def _slots(
    drafts: Sequence[SlotDraft], there: Sequence[Slot], default: SlotDraft, when: str, notes: Problems
) -> tuple[Slot, ...]:
    """Return the blocks of a day or a week; a block that stays keeps its id."""
    if not drafts and there:
        return tuple(there)
    if not drafts:
        notes.add(
            0, f"no routine of a {when}, so a block {default.title!r} was written", "a list below a heading"
        )
    pairs = match([draft.title for draft in drafts], [Known(slot.title, (slot.id,)) for slot in there])
    names = Names(slot.id for slot in there)
    slots = []
    for at, draft in enumerate(drafts or [default]):
        name = there[pairs.of[at]].id if at in pairs.of else names.take(draft.title, "block")
        if draft.minutes is None:
            notes.add(
                draft.line, f"{draft.title!r} says no minutes; {REVIEW_MINUTES} were written", "`(45 min)`"
            )
        minutes = draft.minutes or (REVIEW_MINUTES, REVIEW_MINUTES)
        slots.append(Slot(name, draft.title, minutes, draft.items[:12]))
    return tuple(slots)


def _book(draft: BookDraft) -> Book:
    """Return the book; a chapter without a part stands in the book itself."""
    chapters = tuple(Chapter(title, part or draft.title) for title, part in draft.chapters)
    return Book(draft.title, draft.authors, chapters)


def _blogs(drafts: Collection[Blog], there: Sequence[Blog]) -> tuple[Blog, ...]:
    """Return the blogs; one with the same address keeps its id and its feed."""
    if not drafts:
        return tuple(there)
    old = {_site(blog.url): blog for blog in there}
    names = Names(blog.id for blog in old.values())
    return tuple(
        replace(blog, id=known.id, feed=known.feed)
        if (known := old.get(_site(blog.url)))
        else replace(blog, id=names.take(blog.title, "blog"))
        for blog in drafts
    )


def _site(url: str) -> str:
    """Return an address without what makes no difference."""
    return re.sub(r"^https://(?:www\.)?|/+$", "", url.lower())
