"""``manage.py invite EMAIL``: ask somebody in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from portal.accounts import services
from portal.core.errors import Refused


class Command(BaseCommand):
    """Send an invitation by mail and print its link."""

    help = "Ask an address in: sends a link that is good for one account within seven days, and prints it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and whether the account may open the admin."""
        parser.add_argument("email")
        parser.add_argument("--staff", action="store_true", help="the account may open the admin")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, or say why not."""
        try:
            validate_email(options["email"])
            now = timezone.now()
            _, link = services.invite(options["email"], for_staff=options["staff"], by=None, now=now)
        except (ValidationError, Refused) as error:
            raise CommandError(getattr(error, "reason", "That is not an e-mail address.")) from error
        self.stdout.write(link)
