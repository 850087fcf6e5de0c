"""Learners with a reminder that is due, in a portal of processes.

``python -m tests.faults.reminded COUNT SECONDS`` makes the tables if need be, and so many learners whose reminders come
due one after the other within so many seconds from now, on the clock of ``clockwork``.
"""

import sys
from datetime import timedelta

from tests.faults import clockwork  # noqa: F401 - the same clock as the processes have

DOMAINS = 40


def make_due(count: int, spread: timedelta) -> None:
    """Make the learners; each has a reminder of the evening block."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from portal.accounts.models import Profile, User
    from portal.content.models import PlanDocument
    from portal.reminders.models import ReminderRule
    from tests.factories import make_plan

    if not PlanDocument.objects.exists():
        make_plan()
    now, first = timezone.now(), User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"learner{n}@d{n % DOMAINS}.example.org", password="!")
        for n in range(first, first + count)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    Profile.objects.bulk_create(Profile(user=user, zone="UTC", zone_confirmed=True) for user in people)
    ReminderRule.objects.bulk_create(
        ReminderRule(
            user=user,
            subject="evening",
            at="18:30",
            next_due_at=now + spread * n / count,
            next_day=now.date(),
        )
        for n, user in enumerate(people)
    )


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        make_due(int(sys.argv[1]), timedelta(seconds=float(sys.argv[2])))
