"""ntfy: notifications of a topic, for its apps on phones and desktops."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from portal.core.errors import Refused
from portal.outbox.addresses import Address
from portal.outbox.channels import channels
from portal.outbox.channels.addressed import Addressed, Box, post, web_address
from portal.outbox.messages import Message

_TOPIC: Final = re.compile(r"(https?://[^/?#]+)/([-_A-Za-z0-9]{1,64})/?")
_TOKEN: Final = re.compile(r"[\x21-\x7e]{1,200}")
MOST_ACTIONS: Final = 3


@channels.register
class Ntfy(Addressed):
    """Publishes to a topic as JSON, with the address as a click and the actions as buttons."""

    slug = "ntfy"
    label = "ntfy"
    about = "A notification on your phone or desktop, by the ntfy app and a server of your choice."
    boxes = (
        Box("target", "Address of the topic", "Server and topic, like https://ntfy.example.org/my-study."),
        Box(
            "token",
            "Access token",
            "Only if the topic is protected. It is not shown again.",
            optional=True,
            secret=True,
            longest=200,
        ),
    )

    def read(self, given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """Return the topic's address and the token."""
        target, token = web_address(given["target"]).rstrip("/"), given.get("token", "").strip()
        if not _TOPIC.fullmatch(target):
            raise Refused("The address is a server and a topic: https://ntfy.example.org/my-study.")
        if token and not _TOKEN.fullmatch(token):
            raise Refused("A token has no spaces and no letters beyond ASCII.")
        return target, {"token": token} if token else {}

    def hand(self, address: Address, message: Message, message_id: str) -> str:
        """Publish one message."""
        server, _, topic = address.target.rpartition("/")
        body = {
            "topic": topic,
            "title": message.subject,
            "message": message.short,
            "click": message.url,
            "actions": [
                {"action": "view", "label": label, "url": url}
                for label, url in message.actions[:MOST_ACTIONS]
            ],
        }
        headers = {"Content-Type": "application/json"}
        if token := address.config.get("token"):
            headers["Authorization"] = f"Bearer {token}"
        return post(f"{server}/", json.dumps(body).encode(), headers)
