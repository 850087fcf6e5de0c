"""Which addresses a page leads to, what an answer says of one, and when it is dead. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from typing import Final

LONGEST: Final = 1000
"""Bytes of an address that is asked."""
WEEKLY: Final = timedelta(days=7)
"""How often an address that answers is asked."""
AGAIN: Final = timedelta(hours=20)
"""When one that failed is asked again: on the next day."""
DEAD_AFTER: Final = 2
"""Days with a failure before an address is called dead, for a server may be down for a day."""
ALIVE: Final = frozenset((401, 403, 407, 429, 503, 999))
"""Answers of a server that is there and does not let a program in, or asks for patience."""
_HREF: Final = re.compile(r'href="(https?://[^"]+)"')


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an address: on how many days it failed in a row, when last, and why; empty while it answers."""

    failed_days: int = 0
    failed_on: date | None = None
    problem: str = ""


def addresses_in(html: str) -> list[str]:
    """Return the web addresses a page links to, each once, in order; without their fragments."""
    found = (unescape(url).partition("#")[0] for url in _HREF.findall(html))
    return list(dict.fromkeys(url for url in found if len(url.encode()) <= LONGEST))


def verdict(status: int) -> str:
    """Return what is wrong with an answer, or nothing."""
    return "" if status < 400 or status in ALIVE else f"The server answers {status}."


def after(standing: Standing, problem: str, day: date) -> Standing:
    """Return what is known once an address answered, or failed with ``problem`` on ``day``."""
    if not problem:
        return Standing()
    again = standing.failed_on == day
    return Standing(standing.failed_days + (0 if again else 1), day, problem[:200])


def next_at(standing: Standing, now: datetime) -> datetime:
    """Return when to ask again."""
    return now + (AGAIN if standing.failed_days else WEEKLY)
