"""How long to wait before the next try, how fast a channel may go, how long a domain is left alone. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import floor
from typing import Final, NamedTuple

MOST_TRIES: Final = 8
FIRST_WAIT: Final = 30.0
LONGEST_WAIT: Final = 2 * 60 * 60.0
MOST_DOUBTS: Final = 3
"""How often a delivery may be found half sent before it is given up."""
FIRST_REST: Final = 15.0
LONGEST_REST: Final = 10 * 60.0
LONGEST_CHANNEL_REST: Final = 60.0


def wait_after(tries: int, roll: float) -> timedelta:
    """Return how long to wait after the failure number ``tries`` (from 1): min(30 s·4^(tries-1), 2 h), with jitter.

    ``roll`` is in [0, 1]; it takes up to a quarter away, so that those who failed together do not come back together.
    """
    whole = LONGEST_WAIT if tries > 5 else min(FIRST_WAIT * 4 ** (tries - 1), LONGEST_WAIT)
    return timedelta(seconds=whole * (1 - roll / 4))


def next_try(tries: int, *, now: datetime, expires_at: datetime, roll: float) -> datetime | None:
    """Return when to try again after ``tries`` failures; None when it was tried 8 times or would come too late."""
    at = now + wait_after(tries, roll)
    return at if tries < MOST_TRIES and at < expires_at else None


def rest_after(strikes: int, *, whole_channel: bool) -> timedelta:
    """Return how long to leave a domain, or a whole channel, alone after ``strikes`` (from 1) in a row.

    15 s, doubled each time, up to 10 minutes for a domain and 1 minute for a channel: while all wait for the channel,
    asking it again is cheap.
    """
    most = LONGEST_CHANNEL_REST if whole_channel else LONGEST_REST
    return timedelta(seconds=min(FIRST_REST * 2 ** min(strikes - 1, 10), most))


def rests(until: datetime, now: datetime) -> bool:
    """Return whether a rest is still on. One that is longer than any is by a clock that was put back, and is over."""
    return now < until <= now + timedelta(seconds=LONGEST_REST)


class Room(NamedTuple):
    """How many messages may leave now; when it is 0, how many seconds until the next one may."""

    many: int
    wait: float


def room(free_at: datetime, *, rate: float, now: datetime, most: int) -> Room:
    """Return how many messages a channel may send now, at most ``most``; ``rate`` is per second, 0 for no limit.

    A leaky bucket kept as one instant (the generic cell rate algorithm): ``free_at`` is when all that was sent so far
    has been paid for. It holds the messages of one second, and one at least, so in ``t`` seconds never more than
    ``rate * (t + 1)`` leave, or one more than ``rate * t`` for a rate below 1.
    """
    if rate <= 0:
        return Room(most, 0.0)
    depth = max(1.0, 1 / rate)
    debt = _debt(free_at, now=now, depth=depth)
    count = floor((depth - debt + 2e-6) * rate + 1e-9)  # an instant is a whole number of microseconds
    return Room(min(count, most), 0.0) if count > 0 else Room(0, debt + 1 / rate - depth)


def paid(free_at: datetime, *, rate: float, now: datetime, count: int) -> datetime:
    """Return the new ``free_at`` after ``count`` messages."""
    if rate <= 0:
        return free_at
    debt = _debt(free_at, now=now, depth=max(1.0, 1 / rate))
    return now + timedelta(seconds=debt + count / rate)


def _debt(free_at: datetime, *, now: datetime, depth: float) -> float:
    """Return the seconds still owed. More than the bucket holds is by a clock that was put back."""
    return min(max((free_at - now).total_seconds(), 0.0), depth)
