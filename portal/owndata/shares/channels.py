"""Where the learner is reached: a table for people, without the secrets, and never taken in."""

from collections.abc import Iterator

from portal.accounts.models import User
from portal.outbox.channels import channels
from portal.outbox.channels.addressed import Addressed
from portal.outbox.models import Address
from portal.owndata.rules.sheets import sheet
from portal.owndata.shares import Paper, Share, shares


@shares.register
class ChannelsShare(Share):
    """A browser, a topic and a webhook know this portal by keys of its own, so in another one they are added anew."""

    slug = "channels"
    label = "Channels"

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield the addresses as the page of channels names them."""
        head = ("channel", "address", "on", "problem", "created_at")
        rows = Address.objects.of(learner).order_by("pk")
        yield (
            "channels.csv",
            sheet(head, ((row.channel, _named(row), row.on, row.problem, row.created_at) for row in rows)),
        )


def _named(row: Address) -> str:
    found = (
        channel for channel in channels if channel.slug == row.channel and isinstance(channel, Addressed)
    )
    return next((channel.shown(row) for channel in found), row.target)
