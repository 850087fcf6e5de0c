"""Today as a value: the blocks with what to do in them, the week, and where the learner stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from portal.accounts.models import User
from portal.routine.rules.forecast import Finish, NoDate, Pace, Stretch, forecast
from portal.routine.rules.plan import Calendar, Routine, Slot, week_of
from portal.routine.rules.rhythm import Rhythm, Told, began, rhythm
from portal.routine.selectors import facts
from portal.routine.selectors.blocks import Block, blocks_of
from portal.routine.selectors.found import Milestone, found_for
from portal.routine.selectors.frame import Frame, frame

LATE_DAYS = 56
OVER = ("done", "skipped")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week: its blocks, its minutes by block, and the words below."""

    day: date
    slots: tuple[Slot, ...]
    minutes: tuple[tuple[str, int], ...]
    total: int
    strong: str
    words: str
    today: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the learner stands."""

    rhythm: Rhythm
    due: tuple[int, ...]
    due_minutes: int
    milestone: Milestone | None
    plan: Finish | None
    no_date: NoDate | None
    track: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page. ``planned`` minutes are those of the day's shape, ``logged`` all of the day."""

    day: date
    now: str
    rollover_hour: int
    shape: str
    away: bool
    blocks: tuple[Block, ...]
    planned: int
    logged: int
    track: tuple[str, int, int] | None
    week: tuple[Day, ...]
    week_planned: int
    standing: Standing
    routine: Routine

    @property
    def over(self) -> bool:
        """Return whether every block of the day is done or skipped, and none runs."""
        return all(block.state in OVER or (block.kept and block.state == "planned") for block in self.blocks)

    @property
    def rest(self) -> bool:
        """Return whether the day has no block."""
        return all(block.kept for block in self.blocks)


def today_of(learner: User, now: datetime) -> Today:
    """Return today for a learner: seven statements, whatever their history."""
    around = frame(learner)
    day = around.day(now)
    week = week_of(day)
    details, history = facts.days_of(learner, week[0], day)
    told = history.told
    since = began(around.day(learner.date_joined), told, day)
    road = facts.road_of(learner)
    due = facts.due_of(learner, around, now)
    found, here, milestone = found_for(learner, around, day, due)
    blocks = blocks_of(around, details.get(day, {}), day, now, found)
    topics = {stretch.uid: stretch.topics for stretch in road}
    local = now.astimezone(around.zone)
    return Today(
        day=day,
        now=f"{local:%H:%M}",
        rollover_hour=around.rollover_hour,
        shape=details.get(day, {}).get("shape", ""),
        away=around.calendar.away(day),
        blocks=blocks,
        planned=sum(block.slot.minutes for block in blocks if not block.kept),
        logged=sum(block.logged for block in blocks),
        track=(here.track, here.number, topics[here.track_uid]) if here else None,
        week=tuple(
            _week_day(around, each, day, details.get(each, {}), told.get(each))
            if each >= since
            else Day(each, (), (), 0, "", "before you began", today=False, past=True)
            for each in week
        ),
        week_planned=sum(
            slot.minutes
            for each in week
            if each >= since
            for slot in around.calendar.slots(each, _shape(told.get(each)))
        ),
        standing=_standing(around, day, history, road, due, milestone),
        routine=around.calendar.on(day),
    )


@lru_cache(maxsize=1024)
def rhythm_of(history: facts.History, calendar: Calendar, today: date) -> Rhythm:
    """Return the rhythm; it follows from these three alone, so it is worked out once for equal ones."""
    return rhythm(history.told, calendar.planned, today)


@lru_cache(maxsize=1024)
def pace_of(history: facts.History, today: date) -> Pace:
    """Return what the days tell of a learner's pace; the weeks begin with the first day that has minutes."""
    logged = [(day, told.minutes) for day, told in history.told.items() if told.minutes and day <= today]
    if not logged:
        return Pace(0, 0, 0)
    known = min((today - min(logged)[0]).days + 1, LATE_DAYS)
    late = sum(minutes for day, minutes in logged if (today - day).days < LATE_DAYS)
    return Pace(sum(minutes for _, minutes in logged), late, known / 7)


def _shape(told: Told | None) -> str:
    return told.shape if told else ""


def _standing(
    around: Frame,
    day: date,
    history: facts.History,
    road: Sequence[Stretch],
    due: facts.Due,
    milestone: Milestone | None,
) -> Standing:
    ahead = forecast(
        [stretch for stretch in road if stretch.weeks],
        around.plan_routine.weekly_minutes,
        around.calendar,
        pace_of(history, day),
        day,
    )
    return Standing(
        rhythm=rhythm_of(history, around.calendar, day),
        due=due.cards,
        due_minutes=due.minutes,
        milestone=milestone,
        plan=ahead.plan,
        no_date=ahead.no_date,
        track=ahead.track_name,
    )


def _week_day(around: Frame, each: date, today: date, detail: Mapping[str, Any], told: Told | None) -> Day:
    slots = around.calendar.slots(each, _shape(told))
    said: Mapping[str, Mapping[str, Any]] = detail.get("blocks", {})
    total = told.minutes if told else 0
    strong, words = _week_words(around, each, today, slots, said, told)
    return Day(
        day=each,
        slots=slots,
        minutes=tuple((name, block.get("minutes", 0)) for name, block in sorted(said.items())),
        total=total,
        strong=strong,
        words=", ".join(filter(None, (words, "edited" if told and told.edited else ""))),
        today=each == today,
        past=each < today,
    )


def _week_words(
    around: Frame,
    each: date,
    today: date,
    slots: Sequence[Slot],
    said: Mapping[str, Mapping[str, Any]],
    told: Told | None,
) -> tuple[str, str]:
    """Return what stands below a day: a fact of what was, and the plan of what comes."""
    total = told.minutes if told else 0
    if each <= today and (total or (told and told.studied)):
        skipped = [slot.title.lower() for slot in slots if said.get(slot.id, {}).get("state") == "skipped"]
        note = f"{', '.join(skipped)} skipped" if skipped else ("so far, today" if each == today else "")
        return (f"{total} min" if total else "Studied"), note
    if around.calendar.away(each):
        return "Away", "nothing is planned"
    if not slots:
        return "Rest", "part of the plan"
    if each < today:
        return "0 min", "nothing logged"
    if len(slots) == 1:
        return slots[0].title, f"{slots[0].minutes} min"
    return f"{sum(slot.minutes for slot in slots)} min", ", ".join(slot.title.lower() for slot in slots)
