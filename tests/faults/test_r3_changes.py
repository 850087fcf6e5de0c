"""R3: what changes while a reminder waits its turn is heard, to the last second.

A batch is claimed and the letter before is on its way when everything changes: the mail server itself, asked to take that
letter, makes the changes and lets a second go by.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from portal.accounts.models import User
from portal.outbox.models import Delivery
from portal.reminders.services.acts import act
from portal.reminders.services.enqueue import enqueue_due
from portal.reminders.services.rules import stop_all
from portal.routine.services import day, routine, timer
from tests.faults.making import DUE, Clock, mailing, make_due, send
from tests.faults.smtp import TAKE, Act
from tests.figures import form, note

TODAY = DUE.date()
CHANGES: dict[str, Callable[[User], object]] = {
    "rest day by Today": lambda user: day.shape(user, "rest", now=DUE, request_id=uuid4()),
    "rest day by a link": lambda user: act(user, "rest", "evening", TODAY, now=DUE),
    "short day": lambda user: day.shape(user, "short", now=DUE, request_id=uuid4()),
    "pause": lambda user: routine.pause(user, now=DUE),
    "day away": lambda user: routine.add_away(user, TODAY, TODAY, now=DUE),
    "unsubscribed from one": lambda user: act(user, "stop", "evening", TODAY, now=DUE),
    "unsubscribed from all": lambda user: stop_all(user, now=DUE),
    "deactivated": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "deleted": lambda user: user.delete(),
    "address no longer proved": lambda user: EmailAddress.objects.filter(user=user).update(verified=False),
    "done by Today": lambda user: day.set_state(user, "evening", "done", now=DUE, request_id=uuid4()),
    "done by a link": lambda user: act(user, "done", "evening", TODAY, now=DUE),
    "skipped": lambda user: day.set_state(user, "evening", "skipped", now=DUE, request_id=uuid4()),
    "begun": lambda user: timer.start(user, "evening", now=DUE),
}


@pytest.mark.django_db(transaction=True)
def test_r3_nothing_is_sent_to_whom_it_is_not_for_any_more() -> None:
    first = make_due("first@example.org")
    changed = {make_due(f"{n}@example.org"): change for n, change in enumerate(CHANGES)}
    last = make_due("last@example.org")
    enqueue_due(DUE)
    waiting = Delivery.objects.count()

    def change_all(recipient: str, nth: int) -> Act:
        if recipient == first.email:
            for learner, change in changed.items():
                CHANGES[change](User.objects.get(pk=learner.pk))
            connections.close_all()
            clock.skip(1)
        return TAKE

    clock = Clock()
    with mailing() as server:
        server.script = change_all
        send(clock)
    reached = {entry.recipient for entry in server.log}
    wrong = [change for learner, change in changed.items() if f"{learner.email}" in reached]
    note(
        "R3",
        form(),
        f"{len(CHANGES)} changes while the letter before is on its way",
        sent_all_the_same=len(wrong),
    )
    assert waiting == len(CHANGES) + 2
    assert reached - {learner.email for learner in changed} == {first.email, last.email}
    assert wrong == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent", "skipped"}


def test_r3_the_day_of_the_test_is_one_with_an_evening_block() -> None:
    assert datetime(2026, 11, 24, tzinfo=UTC).weekday() == 1
