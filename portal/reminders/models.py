"""What a learner wants to be reminded of, and the calendar feed they asked for. What is sent is in the outbox."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from portal.accounts.models import User


class ReminderRuleQuerySet(models.QuerySet["ReminderRule"]):
    """Filters on rules."""

    def of(self, learner: User) -> ReminderRuleQuerySet:
        """Keep those of one learner."""
        return self.filter(user=learner)

    def due(self, now: datetime) -> ReminderRuleQuerySet:
        """Keep those whose time has come, the longest due first."""
        return self.filter(on=True, next_due_at__lte=now).order_by("next_due_at", "pk")


class ReminderRule(models.Model):
    """A reminder a learner has said yes or no to. No row of theirs at all: they were not asked yet, nothing is sent.

    ``subject`` is the id of a block, or ``retro``. ``at`` is a wall time such as ``19:30``; empty follows the block's
    own clock. ``weekdays`` holds digits, 0 is Monday. ``next_due_at`` is the instant that stands for the local date
    ``next_day``; None while it is off, and while no day to come asks for it. ``last_due_at`` and ``last_day`` are those
    of the last one that went into the outbox. ``stopped_at``: when it was switched off together with all others.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="reminder_rules")
    subject = models.CharField(max_length=60)
    at = models.CharField(max_length=5, blank=True)
    weekdays = models.CharField(max_length=7, default="0123456")
    on = models.BooleanField(default=True)
    stopped_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    next_day = models.DateField(null=True)
    last_due_at = models.DateTimeField(null=True)
    last_day = models.DateField(null=True)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "subject"], name="one_rule_per_subject"),
            models.CheckConstraint(
                condition=models.Q(next_due_at=None) | models.Q(on=True), name="what_is_off_is_never_due"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at", "id"], condition=models.Q(on=True), name="rules_by_their_next_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.subject}: {self.next_due_at or 'never'}"


class CalendarFeed(models.Model):
    """The calendar feed of a learner. No row: none was made, or it was revoked.

    Only the hash of the address's secret part is kept. ``salt`` and the portal's own key make the secret again, so that
    its owner can be shown it; the database alone cannot.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed", primary_key=True)
    salt = models.CharField(max_length=64)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.user_id} since {self.created_at}"
