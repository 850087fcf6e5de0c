"""``manage.py sync_content [DIR]``: serve what the files say."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from portal.content.sync import Changes, ContentRefused, SyncedMeanwhile, insist, sync
from portal.ops.watching import Stamp, changes, snapshot
from portal.studio.parts import parts

CONFLICTS = 4
TRIES = 3


class Command(BaseCommand):
    """Bring the files of a curriculum into the database: all of them, or nothing.

    Exit code 0: the files are served; 2: a file has a problem, nothing was changed; 3: others published each time;
    4: all but the files named is served, and for those a person decides.
    """

    help = (
        "Serve what the curriculum's files say, joined with what was changed in the Studio; refuse all of them when "
        "one has a problem (exit code 2). A file that both sides changed, and that cannot be merged, stays as it is "
        "served and waits for a person (exit code 4)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and the number of processes."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CURRICULUM_DIR)
        parser.add_argument(
            "--jobs", type=int, default=None, help="processes that compile; by default one a core"
        )

        parser.add_argument(
            "--watch", action="store_true", help="go on, and sync again at every change, until Ctrl-C"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync, and print what was added, changed and retired."""
        if options["watch"] and not options["folder"].is_dir():
            raise CommandError(f"{options['folder']}: no folder to watch", returncode=2)
        before = snapshot(options["folder"]) if options["watch"] else {}
        code = self._sync(options)
        if not options["watch"]:
            if code:
                sys.exit(code)
            return
        try:
            self._watch(before, options)
        except KeyboardInterrupt:
            self.stdout.write("Stopped watching.")

    def _watch(self, before: dict[str, Stamp], options: dict[str, Any]) -> None:
        """Sync at every change; after a problem the last good release stays served, and the watch goes on."""
        self.stdout.write(f"Watching {options['folder']}. Ctrl-C ends it.")
        self.stdout.flush()
        for _ in changes(options["folder"], before, time.sleep):
            begun = time.monotonic()
            close_old_connections()
            try:
                code = self._sync(options)
            except OperationalError as error:
                self.stderr.write(
                    f"The database does not answer ({str(error).strip()}); the next change tries again."
                )
                continue
            if code in (0, CONFLICTS):
                self.stdout.write(f"Served {time.monotonic() - begun:.2f} s after the change was seen.")
            self.stdout.flush()

    def _sync(self, options: dict[str, Any]) -> int:
        """Sync once; return 0, or the exit code of what kept it from being done."""
        try:
            done = self._synced(options)
        except ContentRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            self.stderr.write(
                f"{len(refused.problems)} problems: nothing was changed, the last release stays served."
            )
            return 2
        except SyncedMeanwhile:
            self.stderr.write("Others published while this ran; nothing was changed. Run it again.")
            return 3
        self._report(done, options["verbosity"])
        for path in done.conflicts:
            self.stderr.write(
                f"{path}: changed here and in the Studio; what was served stays until a person decides at "
                f"{settings.SITE_URL}/studio/conflicts/"
            )
        return CONFLICTS if done.conflicts else 0

    def _synced(self, options: dict[str, Any]) -> Changes:
        """Sync, and again when somebody published in the Studio meanwhile. Raises what ``sync`` raises."""
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            bar = progress.add_task("Compiling", total=None)
            return insist(
                lambda: sync(
                    options["folder"],
                    now=timezone.now(),
                    jobs=options["jobs"],
                    parts=parts(),
                    on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
                ),
                TRIES,
            )

    def _report(self, changes: Changes, verbosity: int) -> None:
        """Print one line a lesson, then the sums."""
        for word, uids in (
            ("added", changes.added),
            ("changed", changes.changed),
            ("retired", changes.retired),
        ):
            for uid in uids if verbosity > 1 or len(uids) <= 20 else []:
                self.stdout.write(f"{word:8} {uid}")
        for path in changes.merged:
            self.stdout.write(f"merged   {path} with what was changed in the Studio")
        for path, folder in changes.parted.items():
            where = (
                "in the history there, as the two could not be merged" if path in changes.aside else "with it"
            )
            self.stdout.write(
                f"moved    {path} in the Studio, {folder} here: the first is served, this text is {where}"
            )
        if not changes:
            self.stdout.write("Curriculum: nothing changed.")
            return
        self.stdout.write(
            f"Curriculum: {len(changes.added)} lessons added, {len(changes.changed)} changed, "
            f"{len(changes.retired)} retired, {changes.rendered} rendered again; {changes.files} files touched"
            f"{''.join(f', {count} {name} changed' for name, count in changes.beside.items())}."
        )
