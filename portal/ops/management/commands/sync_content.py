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

from portal.content.sync import Changes, ContentRefused, SyncedMeanwhile, sync
from portal.ops.watching import Stamp, changes, snapshot
from portal.quizzes.sync import QuizPart
from portal.search.sync import SearchPart
from portal.taking.sync import CardPart, FadingPart


class Command(BaseCommand):
    """Bring the files of a curriculum into the database: all of them, or nothing."""

    help = "Serve what the curriculum's files say; refuse all of them when one has a problem (exit code 2)."

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
            if code == 0:
                self.stdout.write(f"Served {time.monotonic() - begun:.2f} s after the change was seen.")
            self.stdout.flush()

    def _sync(self, options: dict[str, Any]) -> int:
        """Sync once; return 0, or the exit code of what kept it from being done."""
        console, quizzes = Console(stderr=True), QuizPart()
        cards = CardPart(quizzes)
        try:
            with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
                bar = progress.add_task("Compiling", total=None)
                done = sync(
                    options["folder"],
                    now=timezone.now(),
                    jobs=options["jobs"],
                    parts=[quizzes, cards, FadingPart(cards), SearchPart()],
                    on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
                )
        except ContentRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            self.stderr.write(
                f"{len(refused.problems)} problems: nothing was changed, the last release stays served."
            )
            return 2
        except SyncedMeanwhile:
            self.stderr.write("Another sync finished while this one ran; nothing was changed. Run it again.")
            return 3
        self._report(done, options["verbosity"])
        return 0

    def _report(self, changes: Changes, verbosity: int) -> None:
        """Print one line a lesson, then the sums."""
        for word, uids in (
            ("added", changes.added),
            ("changed", changes.changed),
            ("retired", changes.retired),
        ):
            for uid in uids if verbosity > 1 or len(uids) <= 20 else []:
                self.stdout.write(f"{word:8} {uid}")
        if not changes:
            self.stdout.write("Curriculum: nothing changed.")
            return
        self.stdout.write(
            f"Curriculum: {len(changes.added)} lessons added, {len(changes.changed)} changed, "
            f"{len(changes.retired)} retired, {changes.rendered} rendered again; {changes.files} files touched"
            f"{''.join(f', {count} {name} changed' for name, count in changes.beside.items())}."
        )
