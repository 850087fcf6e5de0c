"""``manage.py make_demo``: learners with a history, for looking, screenshots and benchmarks."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.ops import demo


class Command(BaseCommand):
    """Make demo learners, or remove them all."""

    help = "Make N learners with W weeks of history each; nobody can sign in as them without --password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many, how long, and the seed."""
        parser.add_argument("--learners", type=_within(1, 1000), default=5, metavar="N")
        parser.add_argument("--weeks", type=_within(1, 520), default=8, metavar="W")
        parser.add_argument("--seed", type=_within(0, 2**31), default=1, metavar="S", help="1 by default")
        parser.add_argument("--password", help="let people sign in as them with it; on your own machine only")
        parser.add_argument("--remove", action="store_true", help="delete every demo learner and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the learners and list them."""
        if options["remove"]:
            self.stdout.write(f"{demo.remove_learners()} demo learners removed.")
            return
        if not Lesson.objects.live().exists():
            raise CommandError("There is no curriculum yet. Run sync_content first.")
        if not User.objects.exists():
            raise CommandError(
                "Nobody has an account yet, and the first one is the owner's. "
                "Make yours with the link that `manage.py setup_link` prints, then come back."
            )
        console, made = Console(stderr=True), 0
        numbers = range(1, options["learners"] + 1)
        for number in track(numbers, "Learners", console=console, disable=not sys.stderr.isatty()):
            values = {name: options[name] for name in ("weeks", "seed")}
            learner = demo.make_learner(number, **values, now=timezone.now())
            if learner is None:
                continue
            made += 1
            if options["password"]:
                learner.set_password(options["password"])
                learner.save(update_fields=["password"])
            self.stdout.write(f"{learner.email}  {learner.name}")
        self.stdout.write(f"{made} learners made, {len(numbers) - made} were there already.")


def _within(low: int, high: int) -> Callable[[str], int]:
    """Return a type of argument: a whole number from ``low`` to ``high``."""

    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ArgumentTypeError(f"{text!r} is not a number from {low} to {high}")
        return int(text)

    return number
