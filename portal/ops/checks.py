"""Checks that keep an unsafe portal from starting; the web process and every command run them."""

import sys
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks

from portal.ops.rules import is_local, weakness_of


@register("portal")
def safe_settings(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings that are fine on a laptop and dangerous on a host that others can reach."""
    if is_local(settings.SITE_URL, settings.ALLOWED_HOSTS):
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        hint = "Unset DEBUG, or use a SITE_URL and ALLOWED_HOSTS of this machine alone."
        found.append(
            Error("DEBUG shows settings and source code to every visitor.", hint=hint, id="portal.E001")
        )
    if weakness := weakness_of(settings.SECRET_KEY):
        hint = 'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
        found.append(Error(f"SECRET_KEY cannot be used: {weakness}.", hint=hint, id="portal.E002"))
    return found


@register("portal", deploy=True)
def complete_settings(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of what a deployed portal lacks."""
    found: list[CheckMessage] = []
    if not settings.HTTPS:
        hint = "Put a proxy with a certificate in front and set SITE_URL to its https address."
        found.append(
            Warning("SITE_URL is not https: passwords and cookies can be read.", hint=hint, id="portal.W001")
        )
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        hint = "Set EMAIL_URL, such as smtp+tls://user:password@mail.example.org:587."
        found.append(Warning("Mail is written to files and reaches nobody.", hint=hint, id="portal.W002"))
    return found


def refuse_errors() -> None:
    """End the process with a sentence for each error that Django's checks find, ours among them.

    For a server, which runs no checks itself. They also load the addresses and all that hangs on them.
    """
    errors = [message for message in run_checks() if message.is_serious() and not message.is_silenced()]
    if errors:
        sys.exit("\n".join(f"{error.msg} {error.hint or ''}".rstrip() for error in errors))
