"""``manage.py import_plan FILE.md``: a plain study plan as the files of a curriculum."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.content.own_plan import DecodedWrongly, Import, PlanRefused, import_plan
from portal.content.planning import Repair

MOST = 20


class Command(BaseCommand):
    """Exit code 0: the folder holds the plan; 2: nothing was written, and why."""

    help = (
        "Read a study plan (headings, lengths in parentheses, topics as lists, milestones, a routine) into plan.yml "
        "and outlines with ids that stay. Run it again after a change of the plan. "
        "Exit codes: 0 written, 2 nothing was written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the plan, the folder, and what to do with what is in doubt."""
        parser.add_argument("file", type=Path, metavar="FILE.md")
        parser.add_argument("--into", type=Path, default=settings.CURRICULUM_DIR, metavar="DIR")
        doubt = parser.add_mutually_exclusive_group()
        doubt.add_argument("--repair", action="store_true", help="mend a text that was decoded wrongly")
        doubt.add_argument("--as-is", action="store_true", help="take such a text as it is")
        parser.add_argument("--prune", action="store_true", help="remove outlines the plan no longer has")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be written, and write nothing"
        )
        parser.add_argument("--jobs", type=int, default=None, help="processes that compile")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was made of the plan."""
        file: Path = options["file"]
        mend = True if options["repair"] else False if options["as_is"] else None
        values = {"prune": options["prune"], "dry": options["dry_run"], "jobs": options["jobs"]}
        try:
            done = import_plan(file, options["into"], mend=mend, **values)
        except DecodedWrongly as wrong:
            self._offer(file, wrong.found)
            raise CommandError("Nothing was written.", returncode=2) from None
        except PlanRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            count = len(refused.problems)
            word = "problem" if count == 1 else "problems"
            raise CommandError(
                f"{count} {word} in {refused.where}; nothing was written.", returncode=2
            ) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        self._report(options["into"], done, options)

    def _offer(self, file: Path, found: Repair) -> None:
        """Show what was decoded wrongly, and how it would read."""
        places = "1 place" if found.places == 1 else f"{found.places} places"
        self.stderr.write(f"{file} looks as if it had been decoded wrongly ({found.how}), in {places}:")
        for line, before, after in found.examples:
            self.stderr.write(f"{file}:{line}: {before}  reads  {after}")
        self.stderr.write(
            "Run it again with --repair to read it so (the file stays as it is), or with --as-is."
        )

    def _report(self, folder: Path, done: Import, options: dict[str, Any]) -> None:
        """Print the notes, then one line a file, then the sums."""
        draft = done.draft
        for note in sorted(set(done.notes)):
            self.stdout.write(str(note))
        lists = [
            ("written", [path for path in done.written if path not in draft.moved.values()]),
            ("moved", [f"{old} -> {new}" for old, new in draft.moved.items()]),
            ("edited", [f"{path} was changed by hand and stays" for path in draft.edited]),
            ("gone", [f"{path} is no longer in the plan; it stays" for path in draft.gone]),
            ("removed", [path for path in done.removed if path not in draft.moved]),
        ]
        for word, lines in lists:
            for line in lines if options["verbosity"] > 1 else lines[:MOST]:
                self.stdout.write(f"{word:8} {line}")
            if len(lines) > MOST and options["verbosity"] < 2:
                self.stdout.write(f"{word:8} … and {len(lines) - MOST} more (-v 2 names them)")
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{folder}: {len(done.written)} files {would}written, {done.unchanged} unchanged, "
            f"{len(draft.gone)} lessons no longer in the plan."
        )
