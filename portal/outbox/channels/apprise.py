"""Apprise: many services by one kind of address. An extra: it is offered when installed and ``APPRISE`` says so.

Apprise asks servers by itself: it looks names up, follows redirects, and some of its addresses name a host, a file or
a template to be loaded. So ``services`` takes addresses without a query of services at a host of their own alone;
``any`` takes whatever Apprise can, for portals where everybody may reach what the server reaches.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Final

from django.conf import settings

from portal.core.errors import Refused
from portal.outbox.addresses import Address
from portal.outbox.channels import NotTaken, channels
from portal.outbox.channels.addressed import Addressed, Box
from portal.outbox.messages import Message

SERVICES: Final = frozenset(
    ("discord", "gchat", "ifttt", "line", "pbul", "pover", "prowl", "slack", "spush", "tgram", "threema")
)
"""Schemes whose service has one host, which no part of the address changes."""
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9]*)://[\x21-\x7e]+")


@channels.register
class Apprise(Addressed):
    """Hands messages to Apprise."""

    slug = "apprise"
    label = "Apprise"
    about = "A service that Apprise knows, such as Telegram, Slack or Discord."
    boxes = (
        Box("target", "Apprise address", "Like tgram://token/chat. It is not shown again.", secret=True),
    )

    @property
    def offered(self) -> bool:
        """Return whether Apprise is installed and switched on."""
        return settings.APPRISE != "off" and find_spec("apprise") is not None

    def read(self, given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """Return the address; it is a secret, so ``target`` names the service only."""
        url = given["target"].strip()
        scheme = _judged(url)
        if _plugin(url) is None:
            raise Refused("Apprise does not understand that address.")
        return scheme, {"url": url}

    def shown(self, address: Address) -> str:
        """Return the service; the rest of the address is a secret."""
        return f"{address.target}://…"

    def hand(self, address: Address, message: Message, message_id: str) -> str:
        """Hand over one message, if the settings of today still let the address through."""
        try:
            _judged(address.config["url"])
        except Refused as refusal:
            raise NotTaken(refusal.reason, permanent=True) from refusal
        plugin = _plugin(address.config["url"])
        if plugin is None:
            raise NotTaken("Apprise does not understand the address any more.", permanent=True)
        with _Overheard() as words:
            taken = plugin.notify(body=f"{message.short}\n{message.url}", title=message.subject)
        if not taken:
            raise NotTaken(words.last or "The service did not take it.")
        return "The service took it."


def _judged(url: str) -> str:
    """Return the scheme of an address that may be used here; raises ``Refused``."""
    found = _ADDRESS.fullmatch(url)
    if not found:
        raise Refused("An Apprise address is a service and a path: tgram://token/chat.")
    if settings.APPRISE == "any":
        return found[1]
    if found[1] not in SERVICES:
        raise Refused(f"This portal takes these services by Apprise: {', '.join(sorted(SERVICES))}.")
    if "?" in url:
        raise Refused("Leave out the part from the question mark on: options could lead elsewhere.")
    return found[1]


def _plugin(url: str) -> Any:
    """Return Apprise's plug-in for an address, or ``None``. It is imported here, for it takes long."""
    import apprise

    asset = apprise.AppriseAsset(async_mode=False, secure_logging=True, app_id="portal")
    return apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)


class _Overheard(logging.Handler):
    """What Apprise logs in this thread meanwhile: the only way it says why."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the last line."""
        if record.thread == self._thread:
            self.last = record.getMessage()[:300]

    def __enter__(self) -> _Overheard:
        logging.getLogger("apprise").addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        logging.getLogger("apprise").removeHandler(self)
