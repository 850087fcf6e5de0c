"""The links of a reminder: signed, good for sixty days, for one learner, one reminder and one local date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT: Final = "portal.reminders.links"
LIFETIME: Final = timedelta(days=60)
"""The law of some places wants a link that stops mails to work for thirty days at least."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is about. Whoever holds one may act on this, and see nothing else."""

    user_id: int
    subject: str
    day: date

    @property
    def token(self) -> str:
        """Return the part of the address that only the portal can make."""
        return signing.dumps([self.user_id, self.subject, self.day.isoformat()], salt=SALT)


def read(token: str) -> Link | None:
    """Return what a link is about; None for one that was forged, cut or is too old."""
    try:
        user, subject, day = signing.loads(token, salt=SALT, max_age=LIFETIME)
        return Link(int(user), str(subject), date.fromisoformat(day))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def address(token: str, action: str = "") -> str:
    """Return the absolute address of the page of a link, with ``action`` first on it."""
    name, more = ("reminders:link-action", [action]) if action else ("reminders:link", [])
    return f"{settings.SITE_URL}{reverse(name, args=[token, *more])}"


def one_click(token: str) -> str:
    """Return the address a mail program may post to on its own (RFC 8058)."""
    return f"{settings.SITE_URL}{reverse('reminders:one-click', args=[token])}"
