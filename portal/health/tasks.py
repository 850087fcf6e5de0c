"""Looking at what changed, and asking a part of the links each hour; an address has its turn once a week."""

import time
from typing import Final

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from portal.health.services.links import check_links, status_of
from portal.health.services.surveying import survey

A_RUN: Final = 10 * 60
"""Seconds after which a run asks nobody any more; what is left has its turn in the next."""


@shared_task
def look_at_content() -> None:
    """Look at every file that changed."""
    survey(now=timezone.now())


@shared_task
def ask_links() -> None:
    """Ask the addresses whose turn it is, if the portal may."""
    if settings.LINK_CHECKS:
        ends = time.monotonic() + A_RUN
        check_links(_asked, time.sleep, now=timezone.now(), enough=lambda: time.monotonic() > ends)


def _asked(url: str) -> int:
    return status_of(url, allowed=settings.PRIVATE_ADDRESSES)
