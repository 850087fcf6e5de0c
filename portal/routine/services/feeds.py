"""Posts from the feeds of the plan's blogs. A feed that fails is noted and left alone until its next turn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import unescape
from io import BytesIO
from time import struct_time
from typing import Any, Final
from urllib.parse import urlsplit

import feedparser

from portal.content.models import PlanDocument
from portal.routine.fetching import Answer, Unreadable
from portal.routine.models import BlogFeed, BlogPost
from portal.routine.rules.words import plain_text

EVERY: Final = timedelta(hours=6)
NEWEST: Final = 30
"""Posts taken of a feed at a time."""
Fetch = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as a feed tells of it."""

    url: str
    title: str
    published_at: datetime


def due_feeds(now: datetime) -> list[str]:
    """Return the blogs whose feed was not asked for hours."""
    asked = set(BlogFeed.objects.filter(checked_at__gt=now - EVERY).values_list("blog", flat=True))
    return [uid for uid in _feeds() if uid not in asked]


def read_feed(uid: str, fetch: Fetch, *, now: datetime) -> int:
    """Ask one blog for its feed and keep its posts; return how many are new. What goes wrong is noted, not raised."""
    feeds = _feeds()
    if uid not in feeds:
        return 0
    feed, _ = BlogFeed.objects.get_or_create(blog=uid)
    hosts = {host for url in feeds.values() if (host := urlsplit(url).hostname)}
    try:
        answer = fetch(feeds[uid], hosts, etag=feed.etag, modified=feed.modified)
        entries = [] if answer.body is None else list(_entries(answer.body, now))
    except Unreadable as problem:
        _note(uid, now, problem=str(problem)[:200])
        return 0
    if answer.body is not None and not entries:
        _note(uid, now, problem="the feed has no posts that can be read")
        return 0
    new = _keep(uid, entries)
    told = {"etag": answer.etag, "modified": answer.modified} if answer.body is not None else {}
    _note(uid, now, problem="", **told)
    return new


def _feeds() -> dict[str, str]:
    """Return the address of each blog's feed, as the plan has it: the only hosts that are ever asked."""
    plan = PlanDocument.objects.first()
    return {blog["id"]: blog["feed"] for blog in plan.blogs if blog.get("feed")} if plan else {}


def _note(uid: str, now: datetime, **fields: str) -> None:
    BlogFeed.objects.filter(blog=uid).update(checked_at=now, **fields)


def _entries(body: bytes, now: datetime) -> Iterator[Entry]:
    """Yield the newest posts; without a title or with an address that is no web address, a post is left out."""
    for entry in feedparser.parse(BytesIO(body)).entries[:NEWEST]:
        url, title = str(entry.get("link", "")), plain_text(unescape(str(entry.get("title", ""))))
        if title and len(url) <= 500 and urlsplit(url).scheme in ("http", "https"):
            yield Entry(url, title[:300], min(_when(entry) or now, now))


def _when(entry: Any) -> datetime | None:
    said: struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime(*said[:6], tzinfo=timezone.utc) if said else None
    except ValueError:
        return None


def _keep(uid: str, entries: list[Entry]) -> int:
    """Add what is new; what a learner may have marked is never let go."""
    before = set(BlogPost.objects.filter(blog=uid).values_list("url", flat=True))
    fresh = {entry.url: entry for entry in entries if entry.url not in before}
    BlogPost.objects.bulk_create(
        (
            BlogPost(blog=uid, url=entry.url, title=entry.title, published_at=entry.published_at)
            for entry in fresh.values()
        ),
        ignore_conflicts=True,
    )
    return len(fresh)
