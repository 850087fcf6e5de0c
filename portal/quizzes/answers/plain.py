"""Rendered text as plain text, for places that take no HTML (the entries of a drop-down)."""

import re
from html import unescape

_TAG = re.compile(r"<[^<>]*>")


def plain(html: str) -> str:
    """Return what a reader of ``html`` reads."""
    return " ".join(unescape(_TAG.sub("", html)).split())
