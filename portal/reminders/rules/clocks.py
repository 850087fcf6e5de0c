"""When the clocks of a zone change. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

STEP: Final = timedelta(hours=12)
"""No zone changed its clock twice in so short a time."""
EXACT: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """From ``at`` on a clock is ``after`` ahead of UTC and has that ``name``; until then it was ``before``."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def onset(self) -> datetime:
        """Return what the old clock was about to show: the ``DTSTART`` of RFC 5545, 3.6.5."""
        return self.at.replace(tzinfo=None) + self.before


def changes_of(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Change]:
    """Yield what holds at the instant ``first``, then each change after it up to ``last``, both in UTC."""
    yield _change(zone, first, _ahead(zone, first))
    at = first
    while at < last:
        later = min(at + STEP, last)
        if _state(zone, at) != _state(zone, later):
            yield _change(zone, _first_after(zone, at, later), _ahead(zone, at))
        at = later


def _first_after(zone: ZoneInfo, old: datetime, new: datetime) -> datetime:
    """Return the second at which the clock changes between two instants."""
    before = _state(zone, old)
    while new - old > EXACT:
        middle = old + (new - old) // 2
        old, new = (middle, new) if _state(zone, middle) == before else (old, middle)
    return new.replace(microsecond=0)


def _change(zone: ZoneInfo, at: datetime, before: timedelta) -> Change:
    shown = at.astimezone(zone)
    return Change(at, before, _ahead(zone, at), shown.tzname() or zone.key, bool(shown.dst()))


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str | None]:
    shown = at.astimezone(zone)
    return shown.replace(tzinfo=UTC) - at, shown.tzname()


def _ahead(zone: ZoneInfo, at: datetime) -> timedelta:
    return _state(zone, at)[0]
