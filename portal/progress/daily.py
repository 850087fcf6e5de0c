"""How a learner's events fold into their days, and into what they say of a chapter or a post. Pure.

A block of a day (``block:<id>``) holds ``minutes``, ``state`` (``done``, ``skipped``, or no key while it is open),
``swap`` (how often another suggestion was asked for), ``began`` and ``ended`` (ISO 8601) of what was timed, and while
it is done or skipped ``shown``, what it showed when that was said (``shown.is_shown``; none in old events).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

DAY_MINUTES: Final = 24 * 60
"""The most a block of one day can hold."""


class DayKind(StrEnum):
    """What an event says of a day, in the payload's words."""

    MINUTES = "minutes-logged"
    CORRECTED = "minutes-corrected"
    BLOCK = "block-set"
    SWAPPED = "block-swapped"
    SHAPED = "day-shaped"
    STUDIED = "day-studied"
    MARKED = "marked"


ACTS: Final = frozenset(
    (DayKind.STUDIED, DayKind.MARKED, "item-ticked", "lesson-done", "lesson-practised", "lesson-proven")
)
"""Kinds that make the day they happen on a study day, whatever was timed."""


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the log says of one day.

    ``acted``: something was read, ticked, passed or recalled. ``minutes`` is the sum over the blocks, ``done`` the
    number of blocks done. ``edited``: corrected on a later day. ``offset`` is what the learner's clock was ahead of UTC
    at the first act of the day, in minutes; None when no event said so. ``shape``: "short", "rest", or empty for the
    full day.
    """

    acted: bool = False
    minutes: int = 0
    done: int = 0
    edited: bool = False
    offset: int | None = None
    shape: str = ""
    blocks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def studied(self) -> bool:
        """Return whether the day counts as a day of study."""
        return self.acted or self.minutes > 0 or self.done > 0

    @property
    def detail(self) -> dict[str, Any]:
        """Return what has no column of its own."""
        return {"shape": self.shape, "blocks": {key: dict(block) for key, block in self.blocks.items()}}


def says_of_day(kind: str) -> bool:
    """Return whether events of ``kind`` change a day at all."""
    return kind in ACTS or kind in frozenset(DayKind)


def step(facts: DayFacts, kind: str, object_id: str, payload: Mapping[str, Any]) -> DayFacts:
    """Return the day after one more event on it.

    Taking back a tick or a mark does not make a day of study undone: the work was done.
    """
    if not says_of_day(kind) or (kind == DayKind.MARKED and not payload.get("mark")):
        return facts
    blocks = {key: dict(block) for key, block in facts.blocks.items()}
    block = blocks.setdefault(object_id.removeprefix("block:"), {}) if object_id.startswith("block:") else {}
    shape = facts.shape
    match kind:
        case DayKind.MINUTES:
            block["minutes"] = min(block.get("minutes", 0) + payload["minutes"], DAY_MINUTES)
            if payload.get("began"):
                block.setdefault("began", payload["began"])
                block["ended"] = payload["ended"]
        case DayKind.CORRECTED:
            block["minutes"] = min(payload["minutes"], DAY_MINUTES)
        case DayKind.BLOCK if payload["state"] != block.get("state", ""):
            block["state"] = payload["state"]
            block["shown"] = payload["state"] and (block.get("shown") or payload.get("shown"))
        case DayKind.SWAPPED:
            block["swap"] = block.get("swap", 0) + 1
        case DayKind.SHAPED:
            shape = payload["shape"]
    blocks = {key: kept for key, each in blocks.items() if (kept := {k: v for k, v in each.items() if v})}
    return DayFacts(
        acted=facts.acted or kind in ACTS,
        minutes=sum(each.get("minutes", 0) for each in blocks.values()),
        done=sum(each.get("state") == "done" for each in blocks.values()),
        edited=facts.edited or bool(payload.get("edited")),
        offset=payload.get("offset") if facts.offset is None else facts.offset,
        shape=shape,
        blocks=blocks,
    )


def step_mark(kind: str, payload: Mapping[str, Any], at: datetime) -> tuple[str, datetime] | None:
    """Return what stands of a chapter or post after the event: the word and its time, None for nothing."""
    return (payload["mark"], at) if kind == DayKind.MARKED and payload.get("mark") else None
