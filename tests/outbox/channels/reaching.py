"""Learners who are reached at servers of this machine, and a browser's end of a push."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.accounts.models import User
from portal.outbox.channels import channels
from portal.outbox.messages import Message
from portal.outbox.models import Address
from portal.outbox.services.keeping import add
from tests.factories import NOON

ID = "<abc@example.org>"
MESSAGE = Message(
    subject="Window functions, 45 minutes",
    text="The whole text.\n",
    short="Read “Frames”, 20 minutes ünïcode",
    url="https://portal.example.org/lessons/sql/frames/",
    actions=(
        ("Done", "https://portal.example.org/a/"),
        ("Later", "https://portal.example.org/b/"),
        ("Stop", "https://portal.example.org/c/"),
        ("More", "https://portal.example.org/d/"),
    ),
)


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Browser:
    """The keys a browser keeps for its subscription."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": plain(point), "auth": plain(self.auth)}

    def read(self, body: bytes) -> dict[str, Any]:
        """Return what a push says, decrypted as a browser does."""
        found: dict[str, Any] = json.loads(
            http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        )
        return found


def make_address(user: User, slug: str, target: str, **config: Any) -> Address:
    """Keep an address as if it had been read."""
    given = (
        {"agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", **config} if slug == "webpush" else config
    )
    return add(user, slug, target, given, now=NOON)


def send(user: User, slug: str, message: Message = MESSAGE) -> str:
    """Send a message by a channel, as the sender does."""
    with channels[slug].open() as line:
        return line.send(user, message, ID)
