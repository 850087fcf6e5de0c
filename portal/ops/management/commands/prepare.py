"""``manage.py prepare``: everything between new code or content and a portal that can start."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, OutputWrapper
from django.utils import timezone

from portal.accounts.services import setup_link
from portal.ops import services
from portal.ops.management.commands.sync_content import CONFLICTS
from portal.studio.services.roles import make_roles


class Command(BaseCommand):
    """Check the settings, then bring tables, content and static files up to date in one process."""

    help = "Check, migrate, sync the curriculum and collect static files, each only where something is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what has been done elsewhere."""
        parser.add_argument("--without-static", action="store_true", help="for an image that brings its own")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say on standard error what is done; standard output has the link for the first account, if any."""
        progress = OutputWrapper(sys.stderr)
        if applied := services.migrate():
            progress.write(f"Database: {applied} migrations applied.")
        make_roles()
        self._sync(progress)
        if not options["without_static"] and services.collect_static():
            progress.write("Static files: collected and compressed.")
        if link := setup_link(timezone.now()):
            self.stdout.write(f"Nobody has an account yet. Make yours here; the link works once:\n{link}")

    def _sync(self, progress: OutputWrapper) -> None:
        """Sync the curriculum; a file with a problem is shown and keeps nobody from the release before it."""
        try:
            call_command("sync_content", stdout=progress)
        except SystemExit as ended:
            if ended.code == CONFLICTS:
                progress.write("The rest of the curriculum was taken in.")
            else:
                progress.write("The curriculum was not taken in; the portal serves what it had before.")
