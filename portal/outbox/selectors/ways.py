"""What the page of channels shows of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from portal.accounts.models import User
from portal.outbox.addresses import MAIL, Address
from portal.outbox.channels import channels
from portal.outbox.channels.addressed import Addressed


@dataclass(frozen=True, slots=True)
class Way:
    """A channel and the learner's addresses of it: pairs of row and name. ``room``: one more may be added."""

    channel: Addressed
    addresses: tuple[tuple[Address, str], ...]
    on: bool
    room: bool

    @property
    def problem(self) -> str:
        """Return why the portal switched it off, if it did."""
        return next((row.problem for row, _ in self.addresses if row.problem), "")


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters stand: the address, whether it is proved, whether letters are wanted, and why not perhaps."""

    address: str
    proved: bool
    on: bool
    problem: str
    can_test: bool


def mail_of(user: User) -> Mail:
    """Return how letters to the user stand."""
    row = Address.objects.of(user).filter(channel=MAIL).first()
    proved = EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
    on = row is None or row.on
    return Mail(user.email, proved, on, row.problem if row else "", proved and on and MAIL in channels)


def ways_of(user: User) -> list[Way]:
    """Return the channels this portal has, besides mail, as they stand for the user."""
    rows = list(Address.objects.of(user).exclude(channel=MAIL).order_by("pk"))
    return [_way(channel, [row for row in rows if row.channel == channel.slug]) for channel in addressed()]


def addressed() -> Iterator[Addressed]:
    """Yield the channels that take addresses and that this portal offers."""
    for channel in channels:
        if isinstance(channel, Addressed) and channel.offered:
            yield channel


def _way(channel: Addressed, rows: list[Address]) -> Way:
    named = tuple((row, channel.shown(row)) for row in rows)
    return Way(channel, named, any(row.on for row in rows), len(rows) < channel.most)
