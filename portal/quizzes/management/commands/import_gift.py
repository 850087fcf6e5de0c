"""``manage.py import_gift``: a GIFT file of another platform as the text of a quiz."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.quizzes.exchange.gift_file import Unreadable, quiz_from_gift
from portal.quizzes.management.files import write_files


class Command(BaseCommand):
    """Exit code 0: all of it was taken over; 1: something was left out, and is named; 2: nothing was written."""

    help = (
        "Write the questions of a GIFT file as a quiz file that compiles. What was left out is named on stderr "
        "with its line. Exit codes: 0 all of it, 1 something was left out, 2 nothing was written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, what the quiz is called, and where to."""
        parser.add_argument("file", type=Path, help="GIFT in UTF-8")
        parser.add_argument("--id", required=True, help="the id of the quiz, such as sql-joins")
        parser.add_argument("--title", required=True, help="the title of the quiz")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="<lesson>.quiz.md; without it: stdout"
        )
        parser.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and name what is left out."""
        path: Path = options["file"]
        try:
            quiz = quiz_from_gift(path.read_bytes(), uid=options["id"], title=options["title"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        except Unreadable as unreadable:
            raise CommandError(f"{path}: {unreadable}", returncode=2) from unreadable
        if options["output"] is None:
            self.stdout.write(quiz.text, ending="")
        else:
            write_files({options["output"]: quiz.text.encode()}, force=options["force"])
        left = [str(one) for one in quiz.left_out]
        left += [f"the category {name}: a quiz has none" for name in quiz.categories]
        for line in left:
            self.stderr.write(f"left out: {line}")
        self.stderr.write(f"{quiz.taken} question{'s' * (quiz.taken != 1)} taken over")
        if quiz.left_out:
            sys.exit(1)
