"""Who is leaving."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from portal.accounts.models import User


class LeavingQuerySet(models.QuerySet["Leaving"]):
    """Accounts to be deleted, filtered."""

    def due(self, now: datetime) -> LeavingQuerySet:
        """Keep those whose days to think are over."""
        return self.filter(due_at__lte=now)


class Leaving(models.Model):
    """Somebody asked for their account to be deleted at ``due_at``. No row means: it stays."""

    user = models.OneToOneField(User, models.CASCADE, related_name="leaving", primary_key=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "leaving"

    def __str__(self) -> str:
        return f"{self.user_id} leaves at {self.due_at}"
