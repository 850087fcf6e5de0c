"""``manage.py export_content [DIR]``: the files of the release that is served."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.content.export import Comparison, NoRelease, WouldOverwrite, export, others
from portal.content.models import SourceFile

CONFLICTS = 4
DECIDE = f"{settings.SITE_URL}/studio/conflicts/"


class Command(BaseCommand):
    """Exit code 0: the folder holds the release; 2: nothing was written, and why; 4: all but what a person decides."""

    help = (
        "Write every file of the release that is served, byte for byte as it was synced. A file of DIR that "
        "nobody synced is not written over without --force, and one that waits for a person never. "
        "Exit codes: 0 written, 2 nothing was written, 4 written but the files named, for which a person decides."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and whether to write over what differs."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CURRICULUM_DIR, metavar="DIR")
        parser.add_argument("--force", action="store_true", help="write over files that nobody synced")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, and say what was written."""
        folder: Path = options["folder"]
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder}: a file; DIR is a folder", returncode=2)
        try:
            done = export(folder, force=options["force"])
        except NoRelease:
            raise CommandError("There is no release yet. Run sync_content first.", returncode=2) from None
        except WouldOverwrite as refused:
            self._explain(refused.comparison)
            raise CommandError("Nothing was written.", returncode=2) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        self._report(folder, done, options["verbosity"])
        for path in done.waiting:
            self.stderr.write(
                f"{path}: changed here and in the Studio; it was left alone: decide at {DECIDE}"
            )
        if done.waiting:
            sys.exit(CONFLICTS)

    def _explain(self, found: Comparison) -> None:
        """Name every file that stands in the way."""
        for path, obstacle in found.blocked:
            self.stderr.write(f"{path}: {obstacle}; a plain file, or nothing")
        for path in found.differ:
            self.stderr.write(
                f"{path}: differs from what was last synced; sync it first, or --force to write over it"
            )

    def _report(self, folder: Path, done: Comparison, verbosity: int) -> None:
        """Print one line for each file that was written, then the sums."""
        written = sorted([*done.missing, *done.behind, *done.differ])
        for path in written if verbosity > 1 or len(written) <= 20 else []:
            self.stdout.write(f"written  {path}")
        for path in done.gone:
            self.stdout.write(f"removed  {path} is no longer in the release")
        for path in done.kept:
            self.stdout.write(
                f"kept     {path} left the release and was changed here; sync it, and decide at {DECIDE}"
            )
        known = [*SourceFile.objects.values_list("path", flat=True), *done.kept, *done.waiting]
        for path in others(folder, known):
            self.stdout.write(f"beside   {path} is not in the release; it was left alone")
        self.stdout.write(f"{folder}: {len(written)} files written, {len(done.same)} unchanged.")
