"""Laying rules out in time: when each is due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from portal.accounts.models import PlanChange, User
from portal.reminders.models import ReminderRule
from portal.reminders.rules.due import Before, Due, next_due
from portal.reminders.rules.wanted import clock_of, rest_of
from portal.routine.selectors.plans_of import Plan, plans_of

CHANGED: Final = 50
"""Learners laid out again in one transaction."""
PLACE: Final = ("next_due_at", "next_day", "last_due_at", "last_day")


class Layout:
    """Lays rules out; what was worked out once for equal rules and plans is not worked out again."""

    def __init__(self) -> None:
        """Begin with nothing worked out."""
        self._known: dict[tuple[Any, ...], Due | None] = {}

    def place(self, rule: ReminderRule, plan: Plan, after: datetime) -> None:
        """Set when the rule is due next, later than ``after``; an answered one that is off is never due."""
        due = self._due(rule, plan, after) if rule.on else None
        rule.next_due_at, rule.next_day = (due.at, due.day) if due else (None, None)

    def _due(self, rule: ReminderRule, plan: Plan, after: datetime) -> Due | None:
        before = Before(rule.last_due_at, rule.last_day) if rule.last_due_at and rule.last_day else None
        key = (
            id(plan.calendar),
            plan.zone.key,
            plan.rollover_hour,
            rule.subject,
            rule.at,
            rule.weekdays,
            after,
            before,
        )
        if key not in self._known:
            self._known[key] = next_due(
                plan.zone,
                clock_of(rule.subject, rule.at, rule.weekdays, plan.calendar),
                rest_of(plan.calendar),
                after,
                rollover_hour=plan.rollover_hour,
                before=before,
            )
        return self._known[key]


def write_places(rules: Iterable[ReminderRule]) -> None:
    """Write where rules were laid out; one statement for all that come to lie at the same place."""
    same: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for rule in rules:
        same[tuple(getattr(rule, name) for name in PLACE)].append(rule.pk)
    for values, ids in same.items():
        ReminderRule.objects.filter(pk__in=ids).update(**dict(zip(PLACE, values, strict=True)))


def lay_out(learner: User, *, now: datetime) -> None:
    """Lay out every rule of one learner from ``now`` on; in the transaction that changed them."""
    rules = list(ReminderRule.objects.select_for_update().of(learner))
    _lay_out(rules, now)


def lay_out_changed(now: datetime) -> int:
    """Lay out the rules of everybody whose clock, routine or days off changed; return how many people that were.

    Their rows are taken by one scheduler only, and a change that is being made waits until its row is gone.
    """
    people = 0
    while done := _some_changed(now):
        people += done
    return people


@transaction.atomic
def _some_changed(now: datetime) -> int:
    rows = PlanChange.objects.select_for_update(skip_locked=True).order_by("pk")
    changed = list(rows.values_list("pk", flat=True)[:CHANGED])
    if changed:
        _lay_out(list(ReminderRule.objects.select_for_update().filter(user__in=changed).order_by("pk")), now)
        PlanChange.objects.filter(pk__in=changed).delete()
    return len(changed)


def _lay_out(rules: list[ReminderRule], now: datetime) -> None:
    """Lay rules out from now on, or from when one has been waiting: what was due and not put yet is not forgotten."""
    layout, plans = Layout(), plans_of({rule.user_id for rule in rules})
    for rule in rules:
        waiting = rule.next_due_at if rule.next_due_at and rule.next_due_at <= now else None
        layout.place(rule, plans[rule.user_id], waiting - datetime.resolution if waiting else now)
    write_places(rules)
