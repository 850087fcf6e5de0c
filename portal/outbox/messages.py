"""What is sent, in the words of no channel, and who writes it. Pure, but for finding a writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from portal.core.registry import Registry
    from portal.outbox.models import Delivery


@dataclass(frozen=True, slots=True)
class Message:
    """One message, ready for any channel.

    ``subject`` is one plain line, ``text`` the whole in plain text, ``html`` its twin for those that show HTML
    (empty: none), ``short`` at most 200 characters for a notification, ``url`` the absolute address it leads to.
    ``actions`` are labels with absolute addresses, ``headers`` are those of a letter (List-Unsubscribe …).
    """

    subject: str
    text: str
    short: str
    url: str
    html: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silence:
    """Why nothing is sent: a sentence for the staff page and the log."""

    reason: str


class Writer(Protocol):
    """Writes the messages of one kind, at the moment they are sent.

    ``weekly`` messages wait behind the daily ones.
    """

    slug: str
    label: str
    weekly: bool

    def write(self, delivery: Delivery, now: datetime) -> Message | Silence:
        """Return what to send to ``delivery.user`` now, or why nothing; asked again right before each send."""


def writer_of(kind: str) -> Writer:
    """Return the writer of a kind, ``<app>.<slug>`` or ``<app>.<slug>:<subject>``; raises ``KeyError``.

    The writers of an app are the plug-ins of its package ``writers``.
    """
    app, _, rest = kind.partition(".")
    try:
        found = import_module(f"portal.{app}.writers")
    except ModuleNotFoundError as error:
        raise KeyError(kind) from error
    writers = cast("Registry[Writer]", found.writers)
    return writers[rest.partition(":")[0]]
