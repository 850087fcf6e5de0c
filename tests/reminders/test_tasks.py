"""What one minute of the scheduler does, from the rule to the letter."""

import pytest
import time_machine
from django.core import mail

from portal.outbox.models import Delivery, State
from portal.reminders.tasks import dispatch
from tests.reminders.making import EVENING, make_reminded

pytestmark = pytest.mark.django_db


def test_a_reminder_that_is_due_is_sent_by_the_minute_that_finds_it_and_by_no_later_one() -> None:
    learner = make_reminded()
    for _ in range(3):
        with time_machine.travel(EVENING, tick=False):
            dispatch()
    assert [letter.to for letter in mail.outbox] == [[learner.email]]
    assert Delivery.objects.get().state == State.SENT
