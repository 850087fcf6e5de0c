"""Fewer reminders after three that nobody reacted to. Pure; it follows from the days, nothing of it is stored."""

from collections.abc import Collection
from datetime import date
from enum import Enum, auto
from typing import Final

PATIENCE: Final = 3
"""Reminders in a row without any reaction, after which they become fewer; then every such planned day has one."""


class Pace(Enum):
    """What to do with a reminder: send it, send it and say that fewer come, or leave it out."""

    SEND = auto()
    SAY_SO = auto()
    LEAVE_OUT = auto()


def pace(sent: Collection[date], put: Collection[date], reacted: Collection[date]) -> Pace:
    """Return what to do with today's reminder of a block.

    ``sent`` are the earlier days one went out on, ``put`` the earlier days one was due on, ``reacted`` the days the
    learner did or said anything of the block. The first after three ignored ones says what comes; from then on every
    third one goes out. Any reaction brings all of them back.
    """
    last = max(reacted, default=date.min)
    ignored = sorted({day for day in sent if day > last})
    if len(ignored) < PATIENCE:
        return Pace.SEND
    if len(ignored) == PATIENCE:
        return Pace.SAY_SO
    between = {day for day in put if day > ignored[-1]}
    return Pace.SEND if len(between) >= PATIENCE - 1 else Pace.LEAVE_OUT
