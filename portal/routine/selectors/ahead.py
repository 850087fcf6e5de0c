"""What stands before a learner right now, without the week and the standing that the page shows beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.accounts.models import User
from portal.routine.rules import suggest
from portal.routine.rules.found import Task
from portal.routine.rules.plan import SHORT, SHORT_MINUTES
from portal.routine.selectors.blocks import Block, blocks_of
from portal.routine.selectors.facts import due_of
from portal.routine.selectors.found import found_for
from portal.routine.selectors.frame import Frame


@dataclass(frozen=True, slots=True)
class Ahead:
    """The blocks of the day as Today has them, and what a short day would hold instead."""

    blocks: tuple[Block, ...]
    short: tuple[Task, ...]

    def block(self, uid: str) -> Block | None:
        """Return a block of the day; None when the day has it not."""
        return next((block for block in self.blocks if block.slot.id == uid), None)


def ahead_of(learner: User, around: Frame, detail: Mapping[str, Any], day: date, now: datetime) -> Ahead:
    """Return what stands before the learner, ``detail`` being that of their study day: three statements."""
    found, *_ = found_for(learner, around, day, due_of(learner, around, now))
    return Ahead(blocks_of(around, detail, day, now, found), suggest.tasks(SHORT, SHORT_MINUTES, 0, found))
