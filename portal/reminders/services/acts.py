"""What the links of a reminder do: done, an hour later, rest today, stop; and each of them taken back.

Each is about the learner and the date the link was made for, can be done twice, and needs nobody signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.outbox.selectors.reach import channels_of
from portal.outbox.services import Entry, domain_of, put, take_back
from portal.progress.daily import DayKind
from portal.progress.days import note, offset_at
from portal.reminders.rules.wanted import RETRO
from portal.reminders.services.enqueue import LATE
from portal.reminders.services.rules import start_all, stop_all, switch
from portal.routine.rules.plan import DayType
from portal.routine.selectors.frame import Frame, frame
from portal.routine.services.timer import stop

HOUR: Final = timedelta(hours=1)
OVER: Final = "That day is over. Today's own reminder has the links for today."
TOO_LATE: Final = "In an hour it is another day, so no reminder comes then."


def act(learner: User, action: str, subject: str, day: date, *, now: datetime) -> None:
    """Do what a link says. Raises ``Refused`` for what there is not, and for a day that is over."""
    try:
        do = ACTS[action]
    except KeyError:
        raise Refused("There is no such thing to do here.") from None
    do(learner, subject, day, now)


def snooze_kind(subject: str) -> str:
    """Return the kind of the delivery that comes an hour later."""
    return f"reminders.snooze:{subject}"


def _done(learner: User, subject: str, day: date, now: datetime) -> None:
    """Make the block of the day done; a timer that runs for it ends, with its minutes."""
    around = frame(learner)
    _block(around, subject)
    if around.timer and (around.timer.block, around.timer.day) == (subject, day):
        stop(learner, subject, now=now, request_id=uuid4())
    _say(learner, around, DayKind.BLOCK, f"block:{subject}", {"state": "done"}, day, now)


def _open(learner: User, subject: str, day: date, now: datetime) -> None:
    around = frame(learner)
    _block(around, subject)
    _say(learner, around, DayKind.BLOCK, f"block:{subject}", {"state": ""}, day, now)


def _rest(learner: User, subject: str, day: date, now: datetime) -> None:
    _shape(learner, DayType.REST.value, day, now)


def _full(learner: User, subject: str, day: date, now: datetime) -> None:
    _shape(learner, "", day, now)


@transaction.atomic
def _snooze(learner: User, subject: str, day: date, now: datetime) -> None:
    """Let the reminder come again in an hour, once a day, never past midnight or the end of the learner's day."""
    around, due_at = frame(learner), now + HOUR
    _today(around, day, now)
    if (
        around.day(due_at) != day
        or due_at.astimezone(around.zone).date() != now.astimezone(around.zone).date()
    ):
        raise Refused(TOO_LATE)
    put(
        (
            Entry(
                user_id=learner.pk,
                channel=channel,
                kind=snooze_kind(subject),
                local_date=day,
                due_at=due_at,
                expires_at=due_at + LATE,
                domain=domain_of(channel, learner.email),
            )
            for channel in channels_of([learner.pk]).get(learner.pk, ())
        ),
        now=now,
    )


def _wake(learner: User, subject: str, day: date, now: datetime) -> None:
    take_back(learner.pk, snooze_kind(subject), day)


def _stop(learner: User, subject: str, day: date, now: datetime) -> None:
    switch(learner, subject, on=False, now=now)


def _start(learner: User, subject: str, day: date, now: datetime) -> None:
    switch(learner, subject, on=True, now=now)


def _stop_all(learner: User, subject: str, day: date, now: datetime) -> None:
    stop_all(learner, now=now)


def _start_all(learner: User, subject: str, day: date, now: datetime) -> None:
    start_all(learner, now=now)


def _shape(learner: User, shape: str, day: date, now: datetime) -> None:
    around = frame(learner)
    _today(around, day, now)
    note(learner, DayKind.SHAPED, "day", {"shape": shape}, day=day, at=now, request_id=uuid4())


def _say(
    learner: User,
    around: Frame,
    kind: DayKind,
    name: str,
    payload: Mapping[str, str],
    day: date,
    now: datetime,
) -> None:
    """Note it for the day of the link; said on a later day, the day counts as edited."""
    late = {"edited": True} if day < around.day(now) else {"offset": offset_at(now, around.zone)}
    note(learner, kind, name, {**payload, **late}, day=day, at=now, request_id=uuid4())


def _today(around: Frame, day: date, now: datetime) -> None:
    if around.day(now) != day:
        raise Refused(OVER)


def _block(around: Frame, subject: str) -> None:
    if subject == RETRO or around.slot(subject) is None:
        raise Refused("The routine has no such block any more.")


ACTS: Final[Mapping[str, Callable[[User, str, date, datetime], None]]] = {
    "done": _done,
    "open": _open,
    "snooze": _snooze,
    "wake": _wake,
    "rest": _rest,
    "full": _full,
    "stop": _stop,
    "start": _start,
    "stop-all": _stop_all,
    "start-all": _start_all,
}
