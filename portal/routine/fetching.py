"""Asking a blog for its feed, at the hosts the plan names and nowhere else; a redirect leads there as well or ends."""

import time
from collections.abc import Sequence, Set
from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import urljoin

from portal.core.outside import Network, Reply, Unreachable, ask, place_of

DEADLINE: Final = 20.0
"""Seconds that all of it may take."""
LARGEST: Final = 3 * 1024 * 1024
HOPS: Final = 3
AGENT: Final = "DataEngineeringMastery/1.0 (a reading list; one request a day)"


class Unreadable(Exception):
    """A feed cannot be had; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said: ``body`` is None when nothing changed since ``etag`` or ``modified``."""

    body: bytes | None
    etag: str
    modified: str


def fetch(
    url: str, hosts: Set[str], *, etag: str = "", modified: str = "", allowed: Sequence[Network] = ()
) -> Answer:
    """Return the feed at ``url``; ``allowed`` are the private addresses that may be asked. Raises ``Unreadable``."""
    headers = {"User-Agent": AGENT}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    ends = time.monotonic() + DEADLINE
    try:
        for _ in range(HOPS + 1):
            if (host := place_of(url).host) not in hosts:
                raise Unreadable(f"{host} is no host of the plan's feeds")
            left = max(ends - time.monotonic(), 0)
            reply = ask(url, headers=headers, allowed=allowed, secure=False, largest=LARGEST, seconds=left)
            if not (onward := _onward(reply)):
                return _answer(reply)
            url = urljoin(url, onward)
    except Unreachable as error:
        raise Unreadable(str(error)[:200]) from error
    raise Unreadable("too many redirects")


def _onward(reply: Reply) -> str | None:
    """Return the address the answer leads on to, if it does."""
    return reply.headers.get("Location") if reply.status in (301, 302, 303, 307, 308) else None


def _answer(reply: Reply) -> Answer:
    if reply.status == 304:
        return Answer(None, *_validators(reply.headers))
    if reply.status != 200:
        raise Unreadable(f"the host answered {reply.status}")
    if not reply.whole:
        raise Unreadable(f"the feed is larger than {LARGEST // 1024} KB")
    return Answer(reply.body, *_validators(reply.headers))


def _validators(headers: Message) -> tuple[str, str]:
    return (headers.get("ETag") or "")[:200], (headers.get("Last-Modified") or "")[:60]
