"""What the channels have in common whose address a learner gives: reading it, and handing a message to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings

from portal.core.errors import Refused
from portal.core.outside import Barred, Reply, Unreachable, ask, check
from portal.outbox.addresses import Address
from portal.outbox.channels import Line, NotTaken

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.outbox.messages import Message

AGENT: Final = "DataEngineeringMastery/1.0"
LONGEST: Final = 1000
_LATER: Final = frozenset((408, 425, 429))
"""Refusals that mean: not now."""


@dataclass(frozen=True, slots=True)
class Box:
    """A field to be filled for an address. ``secret``: it is never shown again."""

    name: str
    label: str
    hint: str = ""
    optional: bool = False
    secret: bool = False
    longest: int = LONGEST


class Addressed(ABC):
    """A channel to addresses of the learner's own.

    ``most`` is how many each may have, ``boxes`` what is asked for one, ``about`` a sentence that says what it is,
    ``template`` what the page shows to add one.
    ``moves`` names what of ``config`` proves that an address is the giver's, who takes it over from another account.
    """

    slug: str
    label: str
    about: str
    template = "outbox/_address_form.html"
    most = 1
    boxes: tuple[Box, ...] = ()
    moves: ClassVar[tuple[str, ...]] = ()

    @property
    def offered(self) -> bool:
        """Return whether this portal has the channel."""
        return True

    @abstractmethod
    def read(self, given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """Return ``target`` and ``config`` of what was typed; raises ``Refused``."""

    @abstractmethod
    def hand(self, address: Address, message: Message, message_id: str) -> str:
        """Hand a message to one address and return what was answered; raises ``NotTaken``."""

    def shown(self, address: Address) -> str:
        """Return what the page calls an address; no secret of it."""
        return address.target

    def give_up(self, address: Address, answer: str) -> None:
        """Switch off an address that is there no more, and say why."""
        Address.objects.filter(pk=address.pk).update(on=False, problem=answer[:500])

    def reached(self, user_ids: Iterable[int]) -> set[int]:
        """Return those who gave an address and have it switched on."""
        if not self.offered:
            return set()
        return set(Address.objects.wanted(self.slug, user_ids).values_list("user_id", flat=True))

    def open(self) -> AbstractContextManager[Line]:
        """Give out the channel itself: each message is a conversation of its own."""
        return nullcontext(self)

    def send(self, user: User, message: Message, message_id: str) -> str:
        """Hand a message to every address; one that takes it is enough. Raises ``NotTaken``."""
        answers, refusals = [], []
        for address in Address.objects.wanted(self.slug, [user.pk]).order_by("pk"):
            try:
                answers.append(self.hand(address, message, message_id))
            except NotTaken as refusal:
                refusals.append(refusal)
                if refusal.gone:
                    self.give_up(address, refusal.answer)
        if answers:
            return answers[0] if len(answers) == 1 else f"{answers[0]} (and {len(answers) - 1} more)"
        if refusals:
            raise min(refusals, key=lambda refusal: (refusal.gone, refusal.permanent))
        raise NotTaken("There is no address that is switched on.", permanent=True)


def web_address(url: str) -> str:
    """Return an address to send to, as it was typed but for spaces around; raises ``Refused``."""
    url = url.strip()
    if len(url) > LONGEST:
        raise Refused(f"An address has at most {LONGEST} characters.")
    try:
        check(url, settings.PRIVATE_ADDRESSES)
    except Unreachable as error:
        own = " It is on a network of its own; whoever runs the portal can allow it."
        raise Refused(f"{error}{own if 'not a public' in str(error) else ''}") from error
    return url


def post(url: str, body: bytes, headers: Mapping[str, str], *, gone: Collection[int] = ()) -> str:
    """Send a request and return what was answered; raises ``NotTaken``. The statuses of ``gone`` end the address."""
    try:
        reply = ask(
            url,
            method="POST",
            body=body,
            headers={"User-Agent": AGENT, **headers},
            allowed=settings.PRIVATE_ADDRESSES,
        )
    except Unreachable as error:
        raise NotTaken(str(error), permanent=isinstance(error, Barred)) from error
    if 200 <= reply.status < 300:
        return _said(reply)
    later = reply.status in _LATER or reply.status >= 500
    raise NotTaken(_said(reply), permanent=not later, gone=reply.status in gone)


def _said(reply: Reply) -> str:
    """Return the status in words, with the beginning of what was said to a refusal."""
    try:
        words = f"{reply.status} {HTTPStatus(reply.status).phrase}"
    except ValueError:
        words = str(reply.status)
    if reply.status < 300:
        return words
    if reply.status < 400:
        return f"{words}: the address leads elsewhere, which is not followed"
    text = " ".join(
        "".join(c if c.isprintable() else " " for c in reply.body.decode(errors="replace")).split()
    )
    return f"{words}: {text[:200]}" if text else words
