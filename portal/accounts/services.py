"""Every write on people: the first account, invitations, the profile."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portal.accounts import selectors
from portal.accounts.mail import letter, post
from portal.accounts.models import Invitation, PlanChange, Profile, SetupLink, User
from portal.accounts.rules import digest, is_zone
from portal.core.errors import Refused

SETUP_LIFETIME: Final = timedelta(hours=24)
INVITATION_LIFETIME: Final = timedelta(days=7)


class LinkGone(Refused):
    """A link was used before, replaced, or is too old."""


def setup_link(now: datetime) -> str | None:
    """Make the link that makes the owner's account, or return ``None`` when anybody has an account.

    A new link replaces the one before it, and each is good for one account within 24 hours.
    """
    if User.objects.exists():
        return None
    token = secrets.token_urlsafe(32)
    fields = {"token_hash": digest(token), "expires_at": now + SETUP_LIFETIME}
    SetupLink.objects.update_or_create(pk=1, defaults=fields)
    link: str = settings.SITE_URL + reverse("accounts:setup", args=[token])
    return link


@transaction.atomic
def make_owner(token: str, *, email: str, password: str, now: datetime) -> User:
    """Make the first account, with all rights, its address proved; uses up the link. Raises ``LinkGone``."""
    list(SetupLink.objects.select_for_update())
    if not selectors.setup_is_open(token, now=now):
        raise LinkGone(
            "This set-up link was used, replaced or is too old; `manage.py setup_link` prints another."
        )
    owner = User.objects.create_superuser(email, password)
    SetupLink.objects.all().delete()
    return owner


def invite(email: str, *, for_staff: bool, by: User | None, now: datetime) -> tuple[Invitation, str]:
    """Ask an address in by mail; return the row and the link. An open invitation of the address is replaced.

    Raises ``Refused`` when sign-up is closed, the address has an account, or the mail server does not answer.
    """
    email = email.lower()
    if settings.SIGN_UP == "closed":
        raise Refused("Sign-up is closed. Set SIGN_UP=invite to let invited people in.")
    if selectors.address_taken(email):
        raise Refused(f"{email} has an account already.")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.open(now).filter(email=email).delete()
        invitation = Invitation.objects.create(
            email=email,
            for_staff=for_staff,
            token_hash=digest(token),
            invited_by=by,
            created_at=now,
            expires_at=now + INVITATION_LIFETIME,
        )
    link: str = settings.SITE_URL + reverse("accounts:invitation", args=[token])
    post(letter("invitation", email, {"link": link, "expires_at": invitation.expires_at}))
    return invitation, link


def withdraw(invitation: Invitation) -> bool:
    """Take an invitation back, so that its link lets nobody in; return whether it was still there.

    An account it made stays.
    """
    return Invitation.objects.filter(pk=invitation.pk).delete()[0] > 0


@transaction.atomic
def accept(token: str, *, password: str, now: datetime) -> User:
    """Make the account an invitation promises; the mailed link proves the address.

    Raises ``LinkGone``, or ``Refused`` when the address got an account in between.
    """
    list(Invitation.objects.select_for_update().filter(token_hash=digest(token)))
    invitation = selectors.open_invitation(token, now=now)
    if invitation is None or settings.SIGN_UP == "closed":
        raise LinkGone("This invitation was used, replaced or is too old. Ask for a new one.")
    claim_address(invitation.email, keep=None)
    if selectors.address_taken(invitation.email):
        raise Refused(f"{invitation.email} has an account already. Sign in with it.")
    user = User.objects.create_user(invitation.email, password, is_staff=invitation.for_staff)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    return user


def claim_address(email: str, *, keep: User | None) -> None:
    """Free an address for somebody who has just proved it is theirs.

    An account that typed it, never proved it and was never used, is removed; ``keep`` is the claimant's own.
    """
    squatters = User.objects.filter(email=email, last_login=None, is_staff=False)
    if keep is not None:
        squatters = squatters.exclude(pk=keep.pk)
    squatters.exclude(emailaddress__verified=True).delete()


@transaction.atomic
def vouch_for_address(user: User) -> None:
    """Take the address in ``user.email`` as proved, and forget the others: staff help somebody locked out."""
    EmailAddress.objects.filter(user=user).delete()
    claim_address(user.email, keep=user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@transaction.atomic
def save_settings(user: User, *, name: str, zone: str, rollover_hour: int) -> Profile:
    """Write what the settings page asks for; a saved zone counts as confirmed. Raises ``Refused``."""
    user.name = name
    user.save(update_fields=["name"])
    return _save_profile(user, zone=zone, rollover_hour=rollover_hour, zone_confirmed=True)


def confirm_zone(user: User, *, zone: str) -> Profile:
    """Write the zone the learner agreed to. Raises ``Refused``."""
    return _save_profile(user, zone=zone, zone_confirmed=True)


def ask_later(user: User) -> Profile:
    """Keep what there is, and do not ask for the zone after the next sign-in."""
    profile, _ = Profile.objects.get_or_create(user=user)
    return profile


def _save_profile(user: User, **fields: object) -> Profile:
    if not is_zone(str(fields["zone"])):
        raise Refused(f"“{fields['zone']}” is not a time zone. Choose one from the list, like Europe/Berlin.")
    with transaction.atomic():
        profile, _ = Profile.objects.update_or_create(user=user, defaults=fields)
        plan_changed(user)
    return profile


def plan_changed(user: User) -> None:
    """Leave word that the user's clock, routine or days off changed; in the transaction of that change.

    Apps above look for it, as this one knows none of them. Of two changes at once neither is overlooked: the row stays
    locked until each is committed.
    """
    PlanChange.objects.bulk_create(
        [PlanChange(user=user)], update_conflicts=True, unique_fields=["user"], update_fields=["mark"]
    )
