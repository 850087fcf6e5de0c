"""The blocks of a learner's day, with what to do in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.routine.rules import suggest
from portal.routine.rules.found import Found, Task
from portal.routine.rules.plan import Slot
from portal.routine.rules.timer import cap, counted, day_named, forgotten, ran
from portal.routine.selectors.frame import Frame, Running


@dataclass(frozen=True, slots=True)
class Block:
    """One block of today as it is shown.

    ``state``: planned, running, forgotten, done or skipped. ``logged`` minutes; while it runs, ``seconds`` since the
    start and ``running`` minutes to log. ``tasks`` of a block that is done or skipped are those it showed when that was
    said, none if that was not kept. ``spoken`` says when: planned for, since, from and to. ``next``: the page's one
    filled button is in this block. ``earlier`` is the day the timer counts for, if that is
    over. ``swaps``: another suggestion can be asked for. ``kept``: it is no block of the day's shape, but holds minutes
    or the timer.
    """

    slot: Slot
    state: str
    logged: int
    tasks: tuple[Task, ...]
    spoken: str
    since: str
    earlier: str
    seconds: int
    running: int
    next: bool
    swaps: bool
    kept: bool

    @property
    def cap(self) -> int:
        """Return the most minutes a timer of the block logs."""
        return cap(self.slot.minutes)

    @property
    def shown(self) -> str:
        """Return the tasks as JSON, for the forms that say the block is done or skipped."""
        return json.dumps([task.kept for task in self.tasks], ensure_ascii=False)


def blocks_of(
    around: Frame, detail: Mapping[str, Any], day: date, now: datetime, found: Found
) -> tuple[Block, ...]:
    """Return the blocks of the day, and those that hold something though they are not of the day any more."""
    said: Mapping[str, Mapping[str, Any]] = detail.get("blocks", {})
    slots = around.calendar.slots(day, detail.get("shape", ""))
    timed = around.timer.block if around.timer else ""
    others = (around.slot(name) for name in {*said, timed} - {slot.id for slot in slots})
    kept = {slot for slot in others if slot and (said.get(slot.id, {}).get("minutes") or slot.id == timed)}
    blocks: list[Block] = []
    free = not timed
    for slot in sorted((*slots, *kept), key=lambda slot: slot.clock):
        block = _block(around, slot, said.get(slot.id, {}), day, now, found, first=free, kept=slot in kept)
        free = free and not block.next
        blocks.append(block)
    return tuple(blocks)


def _block(
    around: Frame,
    slot: Slot,
    said: Mapping[str, Any],
    day: date,
    now: datetime,
    found: Found,
    *,
    first: bool,
    kept: bool,
) -> Block:
    timer = around.timer if around.timer and around.timer.block == slot.id else None
    seconds = ran(timer.started_at, now) if timer else 0
    state = said.get("state") or "planned"
    if timer:
        state = "forgotten" if forgotten(seconds, timer.planned) else "running"
    since, earlier = _since(around, timer, day) if timer else ("", "")
    return Block(
        slot=slot,
        state=state,
        logged=said.get("minutes", 0),
        tasks=_tasks(around, slot, said, found, over=state in ("done", "skipped")),
        spoken=_spoken(around, slot, said, since),
        since=since,
        earlier=earlier,
        seconds=seconds,
        running=counted(seconds, timer.planned) if timer else 0,
        next=bool(timer) or (first and state == "planned" and not kept),
        swaps=suggest.choices(slot.id, found) > 1,
        kept=kept,
    )


def _since(around: Frame, timer: Running, today: date) -> tuple[str, str]:
    """Return since when a timer runs by the learner's clock, and the day it counts for when that is over."""
    began = timer.started_at.astimezone(around.zone)
    if timer.day == today:
        return f"{began:%H:%M}", ""
    return f"{began:%H:%M} on {day_named(began.date(), today)}", day_named(timer.day, today)


def _tasks(
    around: Frame, slot: Slot, said: Mapping[str, Any], found: Found, *, over: bool
) -> tuple[Task, ...]:
    """Return what to do in a block, and of one that is over what was."""
    if over:
        return tuple(Task.of_kept(kept, around.marked) for kept in said.get("shown", ()))
    return suggest.tasks(slot.id, slot.minutes, said.get("swap", 0), found)


def _spoken(around: Frame, slot: Slot, said: Mapping[str, Any], since: str) -> str:
    if since:
        return f"since {since}"
    if "began" in said:
        times = [datetime.fromisoformat(said[key]).astimezone(around.zone) for key in ("began", "ended")]
        return f"{times[0]:%H:%M} to {times[1]:%H:%M}"
    return f"planned {slot.clock}" if slot.clock else ""
