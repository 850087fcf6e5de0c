"""The outbox: what is to be sent, and what became of it."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import User


class State(models.TextChoices):
    """How far a delivery is."""

    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    SKIPPED = "skipped"


class Delivery(models.Model):
    """One message to one person by one channel, at most one of a kind and local date. No row: nothing was due.

    ``kind`` is as ``messages.writer_of`` reads it, ``payload`` what its writer needs besides. It is sent from
    ``due_at`` on, before ``expires_at`` or not at all. ``try_at`` is when it may be claimed next: ``due_at`` at
    first, later after each failure. Whoever claims it is its ``owner`` until ``lease_until``; a row found in
    ``sending`` after that is uncertain, is sent again under the same ``message_id`` and counted in ``uncertain``.
    ``tries`` counts the failures, ``answer`` is what the other side said last, or why nothing was sent.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=100)
    local_date = models.DateField()
    payload = models.JSONField(default=dict)
    weekly = models.BooleanField(default=False)
    domain = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    try_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    uncertain = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "channel", "kind", "local_date"], name="one_delivery_per_kind_and_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["weekly", "try_at"],
                condition=models.Q(state__in=[State.DUE, State.CLAIMED, State.SENDING]),
                name="open_deliveries",
            ),
            models.Index(fields=["state", "-id"], name="deliveries_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id} by {self.channel} on {self.local_date}: {self.state}"
