"""Say everything that is wrong with a curriculum, or how much of it there is."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.content.compile import Compiled, Problem, compile_tree
from portal.quizzes.sync import QuizPart

MAX_FILES = 20_000


class Command(BaseCommand):
    """`manage.py check_content [DIR]`: exit code 0 without problems, 2 with any."""

    help = "Check the files of the curriculum: every problem as `path:line: what is wrong; what is allowed`."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, the form of the answer and two limits."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CURRICULUM_DIR, metavar="DIR")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--jobs", type=int, help="processes at work (default: one for each processor)")
        parser.add_argument(
            "--limit-files", type=int, default=settings.CONTENT_MAX_FILES, help="at most 20000"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile the folder and report."""
        limit = min(options["limit_files"], MAX_FILES)
        found = compile_tree(
            options["folder"], max_files=limit, jobs=options["jobs"], checks=[QuizPart(fresh=True).check]
        )
        problems = [] if isinstance(found, Compiled) else found
        if options["format"] == "json":
            self.stdout.write(json.dumps([_as_json(problem) for problem in problems], indent=2))
        else:
            for problem in problems:
                self.stdout.write(str(problem))
        if problems:
            self.stderr.write(
                f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in {options['folder']}"
            )
            sys.exit(2)
        if isinstance(found, Compiled) and options["format"] == "text":
            self.stdout.write(_in_brief(found))


def _as_json(problem: Problem) -> dict[str, str | int]:
    """Return a problem for another program."""
    return {
        "path": problem.path,
        "line": problem.line,
        "wrong": problem.wrong,
        "allowed": problem.allowed,
    }


def _in_brief(found: Compiled) -> str:
    """Return one line on how much there is."""
    kinds = Counter(summary.kind for summary in found.summaries.values())
    statuses = Counter(lesson.status for lesson in found.lessons())
    return (
        f"{kinds['lesson']} lessons ({statuses['written']} written, {statuses['outline']} outlines), "
        f"{kinds['quiz']} quizzes, {len(found.files)} files: no problems"
    )
