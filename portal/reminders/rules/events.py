"""A learner's blocks as events that repeat. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from portal.routine.rules.plan import Calendar, Routine, Slot

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """A block that comes every week on ``weekdays`` (0 is Monday) from ``first`` to ``last``, but not on ``without``.

    The days are those of the wall clock: a block before the hour at which the learner's day begins comes after
    midnight. ``since`` names the version of the routine it is of.
    """

    slot: Slot
    since: date
    first: date
    last: date
    weekdays: tuple[int, ...]
    without: tuple[date, ...]

    @property
    def begins(self) -> time:
        """Return its wall time."""
        return time.fromisoformat(self.slot.clock)

    def naive(self, day: date) -> datetime:
        """Return its wall time on a day."""
        return datetime.combine(day, self.begins)


def events_of(
    calendar: Calendar, first: date, last: date, neutral: Collection[date], rollover_hour: int
) -> Iterator[Event]:
    """Yield the blocks between two of the learner's days, both included, version by version of the routine.

    Left out are days away and the ``neutral`` ones, which the learner made short or rest days.
    """
    versions = calendar.versions
    for number, (since, routine) in enumerate(versions):
        begin = max(since, first)
        end = min(versions[number + 1][0] - DAY, last) if number + 1 < len(versions) else last
        for slot in routine.slots:
            event = _event(slot, routine, calendar, since, begin, end, neutral)
            if event is not None:
                yield _shown(event, rollover_hour)


def _event(
    slot: Slot,
    routine: Routine,
    calendar: Calendar,
    since: date,
    begin: date,
    end: date,
    neutral: Collection[date],
) -> Event | None:
    """Return a block of a version; None when it never comes. It ends with its last day, so that a pause ends it."""
    weekdays = tuple(day for day in range(7) if slot in routine.on_weekday(day))
    if not weekdays:
        return None
    days = [begin + n * DAY for n in range((end - begin).days + 1)]
    asked = [day for day in days if day.weekday() in weekdays]
    planned = [day for day in asked if not calendar.away(day) and day not in neutral]
    if not planned:
        return None
    skipped = set(asked) - set(planned)
    without = tuple(day for day in asked if day in skipped and planned[0] < day < planned[-1])
    return Event(slot, since, planned[0], planned[-1], weekdays, without)


def _shown(event: Event, rollover_hour: int) -> Event:
    """Return the event by the wall clock."""
    if event.begins.hour >= rollover_hour:
        return event
    return Event(
        event.slot,
        event.since,
        event.first + DAY,
        event.last + DAY,
        tuple(sorted((day + 1) % 7 for day in event.weekdays)),
        tuple(day + DAY for day in event.without),
    )
