"""Feeds, asked of a real server on this machine: what is taken, what is refused, and that nothing breaks Today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.progress.ledger import differences
from portal.progress.models import StudyDay
from portal.review.models import Card, ReviewLog
from portal.routine import fetching
from portal.routine.fetching import Answer, Unreadable, fetch
from portal.routine.models import BlogFeed, BlogPost
from portal.routine.rules.words import plain_text
from portal.routine.services.feeds import due_feeds, read_feed
from portal.routine.services.reviewed import note_days_of_review
from portal.routine.tasks import ask_blogs
from tests.factories import NOON, make_learner, make_plan

HOSTS = frozenset(["127.0.0.1"])
LOOPBACK = [ip_network("127.0.0.0/8")]
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>A blog</title>
<item><title>How &lt;b&gt;we&lt;/b&gt; count</title><link>https://example.org/1</link>
<pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item>
<item><title>Old</title><link>https://example.org/2</link><pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item>
<item><title></title><link>https://example.org/3</link></item>
</channel></rss>"""
ENTITIES = "".join(f'<!ENTITY e{n} "{(f"&e{n - 1};" if n else "ha") * 10}">' for n in range(9))
BOMB = f"""<?xml version="1.0"?><!DOCTYPE b [{ENTITIES}]><rss version="2.0"><channel>
<item><title>&e8;</title><link>https://example.org/1</link></item></channel></rss>"""


@dataclass
class Host:
    """A server whose answers are set by path: status, headers, body. It keeps the headers of each request."""

    url: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    before: Callable[[str], object] = str


@pytest.fixture
def host() -> Iterator[Host]:
    kept = Host(answers={"/feed": (200, {"ETag": '"1"'}, FEED.encode())})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kept.asked.append(dict(self.headers))
            kept.before(self.path)
            status, headers, body = kept.answers.get(self.path, (404, {}, b""))
            if self.headers.get("If-None-Match") == headers.get("ETag", "-"):
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def blog(db: None, host: Host) -> str:
    make_plan(
        blogs=[{"id": "blog", "title": "A blog", "url": "https://example.org/", "feed": f"{host.url}/feed"}]
    )
    return "blog"


def local(url: str, hosts: frozenset[str], **more: Any) -> Answer:
    return fetch(url, hosts, allowed=LOOPBACK, **more)


def test_posts_are_kept_with_plain_titles_and_web_addresses_only(blog: str) -> None:
    assert read_feed(blog, local, now=NOON) == 2
    assert list(BlogPost.objects.order_by("-published_at").values_list("title", "url")) == [
        ("How we count", "https://example.org/1"),
        ("Old", "https://example.org/2"),
    ]


def test_the_second_time_only_changes_are_asked_for(blog: str, host: Host) -> None:
    read_feed(blog, local, now=NOON)
    assert read_feed(blog, local, now=NOON + timedelta(hours=7)) == 0
    assert host.asked[1]["If-None-Match"] == '"1"'
    assert BlogFeed.objects.get().problem == ""
    assert BlogPost.objects.count() == 2


def test_a_blog_is_not_asked_again_for_hours(blog: str) -> None:
    assert due_feeds(NOON) == [blog]
    read_feed(blog, local, now=NOON)
    assert due_feeds(NOON + timedelta(hours=5)) == []
    assert due_feeds(NOON + timedelta(hours=7)) == [blog]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((500, {}, b""), "answered 500"),
        ((200, {}, b"<html>hello</html>"), "no posts"),
        ((200, {}, b"/etc/passwd"), "no posts"),
        ((200, {}, b"x" * (fetching.LARGEST + 1)), "larger than"),
        ((302, {"Location": "/feed"}, b""), "too many redirects"),
        ((302, {"Location": "http://169.254.169.254/latest"}, b""), "no host of the plan"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "neither https nor http"),
        ((302, {"Location": "http://user@127.0.0.1/"}, b""), "a name or a password"),
    ],
    ids=["500", "html", "a path", "large", "circle", "metadata", "file", "user"],
)
def test_a_feed_that_fails_is_noted_and_leaves_what_there_was(
    blog: str, host: Host, answer: tuple[int, dict[str, str], bytes], problem: str
) -> None:
    read_feed(blog, local, now=NOON)
    host.answers["/feed"] = answer
    assert read_feed(blog, local, now=NOON + timedelta(hours=7)) == 0
    assert problem in BlogFeed.objects.get().problem
    assert BlogPost.objects.count() == 2


def test_entities_that_would_fill_the_memory_are_not_expanded(blog: str, host: Host) -> None:
    host.answers["/feed"] = (200, {}, BOMB.encode())
    read_feed(blog, local, now=NOON)
    assert not BlogPost.objects.filter(title__contains="haha").exists()


def test_a_host_that_never_ends_its_answer_is_left_at_the_deadline(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", 0.2)
    enough = Event()
    host.before = lambda path: enough.wait(30)
    with pytest.raises(Unreadable):
        fetch(f"{host.url}/feed", HOSTS, allowed=LOOPBACK)
    enough.set()


def test_a_host_that_is_not_there_is_a_problem_and_no_error() -> None:
    with pytest.raises(Unreadable):
        fetch("http://127.0.0.1:9/", HOSTS, allowed=LOOPBACK)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "192.168.1.1", "0.0.0.0"]
)
def test_private_addresses_are_never_asked(address: str) -> None:
    shown = f"[{address}]" if ":" in address else address
    with pytest.raises(Unreadable, match="not a public address"):
        fetch(f"http://{shown}/", frozenset([address]))


def test_the_task_reads_nothing_on_this_machine_in_earnest(blog: str, host: Host) -> None:
    ask_blogs()
    assert host.asked == []
    assert "not a public address" in BlogFeed.objects.get().problem


def test_the_task_reads_every_blog_whose_turn_it_is(blog: str, settings: object) -> None:
    settings.PRIVATE_ADDRESSES = LOOPBACK  # type: ignore[attr-defined]
    ask_blogs()
    assert BlogPost.objects.count() == 2


def test_a_dead_feed_does_not_break_today(client: Client, blog: str, host: Host) -> None:
    host.answers.clear()
    read_feed(blog, local, now=NOON)
    client.force_login(make_learner())
    assert client.get("/today/").status_code == 200
    assert b"https://example.org/" in client.get("/today/reading/").content


@pytest.mark.parametrize(
    ("said", "shown"),
    [("a<b>b</b>", "ab"), ("a\u202eb\x00c", "a b c"), ("2 < 3 and 4 > 3", "2 3"), ("  a \n b ", "a b")],
)
def test_titles_of_strangers_are_made_plain(said: str, shown: str) -> None:
    assert plain_text(said) == shown


def make_review(learner: User, days: int = 0) -> None:
    at = NOON - timedelta(days=days)
    card = Card.objects.create(user=learner, kind="question", ref=f"q#{days}", created_at=at, due=at)
    ReviewLog.objects.create(
        user=learner, card=card, client_uuid=uuid4(), kind="question", source="review", rating=3, reviewed_at=at,
        local_date=at.date(), retention=0.9, first=True, before={}, after={},
    )  # fmt: skip


def test_a_day_of_review_is_a_day_of_study_and_is_noted_once(db: None) -> None:
    learner = make_learner()
    make_review(learner)
    make_review(learner, days=1)
    assert note_days_of_review(NOON) == 2
    assert note_days_of_review(NOON) == 0
    assert StudyDay.objects.filter(acted=True).count() == 2
    assert differences(learner) == []


@pytest.mark.once  # PostgreSQL reads a small table as a whole, and is right to
def test_days_of_review_are_found_by_their_date_and_not_among_all_there_ever_were(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        note_days_of_review(NOON)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        steps = [row[-1] for row in cursor.fetchall()]
    assert "grades_of_a_day (local_date>?)" in " ".join(steps)
