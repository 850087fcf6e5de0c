"""Where learners are reached, and the key that signs pushes. ``models`` takes these in; here is their own file."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from portal.accounts.models import User

MAIL = "email"
"""The channel whose address is the account's."""


class AddressQuerySet(models.QuerySet["Address"]):
    """Filters on addresses."""

    def of(self, learner: User) -> AddressQuerySet:
        """Keep those of one learner."""
        return self.filter(user=learner)

    def wanted(self, channel: str, user_ids: Iterable[int]) -> AddressQuerySet:
        """Keep those of these users by which messages are wanted now."""
        return self.filter(channel=channel, user_id__in=list(user_ids), on=True, user__is_active=True)


class Address(models.Model):
    """One way to reach a learner, as they gave it. No row: the channel does not reach them.

    ``email`` is the other way round: it reaches everybody at the proved address of the account, and its one row, with
    an empty ``target``, says whether letters are wanted. ``target`` is where: a web address, or that of a browser at
    its push service. ``config`` is what the channel needs besides, secrets among it. ``problem`` is why the portal
    itself switched the address off; empty when the learner did, or it is on.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=20)
    target = models.CharField(max_length=1000, blank=True)
    config = models.JSONField(default=dict)
    on = models.BooleanField(default=True)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "channel", "target"], name="one_row_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} by {self.channel}{'' if self.on else ', off'}"


class PushKey(models.Model):
    """The portal's private key towards push services (VAPID), as PEM; one row. No row: nobody asked for pushes yet.

    Browsers bind their subscription to its public half, so a new key ends them all.
    """

    pem = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_push_key")]

    def __str__(self) -> str:
        return "The key of web pushes"
