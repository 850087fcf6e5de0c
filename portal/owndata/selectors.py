"""Reads: whether an account is empty, and who is leaving."""

from portal.accounts.models import User
from portal.owndata.models import Leaving
from portal.owndata.shares import every_table


def is_empty(learner: User) -> bool:
    """Return whether an archive can be taken in: nothing is here but settings.

    One query for each table at most; rows that belong to other rows are there with them only.
    """
    tables = [table for table in every_table() if not table.replaces and table.owner == "user"]
    return not any(table.of(learner).exists() for table in tables)


def leaving_of(user: User) -> Leaving | None:
    """Return when the account is deleted; None when it stays."""
    return Leaving.objects.filter(user=user).first()


def other_owners(user: User) -> bool:
    """Return whether somebody else has all rights, can sign in, and stays."""
    others = User.objects.filter(is_superuser=True, is_active=True, leaving=None)
    return others.exclude(pk=user.pk).exists()
