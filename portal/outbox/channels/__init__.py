"""The ways a message reaches somebody: one module each, found by ``channels``."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final, Literal, Protocol

from portal.core.registry import Registry

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.outbox.messages import Message

Busy = Literal["", "domain", "channel"]


class NotTaken(Exception):
    """The other side did not take a message; ``answer`` is what it said.

    ``permanent``: trying again is of no use. ``gone``: neither is the address, which is given up.
    ``busy``: who else would hear the same now and is left alone for a while, all of the delivery's domain or everybody
    of the channel. What the whole channel refuses is not counted against the message. ``doubtful``: it may have it all
    the same, as its answer to the whole message did not come.
    """

    doubtful = False

    def __init__(self, answer: str, *, permanent: bool = False, gone: bool = False, busy: Busy = "") -> None:
        """Keep the answer."""
        super().__init__(answer)
        self.answer = answer[:500]
        self.busy = busy
        self.permanent = permanent or gone
        self.gone = gone


class Line(Protocol):
    """An open way to the other side, kept for many messages."""

    def send(self, user: User, message: Message, message_id: str) -> str:
        """Hand one message over and return what the other side answered; raises ``NotTaken``.

        ``message_id`` is the same whenever this message is handed over again.
        """


class Channel(Protocol):
    """A way to reach people. ``slug`` is stored with every delivery, ``label`` is shown."""

    slug: str
    label: str

    def reached(self, user_ids: Iterable[int]) -> set[int]:
        """Return those of the users who can be reached this way now; one statement."""

    def open(self) -> AbstractContextManager[Line]:
        """Give out a line; it is opened at the first message, and closed whatever happens."""


channels: Final[Registry[Channel]] = Registry(__name__)
