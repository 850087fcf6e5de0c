"""``manage.py export_quiz``: quizzes as they are served, for other programs."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.quizzes.exchange.anki import to_anki
from portal.quizzes.exchange.gift_write import to_gift
from portal.quizzes.exchange.left_out import LeftOut
from portal.quizzes.management.files import write_files
from portal.quizzes.models import Quiz, QuizVersion

SUFFIXES = {"gift": ".gift.txt", "anki": ".anki.txt", "markdown": ".quiz.md"}


class Command(BaseCommand):
    """Exit code 0: all of it went over; 1: something was left out, and is named; 2: nothing was written."""

    help = (
        "Write a quiz as GIFT, as cards for Anki, or as its own Markdown. What the format cannot hold is named "
        "on stderr. Exit codes: 0 all of it, 1 something was left out, 2 nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which quizzes, the format, and where to."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("uid", nargs="?", help="the id in the front matter of the quiz")
        which.add_argument("--all", action="store_true", help="every quiz; --output is a folder then")
        parser.add_argument("--format", choices=list(SUFFIXES), default="gift")
        parser.add_argument("--output", type=Path, metavar="FILE|DIR", help="without it: stdout")
        parser.add_argument("--force", action="store_true", help="write over files that are there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and name what is left out."""
        output: Path | None = options["output"]
        if options["all"] and (output is None or not output.is_dir()):
            raise CommandError("--all needs --output with a folder that is there", returncode=2)
        left: list[str] = []
        files: dict[Path, bytes] = {}
        for quiz, version in _served(options["uid"]):
            data, missing = _exported(version, options["format"])
            left += [f"left out: {quiz.uid}: {one}" for one in missing]
            if output is None:
                self.stdout.write(data.decode(), ending="")
            else:
                name = quiz.uid + SUFFIXES[options["format"]]
                files[output / name if output.is_dir() else output] = data
        write_files(files, force=options["force"])
        for line in left:
            self.stderr.write(line)
        if left:
            sys.exit(1)


def _served(uid: str | None) -> list[tuple[Quiz, QuizVersion]]:
    """Return the quiz of that id, or all of them, with the version that is served."""
    quizzes = Quiz.objects.filter(retired_at=None, version__isnull=False).order_by("uid")
    quizzes = quizzes.filter(uid=uid) if uid else quizzes
    found = [(quiz, quiz.version) for quiz in quizzes.select_related("version__source") if quiz.version]
    if not found:
        raise CommandError(f"there is no quiz {uid!r}" if uid else "there is no quiz", returncode=2)
    return found


def _exported(version: QuizVersion, form: str) -> tuple[bytes, list[LeftOut]]:
    """Return a version in that format, and what is not in it."""
    if form == "markdown":
        return bytes(version.source.data), []
    text, left = (to_gift if form == "gift" else to_anki)(version.quiz_file())
    return text.encode(), left
