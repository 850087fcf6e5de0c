"""``manage.py verify_review``: every card equals the fold of its log."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import track

from portal.accounts.models import User
from portal.review.selectors import differences
from portal.review.services import rebuild


class Command(BaseCommand):
    """Compare, and with ``--repair`` put right."""

    help = "Compare the state of each card with its log of grades; exit code 1 if they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--repair``."""
        parser.add_argument("--repair", action="store_true", help="write what the log says")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk over the learners; print each difference on a line."""
        learners = User.objects.order_by("pk")
        said = ", repaired" if options["repair"] else ""
        found = 0
        for learner in track(learners.iterator(), "Comparing", learners.count(), transient=True):
            for wrong in rebuild(learner) if options["repair"] else differences(learner):
                found += 1
                where = f"user {learner.pk} {wrong.ref} {wrong.column}"
                self.stdout.write(f"{where}: the log says {wrong.expected}, the card {wrong.found}{said}")
        if found:
            raise CommandError(f"{found} differences{said}")
        self.stdout.write("0 differences")
