"""Doing what was asked of the repository; never in a request."""

from celery import shared_task
from django.utils import timezone

from portal.studio.git.services import asking
from portal.studio.parts import parts


@shared_task
def work() -> None:
    """Pull or push, if somebody asked for it."""
    asking.work(parts, now=timezone.now(), clock=timezone.now)
