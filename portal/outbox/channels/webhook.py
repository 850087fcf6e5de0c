"""A webhook: each message as signed JSON to an address of the learner's, by the rules of Standard Webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from portal.outbox.addresses import Address
from portal.outbox.channels import channels
from portal.outbox.channels.addressed import Addressed, Box, post, web_address
from portal.outbox.messages import Message

PREFIX: Final = "whsec_"


def signature(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    """Return ``v1,`` and the HMAC-SHA256 of id, time (``seconds`` since 1970 in UTC) and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message_id.encode(), str(seconds).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


@channels.register
class Webhook(Addressed):
    """Posts JSON; the receiver can prove who sent it, and when, and knows a repetition by its id."""

    slug = "webhook"
    label = "Webhook"
    about = "Each message as JSON to a program of your own, signed so that it can tell who sends."
    boxes = (Box("target", "Address", "An address that takes a POST, like https://example.org/study."),)
    clock: Callable[[], float] = staticmethod(time.time)

    def read(self, given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """Return the address, and a secret made for it."""
        target = web_address(given["target"])
        return target, {"secret": PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()}

    def hand(self, address: Address, message: Message, message_id: str) -> str:
        """Post one message. An answer of 410 Gone ends the webhook."""
        body = json.dumps(
            {
                "id": message_id,
                "subject": message.subject,
                "short": message.short,
                "text": message.text,
                "url": message.url,
                "actions": [{"label": label, "url": url} for label, url in message.actions],
            }
        ).encode()
        seconds = int(self.clock())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(address.config["secret"], message_id, seconds, body),
        }
        return post(address.target, body, headers, gone=(410,))
