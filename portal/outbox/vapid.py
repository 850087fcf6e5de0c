"""The key by which push services know this portal (VAPID, RFC 8292): the environment's, or one made on first use."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from portal.outbox.addresses import PushKey

LIFETIME: Final = 12 * 60 * 60
"""Seconds that a signature holds; push services take 24 hours at most."""


def key() -> Vapid02:
    """Return the private key; the first call ever makes one, whoever calls."""
    if settings.VAPID_PRIVATE_KEY:
        try:
            return Vapid02.from_string(settings.VAPID_PRIVATE_KEY)
        except ValueError as error:
            raise ImproperlyConfigured(
                "VAPID_PRIVATE_KEY is no key: 32 bytes or DER, in base64url."
            ) from error
    row = PushKey.objects.filter(pk=1).first()
    if row is None:
        fresh = Vapid02()
        fresh.generate_keys()
        row, _ = PushKey.objects.get_or_create(pk=1, defaults={"pem": fresh.private_pem().decode()})
    return Vapid02.from_pem(row.pem.encode())


def public_key() -> str:
    """Return the public half as a browser wants it: an uncompressed point in base64url."""
    point = key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def authorisation(endpoint: str, *, now: float) -> dict[str, str]:
    """Return the header that says who sends, for the host of ``endpoint`` alone; ``now`` in seconds since 1970."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(now) + LIFETIME,
        "sub": f"mailto:portal@{settings.MAIL_DOMAIN}",
    }
    return dict(key().sign(claims))
