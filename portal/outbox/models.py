"""The outbox: what is to be sent, and what became of it."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import User
from portal.outbox.addresses import Address, PushKey

__all__ = ["Address", "Delivery", "PushKey", "State"]


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
    So is one whose text was handed over and whose answer never came. ``tries`` counts the failures, ``answer`` is what
    the other side said last, or why nothing was sent.
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
            models.Index(fields=["state", "channel", "weekly", "due_at"], name="deliveries_to_claim"),
            models.Index(fields=["state", "-id"], name="deliveries_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id} by {self.channel} on {self.local_date}: {self.state}"


class Lane(models.Model):
    """What all senders share of one channel. No row: nothing was sent that way yet.

    ``free_at`` is the rate's (``rules.room``). The counters only grow, whatever is pruned; those of a batch are added
    at its end, so a killed sender's last batch is missing.
    """

    channel = models.CharField(max_length=20, primary_key=True)
    free_at = models.DateTimeField()
    sent = models.PositiveBigIntegerField(default=0)
    dead = models.PositiveBigIntegerField(default=0)
    uncertain = models.PositiveBigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.channel}: {self.sent} sent"


class Rest(models.Model):
    """A domain that is left alone for a while, or with an empty ``domain`` a whole channel. No row: none is.

    ``strikes`` counts how often in a row it asked for that; the row goes with the next message that is taken.
    """

    channel = models.CharField(max_length=20)
    domain = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField()
    strikes = models.PositiveSmallIntegerField(default=1)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "domain"], name="one_rest_per_domain")]

    def __str__(self) -> str:
        return f"{self.domain or 'all'} of {self.channel} until {self.until}"


class Pulse(models.Model):
    """When the scheduler last came round; one row. No row: it never did."""

    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_pulse")]

    def __str__(self) -> str:
        return f"Tick at {self.ticked_at}"
