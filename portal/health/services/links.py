"""Ask whether the addresses the curriculum links to still answer: a few at a time, and no server more than it bears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urljoin, urlsplit

from portal.core.outside import Network, Reply, Unreachable, ask
from portal.health.models import LinkCheck
from portal.health.rules.links import after, next_at, verdict

AGENT: Final = "DataEngineeringMastery/1.0 (link check; each address once a week)"
A_RUN: Final = 200
"""Addresses asked in one run."""
A_HOST: Final = 20
"""Addresses of one host asked in one run; the others have their turn in the next."""
PACE: Final = 2.0
"""Seconds between two requests to one host."""
SECONDS: Final = 10.0
"""Seconds one answer may take."""
LARGEST: Final = 16 * 1024
"""Bytes read of an answer, of which only the beginning matters."""
HOPS: Final = 5
LEASE: Final = timedelta(hours=1)
"""How long an address belongs to the run that took it; one that dies leaves it to the next after that."""
Ask = Callable[[str], int]
"""Asks an address and returns the status of the last answer; raises ``Unreachable``."""


def check_links(
    asked: Ask,
    pause: Callable[[float], None],
    *,
    now: datetime,
    most: int = A_RUN,
    enough: Callable[[], bool] = lambda: False,
) -> int:
    """Ask the addresses whose turn it is, until it is ``enough``; return how many were asked.

    Two runs at once never ask the same address. Addresses of different hosts come in turn, so that pauses are few.
    """
    due = list(LinkCheck.objects.due(now)[: most * 5])
    counts: Counter[str] = Counter()
    chosen: list[tuple[int, LinkCheck]] = []
    for link in due:
        host = urlsplit(link.url).hostname or ""
        if counts[host] < A_HOST:
            chosen.append((counts[host], link))
            counts[host] += 1
    done, last = 0, ""
    for _, link in sorted(chosen[:most], key=lambda one: one[0]):
        if enough():
            break
        if not LinkCheck.objects.filter(pk=link.pk, next_at=link.next_at).update(next_at=now + LEASE):
            continue
        host = urlsplit(link.url).hostname or ""
        if host == last or counts[host] > 1:
            pause(PACE)
        _note(link, asked, now)
        done, last = done + 1, host
    return done


def _note(link: LinkCheck, asked: Ask, now: datetime) -> None:
    """Ask one address and write how it did."""
    status: int | None = None
    try:
        status = asked(link.url)
        problem = verdict(status)
    except Unreachable as error:
        problem = str(error)
    standing = after(link.standing, problem, now.date())
    LinkCheck.objects.filter(pk=link.pk).update(
        checked_at=now, status=status, next_at=next_at(standing, now), **asdict(standing)
    )


def status_of(url: str, *, allowed: Sequence[Network] = ()) -> int:
    """Return what the server answers in the end: to HEAD, and where that is refused to GET. Raises ``Unreachable``."""
    reply = _followed("HEAD", url, allowed)
    if verdict(reply.status) or reply.status in (403, 503):
        reply = _followed("GET", url, allowed)
    return reply.status


def _followed(method: str, url: str, allowed: Sequence[Network]) -> Reply:
    """Ask, and go where the answers lead; each address on the way is looked at as the first one was."""
    for _ in range(HOPS + 1):
        headers = {"User-Agent": AGENT, "Accept": "*/*"}
        reply = ask(
            url,
            method=method,
            headers=headers,
            allowed=allowed,
            secure=False,
            largest=LARGEST,
            seconds=SECONDS,
        )
        onward = reply.headers.get("Location") if reply.status in (301, 302, 303, 307, 308) else None
        if not onward:
            return reply
        url = urljoin(url, onward)
    raise Unreachable(f"{urlsplit(url).hostname} leads on and on.")
