"""Reminders as messages: one set of templates for text and HTML, the links, the headers of a letter."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from portal.accounts.mail import rendered
from portal.outbox.messages import Message
from portal.outbox.models import Delivery
from portal.reminders.links import Link, address, one_click
from portal.reminders.selectors.look import Look

LABELS = {"snooze": "In an hour", "done": "Already done", "rest": "Rest today"}


def message(
    delivery: Delivery,
    seen: Look,
    *,
    subject: str,
    subject_line: str,
    heading: str,
    short: str,
    path: str,
    actions: tuple[str, ...],
    values: Mapping[str, object],
) -> Message:
    """Return a reminder of ``subject`` for any channel; ``path`` is where it leads, ``actions`` what its links do."""
    token = Link(delivery.user_id, subject, delivery.local_date).token
    links = [(LABELS[action], address(token, action)) for action in actions]
    url = f"{settings.SITE_URL}{path}"
    context = {**_frame(seen, delivery, token), **values, "heading": heading, "url": url, "links": links}
    line, text, html = rendered("reminder", {**context, "subject_line": subject_line})
    return Message(
        subject=line,
        text=text,
        html=html,
        short=short[:200],
        url=url,
        actions=tuple(links),
        headers={
            "List-Unsubscribe": f"<{one_click(token)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _frame(seen: Look, delivery: Delivery, token: str) -> dict[str, object]:
    """Return what stands round every reminder."""
    return {
        "stop": address(token, "stop"),
        "settings_url": f"{settings.SITE_URL}{reverse('reminders:settings')}",
        "asked_at": f"{delivery.due_at.astimezone(seen.around.zone):%H:%M}",
        "zone": seen.around.zone.key,
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
    }
