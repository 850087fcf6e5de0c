"""What beat wakes each minute."""

from celery import shared_task
from django.utils import timezone

from portal.reminders.services.enqueue import enqueue_due


@shared_task
def dispatch() -> None:
    """Put the reminders that are due into the outbox; the sender finds them there."""
    enqueue_due(timezone.now())
