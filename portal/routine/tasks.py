"""Asking the blogs for their feeds, one task a blog, so that a slow one holds up nobody; and counting review days."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from portal.routine.fetching import Answer, fetch
from portal.routine.services.feeds import due_feeds, read_feed
from portal.routine.services.reviewed import note_days_of_review


@shared_task
def ask_blogs() -> None:
    """Hand on each blog that was not asked for hours."""
    for blog in due_feeds(timezone.now()):
        ask_blog.delay(blog)


@shared_task
def ask_blog(blog: str) -> None:
    """Read one feed."""
    read_feed(blog, _fetch, now=timezone.now())


@shared_task
def hear_of_reviews() -> None:
    """Make days of review days of study."""
    note_days_of_review(timezone.now())


def _fetch(url: str, hosts: set[str], *, etag: str, modified: str) -> Answer:
    return fetch(url, hosts, etag=etag, modified=modified, allowed=settings.PRIVATE_ADDRESSES)
