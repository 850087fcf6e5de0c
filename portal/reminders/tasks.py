"""What beat wakes each minute."""

from celery import shared_task
from django.utils import timezone

from portal.outbox.tasks import wake
from portal.reminders.services.enqueue import enqueue_due


@shared_task
def dispatch() -> None:
    """Put the reminders that are due into the outbox, and wake the sender, who else would look a minute later."""
    if enqueue_due(timezone.now()).put:
        wake.delay()
