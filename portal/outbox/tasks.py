"""Waking the sender. A message of Celery's says no more than "look": what is to be sent is in the database."""

from __future__ import annotations

import socket
import time
from os import getpid
from random import SystemRandom
from threading import Event, Lock
from typing import Final
from uuid import uuid4

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from portal.outbox.services import upkeep
from portal.outbox.services.sending import Means, send_due

SHIFT: Final = 50.0
"""Seconds one call works at most; the scheduler's next minute brings another."""
_at_work = Lock()
_wanted = Event()


@shared_task
def tick() -> None:
    """Come round each minute: write that down, send what is due, and say outside that all is well."""
    upkeep.beat(now=timezone.now())
    _work()
    if settings.HEARTBEAT_URL:
        upkeep.ping(settings.HEARTBEAT_URL)


@shared_task
def wake() -> None:
    """Send what is due; whoever has put something into the outbox may call this after the commit."""
    _work()


@shared_task
def prune() -> None:
    """Forget what ended long ago."""
    upkeep.prune(now=timezone.now())


def _work() -> None:
    """Send, unless a thread of this process does so already: it then looks once more, and others have their turn."""
    _wanted.set()
    while _wanted.is_set() and _at_work.acquire(blocking=False):
        try:
            _wanted.clear()
            owner = f"{socket.gethostname()[:30]}:{getpid()}:{uuid4().hex[:12]}"
            send_due(Means(owner, timezone.now, time.sleep, SystemRandom()), seconds=SHIFT)
        finally:
            _at_work.release()
