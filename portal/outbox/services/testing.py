"""A test message, sent at once and past the outbox."""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.urls import reverse

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.outbox.channels import NotTaken, channels
from portal.outbox.messages import Message

WORDS: Final = "This is the test you asked for. Messages reach you this way."
log = logging.getLogger(__name__)


def send_test(user: User, slug: str, *, message_id: str) -> tuple[bool, str]:
    """Send a test by a channel; return whether it was taken, and what the other side answered.

    Raises ``Refused`` when the channel does not reach the user now, ``KeyError`` for one that is not there.
    """
    channel = channels[slug]
    if user.pk not in channel.reached([user.pk]):
        raise Refused(f"{channel.label} does not reach you yet, so there is nothing to test.")
    url = settings.SITE_URL + reverse("outbox:channels")
    message = Message(
        f"Test from {settings.SITE_NAME}", f"{WORDS}\n\nYour channels: {url}\n", WORDS, url,
        actions=(("Your channels", url),),
    )  # fmt: skip
    try:
        with channel.open() as line:
            return True, line.send(user, message, message_id)
    except NotTaken as refusal:
        log.info("a test by %s was not taken: %s", slug, refusal.answer)
        return False, refusal.answer
