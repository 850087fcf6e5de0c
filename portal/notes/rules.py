"""What may be kept, what is worth keeping a copy of, and how two texts become one. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 20 * 1024
"""Bytes of UTF-8 in one note."""
KEPT_VERSIONS: Final = 20
SPACING: Final = timedelta(minutes=10)
"""While somebody writes, an older version is kept about this often."""
MUCH: Final = 80
"""Characters; a save that takes away so many keeps what was there before."""
LONGEST_ADDRESS: Final = 500


def tidy(text: str) -> str:
    """Return ``text`` as it is stored: ``\\n`` line ends, and without the one character PostgreSQL cannot hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def too_long(text: str, what: str = "The note") -> str:
    """Return the sentence that says so of ``what`` the text is, or nothing; in bytes, so that its numbers differ."""
    size = len(text.encode())
    if size <= LONGEST:
        return ""
    return f"{what} has {size:,} bytes; {LONGEST:,} can be saved. Shorten it, or put a part elsewhere."


def worth_keeping(old: str, new: str, *, last_kept: datetime | None, now: datetime) -> bool:
    """Return whether ``old`` is kept as a version when ``new`` takes its place.

    ``last_kept`` is when a version of the note was kept last. Saves come every second or so while somebody writes;
    the text from before they began is kept, then one every ``SPACING``, and whatever a single save takes much from.
    """
    if not old.strip():
        return False
    return not new.strip() or last_kept is None or now - last_kept >= SPACING or taken_away(old, new) >= MUCH


def taken_away(old: str, new: str) -> int:
    """Return how many characters of ``old`` lie between the beginning and the end it shares with ``new``."""
    shared = _shared(old, new)
    return len(old) - shared - _shared(old[shared:][::-1], new[shared:][::-1])


def merged(saved: str, mine: str) -> str:
    """Return both texts as one: lines they share at both ends once, between them the saved ones, then mine.

    In linear time; where both changed the same place, both stand there, one behind the other.
    """
    theirs, ours = saved.split("\n"), mine.split("\n")
    head = _shared(theirs, ours)
    tail = _shared(theirs[head:][::-1], ours[head:][::-1])
    end = len(theirs) - tail
    return "\n".join([*theirs[:end], *ours[head : len(ours) - tail], *theirs[end:]])


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many elements both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def wrong_address(url: str) -> str:
    """Return why ``url`` is not taken as a link, as a sentence; nothing when it is. It is never fetched."""
    if not url.startswith("https://"):
        return "The address must start with https://."
    if len(url) > LONGEST_ADDRESS:
        return f"The address has {len(url)} characters; {LONGEST_ADDRESS} can be kept."
    if any(sign.isspace() or not sign.isprintable() or sign in '"<>\\^`{|}' for sign in url):
        return "The address holds a character that no address has."
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        named = False
    return "" if named else "The address names no site."
