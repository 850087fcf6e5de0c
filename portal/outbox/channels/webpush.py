"""Web push: a notification in browsers that the learner allowed, encrypted for each (RFC 8030, 8188, 8291)."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from binascii import Error
from collections.abc import Callable, Mapping
from typing import Any, Final

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from portal.accounts.rules import browser_name
from portal.core.errors import Refused
from portal.outbox.addresses import Address
from portal.outbox.channels import NotTaken, channels
from portal.outbox.channels.addressed import Addressed, post, web_address
from portal.outbox.messages import Message
from portal.outbox.vapid import authorisation

TTL: Final = 6 * 60 * 60
"""Seconds that a push service keeps a message for a browser that is away; later it would speak of a day gone by."""
ROOM: Final = 3993
"""Bytes of a message that every push service takes once they are encrypted (4096)."""
MOST_ACTIONS: Final = 2
NO_BROWSER: Final = "The browser did not say how to reach it. Try again, in another browser perhaps."


@channels.register
class WebPush(Addressed):
    """Pushes to every browser of the learner; one that has gone is forgotten."""

    slug = "webpush"
    label = "Browser notification"
    about = "A notification in this browser, also while the portal is not open."
    template = "outbox/_push.html"
    most = 10
    moves = ("p256dh", "auth")
    clock: Callable[[], float] = staticmethod(time.time)

    def read(self, given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """Return the browser's address at its push service, and its keys; ``agent`` says which browser it is."""
        keys = {name: given.get(name, "").rstrip("=") for name in self.moves}
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(keys["p256dh"]))
            fits = len(_decoded(keys["auth"])) == 16
        except (ValueError, Error) as error:
            raise Refused(NO_BROWSER) from error
        if not fits:
            raise Refused(NO_BROWSER)
        return web_address(given.get("endpoint", "")), {**keys, "agent": given.get("agent", "")[:300]}

    def shown(self, address: Address) -> str:
        """Return which browser it is; its address is a secret."""
        return browser_name(address.config["agent"])

    def give_up(self, address: Address, answer: str) -> None:
        """Forget a browser that unsubscribed or was reset."""
        Address.objects.filter(pk=address.pk).delete()

    def hand(self, address: Address, message: Message, message_id: str) -> str:
        """Push one message to one browser. An answer of 404 or 410 means that the browser has gone."""
        headers = {
            **authorisation(address.target, now=self.clock()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL),
            "Urgency": "normal",
            "Topic": _mark(message_id),
        }
        return post(address.target, _sealed(address, _payload(message, message_id)), headers, gone=(404, 410))


def _payload(message: Message, message_id: str) -> bytes:
    """Return what the service worker shows. Actions give way when there is no room."""
    said: dict[str, Any] = {
        "title": message.subject[:200],
        "body": message.short[:200],
        "url": message.url,
        "tag": _mark(message_id),
        "actions": [{"title": label, "url": url} for label, url in message.actions[:MOST_ACTIONS]],
    }
    whole = json.dumps(said, ensure_ascii=False).encode()
    if len(whole) > ROOM:
        whole = json.dumps({**said, "actions": []}, ensure_ascii=False).encode()
    if len(whole) > ROOM:
        raise NotTaken("The message is too long for a push.", permanent=True)
    return whole


def _sealed(address: Address, payload: bytes) -> bytes:
    """Return the payload encrypted for one browser, with keys that are used once."""
    sealed: bytes = http_ece.encrypt(
        payload,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_decoded(address.config["p256dh"]),
        auth_secret=_decoded(address.config["auth"]),
        version="aes128gcm",
    )
    return sealed


def _mark(message_id: str) -> str:
    """Return a name for a message, the same for each repetition, so that it replaces the one before."""
    return base64.urlsafe_b64encode(hashlib.sha256(message_id.encode()).digest()[:24]).decode()


def _decoded(text: str) -> bytes:
    """Return bytes from base64url; raises ``ValueError``."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
