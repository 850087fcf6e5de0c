"""Deleting accounts whose days to think are over."""

from celery import shared_task
from django.utils import timezone

from portal.owndata import services


@shared_task
def delete_due_accounts() -> None:
    """Delete what is due."""
    services.delete_due(now=timezone.now())
