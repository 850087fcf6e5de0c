"""django-allauth's adapter for second factors and passkeys."""

from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from portal.accounts.models import User


class FactorAdapter(DefaultMFAAdapter):
    """Names and pictures of second factors; passkeys belong to the host of ``SITE_URL``."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Codes change every 30 seconds; type the newest one.",
        "unverified_email": "Prove your new e-mail address first, or cancel the change; then come back.",
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site a passkey is made for."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """Return a first name for a key; the form lets the owner change it."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the code to scan as SVG that may stand in the page: no XML declaration, no fixed size."""
        svg: str = super().build_totp_svg(url)
        return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 - drawn by the qrcode library from squares only
