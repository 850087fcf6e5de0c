"""Celery tasks of the Studio: a message only wakes a worker, the proposals are rows."""

from celery import shared_task
from django.utils import timezone

from portal.studio.services.publishing import publish_due as _publish_due


@shared_task(ignore_result=True)
def publish_due() -> None:
    """Publish what is scheduled for now."""
    _publish_due(now=timezone.now())
