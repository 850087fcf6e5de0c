"""Four schedulers at once, and a plan that changes while they are at it."""

from datetime import timedelta

import pytest

from portal.accounts.models import PlanChange
from portal.outbox.models import Delivery
from portal.reminders.models import ReminderRule
from portal.reminders.services.enqueue import Passed, _pass, enqueue_due
from portal.reminders.services.rules import Wanted, save_rules, switch
from portal.routine.services.routine import add_away
from tests.progress.test_at_once import together
from tests.reminders.making import EVENING, make_reminded

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_schedulers_put_each_reminder_once() -> None:
    people = [make_reminded() for _ in range(12)]
    together(lambda _: enqueue_due(EVENING))
    enqueue_due(EVENING)
    assert Delivery.objects.count() == len(people)
    assert set(ReminderRule.objects.values_list("next_due_at", flat=True)) == {EVENING + timedelta(days=1)}


def test_a_plan_that_changes_while_schedulers_look_is_laid_out_in_the_end() -> None:
    learner = make_reminded()
    tomorrow = (EVENING + timedelta(days=1)).date()

    def act(number: int) -> None:
        if number % 2:
            add_away(learner, tomorrow, tomorrow + timedelta(days=number), now=EVENING)
        else:
            enqueue_due(EVENING)

    together(act)
    enqueue_due(EVENING)
    assert not PlanChange.objects.exists()
    due = ReminderRule.objects.get().next_day
    assert due is not None
    assert due > tomorrow + timedelta(days=1)


def test_a_reminder_that_is_switched_off_while_it_is_put_stays_off() -> None:
    learner = make_reminded()
    together(lambda n: switch(learner, "evening", on=False, now=EVENING) if n == 0 else enqueue_due(EVENING))
    rule = ReminderRule.objects.get()
    assert (rule.on, rule.next_due_at) == (False, None)


def test_a_rule_that_was_changed_after_a_scheduler_read_it_is_left_as_it_is() -> None:
    learner = make_reminded()
    read = list(ReminderRule.objects.due(EVENING))
    save_rules(learner, [Wanted("evening", "21:00", "0123456", True)], now=EVENING)
    assert _pass(read, EVENING) == Passed(0, 0)
    assert not Delivery.objects.exists()
    due = ReminderRule.objects.get().next_due_at
    assert due == EVENING + timedelta(hours=1, minutes=30)
