"""Letters to people: one folder of templates each, text and HTML, links from ``SITE_URL``."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from portal.core.errors import Refused

NO_ANSWER = "The mail server does not answer, so no mail was sent. Try again in a few minutes."
log = logging.getLogger(__name__)


class MailFailed(Refused):
    """The mail server did not take a letter."""


def rendered(name: str, values: Mapping[str, object]) -> tuple[str, str, str]:
    """Return subject, text and HTML of ``templates/emails/<name>/``; the HTML sees the subject as well."""
    subject = " ".join(render_to_string(f"emails/{name}/subject.txt", values).split())
    text = render_to_string(f"emails/{name}/body.txt", values).strip() + "\n"
    return subject, text, render_to_string(f"emails/{name}/body.html", {**values, "subject": subject})


def letter(name: str, to: str, context: Mapping[str, object]) -> EmailMultiAlternatives:
    """Render ``templates/emails/<name>/{subject.txt,body.txt,body.html}`` for one address.

    The templates see ``site_url`` and ``site_name``; they build every link from ``site_url``, since the Host
    header is the sender's to choose.
    """
    values = {**context, "site_url": settings.SITE_URL, "site_name": settings.SITE_NAME, "to": to}
    subject, text, twin = rendered(name, values)
    message = EmailMultiAlternatives(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(twin, "text/html")
    return message


def post(message: EmailMultiAlternatives) -> None:
    """Hand a letter to the mail server; raises ``MailFailed`` with a sentence when it is not taken."""
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.exception("mail %r was not taken", message.subject)
        raise MailFailed(NO_ANSWER) from error
