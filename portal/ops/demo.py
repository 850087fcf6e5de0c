"""Plausible learners with a history, made through the services that real ones go through.

The same seed on the same curriculum tells the same story. Instants come from the learner's own days; none lies in
the future.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.accounts.models import Profile, User
from portal.ops.looking_back import look_back
from portal.ops.story import Story

DOMAIN = "demo.invalid"
"""Reserved for what never exists, so no letter to a demo learner can reach anybody."""
NAMES = (
    "Mira Okafor",
    "Jonas Weber",
    "Amara Boateng",
    "Luca Rossi",
    "Priya Nair",
    "Yuki Tanaka",
    "Inés Ortega",
)
ZONES = ("Europe/Lisbon", "Asia/Kolkata", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")


def make_learner(number: int, *, weeks: int, seed: int, now: datetime) -> User | None:
    """Make the demo learner ``number`` (from 1) with ``weeks`` of history up to ``now``; None if they exist.

    Nobody can sign in as them until they are given a password.
    """
    email = f"learner-{seed}-{number}@{DOMAIN}"
    if User.objects.filter(email=email).exists():
        return None
    dice = Random(f"{seed}/{number}")  # noqa: S311 - a story, not a secret
    zone = ZoneInfo(dice.choice(ZONES))
    first = now.astimezone(zone).date() - timedelta(weeks=weeks)
    with transaction.atomic():
        learner = User.objects.create_user(email, name=NAMES[(number - 1) % len(NAMES)])
        learner.date_joined = datetime.combine(first, time(6), zone)
        learner.save(update_fields=["date_joined"])
        EmailAddress.objects.create(user=learner, email=email, verified=True, primary=True)
        Profile.objects.create(user=learner, zone=zone.key, zone_confirmed=True)
        live(learner, zone, first=first, dice=dice, now=now)
    return learner


def live(learner: User, zone: ZoneInfo, *, first: date, dice: Random, now: datetime) -> None:
    """Give ``learner`` a history from the day ``first`` to yesterday or today, as far as the hour allows."""
    story = Story(learner, dice, now)
    for day in range((now.astimezone(zone).date() - first).days + 1):
        story.live(first + timedelta(days=day))
    look_back(learner, first=first, now=now)


def remove_learners() -> int:
    """Delete every demo learner with all they have; return how many."""
    learners = User.objects.filter(email__endswith=f"@{DOMAIN}")
    count = learners.count()
    learners.delete()
    return count
