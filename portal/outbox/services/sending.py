"""The sender: it takes what is due and hands it over, until nothing is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from portal.outbox.channels import Channel, channels
from portal.outbox.services.claiming import claim, expire, recover
from portal.outbox.services.handing import Round

LONGEST_NAP: Final = 1.0
TURN: Final = timedelta(seconds=10)
"""After which a slow channel lets the others have theirs; what it had taken goes back as it was."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a sender works with: a name no other has, the clock, how to wait for some seconds, and dice."""

    owner: str
    clock: Callable[[], datetime]
    wait: Callable[[float], None]
    rng: Random


def send_due(means: Means, *, seconds: float) -> int:
    """Send what is due by every channel until nothing is or ``seconds`` are over; return how many were handled.

    A rate that lets nothing through for a moment is waited for.
    """
    ends = means.clock() + timedelta(seconds=seconds)
    expire(now=means.clock())
    handled = 0
    while means.clock() < ends:
        recover(now=means.clock())
        done = [_batch(channel, means, ends) for channel in channels]
        count = sum(one for one, _ in done)
        handled += count
        naps = [wait for _, wait in done if wait]
        if not count and not naps:
            break
        if not count:
            means.wait(min(*naps, LONGEST_NAP))
    return handled


def _batch(channel: Channel, means: Means, ends: datetime) -> tuple[int, float]:
    """Send one batch of a channel over one line; return its size and the seconds until the rate lets more through."""
    claimed = claim(channel.slug, owner=means.owner, now=means.clock())
    if claimed.rows:
        with channel.open() as line:
            Round(channel, line, means, min(ends, means.clock() + TURN)).go(claimed.rows)
    return len(claimed.rows), claimed.wait
