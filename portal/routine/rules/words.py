"""Text from strangers, made plain. Pure."""

import re
from typing import Final

TAG: Final = re.compile(r"<[^<>]{0,200}>")
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def plain_text(text: str) -> str:
    """Return ``text`` on one line without tags, control characters and marks that turn the direction of writing."""
    return " ".join(UNSEEN.sub(" ", TAG.sub("", text[:2000])).split())
