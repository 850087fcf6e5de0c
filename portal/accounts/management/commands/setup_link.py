"""``manage.py setup_link``: print the link that makes the owner's account."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts import services


class Command(BaseCommand):
    """Print a new one-time link; the one before it stops working."""

    help = "Print the link that makes the owner's account, once, within 24 hours; it replaces the one before."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link, or say why there is none."""
        link = services.setup_link(timezone.now())
        if link is None:
            raise CommandError(
                "There is an account already. `invite` asks others in, `changepassword` helps you in."
            )
        self.stdout.write(link)
