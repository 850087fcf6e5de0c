"""Reads on people and on the links that let them in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from portal.accounts.models import Invitation, Profile, SetupLink, User
from portal.accounts.rules import digest

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def profile_of(user: User) -> Profile:
    """Return how the user's day runs; an unsaved row with the defaults when they were not asked yet."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)


def day_terms(user: User) -> Profile:
    """Return what holds for the user's days, the defaults without a row; it stays on the user, so it is read once."""
    return getattr(user, "profile", None) or Profile()


def zone_of(user: User) -> ZoneInfo:
    """Return the zone of the user's clocks."""
    return day_terms(user).zone_info


def has_second_factor(user: User) -> bool:
    """Return whether signing in takes more than the password. Recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists())


def address_taken(email: str) -> bool:
    """Return whether an account signs in with ``email`` (lower case).

    An address somebody else typed as their next one, and never proved, takes nothing.
    """
    proved = EmailAddress.objects.filter(email=email, verified=True)
    return User.objects.filter(email=email).exists() or bool(proved.exists())


def setup_is_open(token: str, *, now: datetime) -> bool:
    """Return whether ``token`` is the newest set-up link, in time, and nobody has an account yet."""
    link = SetupLink.objects.filter(token_hash=digest(token), expires_at__gt=now)
    return link.exists() and not User.objects.exists()


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """Return the invitation of ``token`` if it would still let somebody in."""
    return Invitation.objects.open(now).filter(token_hash=digest(token)).first()
