"""Putting what is due into the outbox: once a minute, in batches, by as many schedulers as there are."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from portal.accounts.models import User
from portal.outbox.selectors.reach import channels_of
from portal.outbox.services import Entry, domain_of, put
from portal.reminders.models import ReminderRule
from portal.reminders.rules.wanted import RETRO
from portal.reminders.services.layout import Layout, lay_out_changed, write_places
from portal.routine.selectors.plans_of import plans_of

LATE: Final = timedelta(hours=6)
"""From this on a reminder is of no use any more; what is earlier is still sent."""
BATCH: Final = 300
"""Rules of one transaction: SQLite has one writer, so each must be short."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Passed:
    """How many rules came to be put, and how many were skipped because they came too late."""

    put: int
    skipped: int


def kind_of(subject: str) -> str:
    """Return the kind of the deliveries of a rule."""
    return f"reminders.{RETRO}" if subject == RETRO else f"reminders.block:{subject}"


def enqueue_due(now: datetime) -> Passed:
    """Put every rule that is due into the outbox, and lay it out again; those six hours late are skipped.

    Safe to run at once and again: a rule moves on in the transaction that puts it, if nobody moved it before. A batch
    that others have taken whole is left to them.
    """
    lay_out_changed(now)
    total = Passed(0, 0)
    while rules := list(ReminderRule.objects.due(now)[:BATCH]):
        passed = _pass(rules, now)
        total = Passed(total.put + passed.put, total.skipped + passed.skipped)
        if passed == Passed(0, 0):
            break
    return total


def _pass(rules: Sequence[ReminderRule], now: datetime) -> Passed:
    """Work one batch out, and then write it in a short transaction."""
    seen = {rule.pk: rule.next_due_at for rule in rules}
    late = {rule.pk for rule in rules if rule.next_due_at and now - rule.next_due_at >= LATE}
    entries = _entries([rule for rule in rules if rule.pk not in late])
    _move_on(rules, late, now)
    with transaction.atomic():
        locked = ReminderRule.objects.select_for_update(skip_locked=True).filter(pk__in=seen, on=True)
        mine = {pk for pk, due_at in locked.values_list("pk", "next_due_at") if due_at == seen[pk]}
        put((entry for pk, ready in entries.items() if pk in mine for entry in ready), now=now)
        write_places(rule for rule in rules if rule.pk in mine)
    for rule in rules:
        if rule.pk in late & mine:
            log.warning("%s of user %s was due at %s: too late", rule.subject, rule.user_id, seen[rule.pk])
    return Passed(len(mine - late), len(mine & late))


def _entries(rules: Sequence[ReminderRule]) -> dict[int, list[Entry]]:
    """Return what goes into the outbox for each rule: one entry for every channel its learner wants."""
    people = {rule.user_id for rule in rules}
    channels = channels_of(people)
    addresses = dict(User.objects.filter(pk__in=people).values_list("pk", "email"))
    return {
        rule.pk: [
            Entry(
                user_id=rule.user_id,
                channel=channel,
                kind=kind_of(rule.subject),
                local_date=rule.next_day,
                due_at=rule.next_due_at,
                expires_at=rule.next_due_at + LATE,
                domain=domain_of(channel, addresses[rule.user_id]),
            )
            for channel in channels.get(rule.user_id, ())
        ]
        for rule in rules
        if rule.next_due_at and rule.next_day
    }


def _move_on(rules: Sequence[ReminderRule], late: set[int], now: datetime) -> None:
    """Lay each rule out behind its own time; after a downtime behind what is too late by now as well."""
    layout, plans = Layout(), plans_of({rule.user_id for rule in rules})
    for rule in rules:
        after = rule.next_due_at or now
        if rule.pk not in late:
            rule.last_due_at, rule.last_day = rule.next_due_at, rule.next_day
        layout.place(rule, plans[rule.user_id], max(after, now - LATE))
