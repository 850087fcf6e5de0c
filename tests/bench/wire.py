"""How many bytes a visit takes over the wire, with the server and the compressed files of production.

gunicorn serves the real curriculum, WhiteNoise its Brotli files. A first visit loads a page and all that it asks for. A
repeat visit loads the page again: every other file may be kept for ever, and a lesson that has not changed answers that
it has not. In between stands a visit to another page, which needs the page alone. Headers are counted. The figures do
not depend on the database, so they are taken on SQLite only.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage

from tests.bench.world import World, world

FIRST, REPEAT = 60_000, 12_000
LINKED = re.compile(rb'(?:src|href)="(/static/[^"#]+)')
FOR_EVER = "immutable"
BROWSER = "gzip, deflate, br, zstd"


def fetch(port: int, path: str, at: World, **headers: str) -> tuple[int, bytes, HTTPMessage]:
    """Return the bytes of an answer with its headers, its body, and the headers."""
    cookie = "; ".join(f"{name}={value}" for name, value in at.cookies.items())
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": BROWSER, "Cookie": cookie, **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status in (200, 304), (path, answer.status)
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    return head + len(body), body, answer.headers


@contextmanager
def served(at: World) -> Iterator[int]:
    """Run gunicorn on a free port for as long as it is needed."""
    from django.conf import settings
    from django.db import connection

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.config.settings",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "VAR_DIR": str(settings.VAR_DIR),
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the port answers, as long as the server lives."""
    while server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("gunicorn did not start")


def visits(port: int, at: World, path: str) -> tuple[int, int]:
    """Print and return the bytes of a first and of a repeat visit of ``path``."""
    page, _, headers = fetch(port, path, at)
    _, plain, _ = fetch(port, path, at, **{"Accept-Encoding": "identity"})
    files = 0
    for file in {link.decode() for link in LINKED.findall(plain)}:
        size, _, kept = fetch(port, file, at)
        assert FOR_EVER in kept["Cache-Control"], file
        files += size
    repeat, _, _ = fetch(port, path, at, **{"If-None-Match": headers.get("ETag") or "none"})
    print(
        f"{path:<34} page {page:>6,} of {len(plain):>7,}   first visit {page + files:>6,}   repeat visit {repeat:>6,}"
    )
    return page + files, repeat


def main() -> int:
    """Measure the written lessons, an outline, the track and the path; fail when a limit is passed."""
    if "DATABASE_URL" in os.environ:
        return 0
    with world() as at, served(at) as port:
        from portal.content.models import Lesson

        lessons = [lesson.get_absolute_url() for lesson in Lesson.objects.live().written()]
        found = [visits(port, at, path) for path in ["/path/", "/path/sql/", "/path/sql/joins/", *lessons]]
    first, repeat = (max(sizes) for sizes in zip(*found, strict=True))
    print(
        f"largest: first visit {first:,} bytes (limit {FIRST:,}), repeat visit {repeat:,} (limit {REPEAT:,})"
    )
    return int(first >= FIRST or repeat >= REPEAT)


if __name__ == "__main__":
    sys.exit(main())
