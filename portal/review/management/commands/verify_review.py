"""``manage.py verify_review``: every card equals the fold of its log, and lessons fade when their cards say."""

from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import track

from portal.accounts.models import User
from portal.review.selectors import differences, fading_differences
from portal.review.services import rebuild


class Command(BaseCommand):
    """Compare, and with ``--repair`` put right."""

    help = "Compare each card with its log of grades, each lesson with its cards; exit code 1 if they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--repair``."""
        parser.add_argument("--repair", action="store_true", help="write what the log says")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk over the learners; print each difference on a line."""
        learners = User.objects.order_by("pk")
        said = ", repaired" if options["repair"] else ""
        found = 0
        for learner in track(learners.iterator(), "Comparing", learners.count(), transient=True):
            seen = chain(differences(learner), fading_differences(learner))
            for wrong in rebuild(learner) if options["repair"] else seen:
                found += 1
                where = f"user {learner.pk} {wrong.ref} {wrong.column}"
                self.stdout.write(f"{where}: it should be {wrong.expected} and is {wrong.found}{said}")
        if found:
            raise CommandError(f"{found} differences{said}")
        self.stdout.write("0 differences")
