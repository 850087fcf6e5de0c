"""The end of an account: asked for, thought over for seven days, then for good."""

import logging
from datetime import datetime, timedelta
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction

from portal.accounts.mail import MailFailed, letter, post
from portal.accounts.models import Invitation, User
from portal.core.errors import Refused
from portal.index.services import compact
from portal.owndata.models import Leaving
from portal.owndata.selectors import other_owners

DAYS: Final = timedelta(days=7)
LAST_OWNER: Final = (
    "You are the only one with all rights here, so your account stays. "
    "Give somebody else all rights in the admin first."
)
log = logging.getLogger(__name__)


def ask_to_leave(user: User, *, now: datetime) -> Leaving:
    """Set the day on which the account is deleted, tell by mail, and sign out everywhere.

    Asked again, the first day stays. Raises ``Refused`` for the last owner, and when the mail is not taken: nobody
    should be deleted without having been told.
    """
    leaving, new = _set_day(user, now)
    if new:
        try:
            post(letter("leaving", user.email, {"leaving": leaving}))
        except MailFailed:
            leaving.delete()
            raise
    _sign_out(user)
    return leaving


@transaction.atomic
def _set_day(user: User, now: datetime) -> tuple[Leaving, bool]:
    """Write the row; owners who leave at the same moment come one after the other."""
    if user.is_superuser:
        list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk").values_list("pk"))
        if not other_owners(user):
            raise Refused(LAST_OWNER)
    return Leaving.objects.get_or_create(user=user, defaults={"asked_at": now, "due_at": now + DAYS})


def keep(user: User) -> bool:
    """Let the account stay after all; return whether it was leaving."""
    return Leaving.objects.filter(user=user).delete()[0] > 0


def delete_due(*, now: datetime) -> int:
    """Delete the accounts whose days are over; return how many. Safe to run twice, and at the same time."""
    due = Leaving.objects.due(now).order_by("due_at", "pk").values_list("pk", flat=True)
    gone = sum(_delete(pk, now) for pk in list(due))
    if gone:
        compact()
    return gone


@transaction.atomic
def _delete(pk: int, now: datetime) -> bool:
    """Delete one account with everything, unless it was kept or deleted meanwhile, or is the last owner's now."""
    leaving = Leaving.objects.due(now).select_for_update().filter(pk=pk).first()
    if leaving is None:
        return False
    if leaving.user.is_superuser and not other_owners(leaving.user):
        log.warning("account %s is not deleted: nobody else has all rights", pk)
        return False
    _erase(leaving.user)
    return True


@transaction.atomic
def delete_now(user: User) -> None:
    """Delete an account with everything at once, as staff may; raises ``Refused`` for the last owner."""
    if user.is_superuser:
        list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk").values_list("pk"))
        if not other_owners(user):
            raise Refused("Nobody else has all rights here, so this account stays.")
    _erase(user)
    transaction.on_commit(compact)


def _erase(user: User) -> None:
    """End the sessions, then delete the rows of the account, and its name where the admin's log tells of it."""
    pk = user.pk
    _sign_out(user)
    Invitation.objects.filter(email=user.email).delete()
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(pk))
    about.update(object_repr="a deleted account", change_message="")
    user.delete()


def _sign_out(user: User) -> None:
    """End every session of the user. Not all of them are known as such, so each is looked into."""
    mine = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=500)
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(session_key__in=mine).delete()
    UserSession.objects.filter(user=user).delete()
