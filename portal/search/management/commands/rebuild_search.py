"""``manage.py rebuild_search``: make the index anew, should it ever be in doubt."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.search.sync import rebuild


class Command(BaseCommand):
    """Fill the index again from lessons, quizzes and notes; others can search and save meanwhile."""

    help = "Make the search index anew from lessons, quizzes and notes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how much can be found."""
        self.stdout.write(f"{rebuild()} things can be found.")
