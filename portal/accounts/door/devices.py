"""Browsers somebody signed in with before.

A signed cookie marks them. Tries at a password from such a browser are counted for themselves, so that
strangers who guess at an account, from however many addresses, never shut its owner out.
"""

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

LIFETIME: Final = 60 * 60 * 24 * 365
SALT: Final = "portal.accounts.device"


def known_device(request: HttpRequest, email: str) -> str | None:
    """Return the id of the browser if ``email`` signed in with it within a year."""
    try:
        cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        device, owner = signing.loads(cookie, salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(device) if owner == _mark(email) else None


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Mark the browser as one that ``email`` signs in with; another account's mark is replaced."""
    value = signing.dumps([known_device(request, email) or secrets.token_hex(8), _mark(email)], salt=SALT)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(email: str) -> str:
    return salted_hmac(SALT, email.lower()).hexdigest()[:32]
