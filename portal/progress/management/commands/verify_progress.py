"""``manage.py verify_progress``: every derived number equals the fold of the events."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import track

from portal.accounts.models import User
from portal.progress.ledger import differences, rebuild
from portal.progress.rules import Difference


class Command(BaseCommand):
    """Compare, and with ``--repair`` put right."""

    help = "Compare what is shown of each learner's progress with their log of events; exit code 1 if they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--repair``."""
        parser.add_argument("--repair", action="store_true", help="write what the events say")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk over the learners; print each difference on a line."""
        learners = User.objects.order_by("pk")
        found = 0
        for learner in track(learners.iterator(), "Comparing", learners.count(), transient=True):
            wrong = differences(learner)
            put_right = rebuild(learner) if wrong and options["repair"] else []
            for difference in wrong:
                self.stdout.write(self._line(learner, difference, repaired=difference in put_right))
            found += len(wrong)
        if found:
            raise CommandError(
                f"{found} differences" + (", repaired where the lines say so" if options["repair"] else "")
            )
        self.stdout.write("0 differences")

    def _line(self, learner: User, wrong: Difference, *, repaired: bool) -> str:
        said, shown = ("nothing" if value is None else str(value) for value in (wrong.expected, wrong.found))
        return f"user {learner.pk} {wrong.object_id}: events say {said}, shown is {shown}" + (
            " (repaired)" if repaired else ""
        )
