"""Who the learner is here: the name, and how their day runs."""

from django.contrib.auth.models import AbstractUser

from portal.accounts.models import Profile, User
from portal.accounts.rules import is_zone
from portal.owndata.rules.values import Wrong
from portal.owndata.shares import Share, shares
from portal.owndata.tables import Table

_ACCOUNT = "how one signs in, and with which rights, is the account's"


def _check(profile: Profile) -> None:
    if not is_zone(profile.zone):
        raise Wrong("“zone” is not a time zone")


@shares.register
class ProfileShare(Share):
    """Name, zone, and the hour a day begins."""

    slug = "profile"
    label = "Profile"
    tables = (
        Table(
            file="person.jsonl",
            model=User,
            owner="pk",
            same=lambda row: "the learner",
            without={
                "email": "it stands in the manifest, and another account has another one",
                "password": "a secret",
                **{
                    f.name: _ACCOUNT
                    for f in AbstractUser._meta.fields
                    if f.name in ("last_login", "is_superuser", "is_staff", "is_active", "date_joined")
                },
            },
            replaces=True,
        ),
        Table(
            file="profile.jsonl",
            model=Profile,
            same=lambda row: "the profile",
            check=_check,
            replaces=True,
        ),
    )
