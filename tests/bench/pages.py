"""What a lesson page and a tick cost, against bare views behind the same middleware, in the same process.

CPU time of this process, so on PostgreSQL the server's own work is not in it. The two sides take turns in short rounds
and the figure is the median over the rounds: what else the machine does meets both. Requests go through the WSGI handler.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.world import World, world

ROUNDS, CALLS = 60, 30
BROWSER = "gzip, deflate, br, zstd"
LIMITS = {"lesson": 1.5, "tick": 2.0}


class Browser:
    """Sends requests of one signed-in learner straight to the handler."""

    def __init__(self, handler: Callable[..., Any], cookies: dict[str, str]) -> None:
        """Keep the handler and the cookies; ``csrf`` among them is the token of the forms."""
        self.handler = handler
        self.csrf = cookies["csrf"]
        self.cookie = SimpleCookie(cookies).output(header="", sep=";").strip()

    def send(
        self, method: str, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """Return status and body of one request."""
        body = urlencode(form or {}).encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookie,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            **headers,
        }
        answer: list[str] = []
        response = self.handler(environ, lambda status, headers: answer.append(status))
        content = b"".join(response)
        response.close()
        return int(answer[0][:3]), content


def measure(sides: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the CPU seconds of one call of each side: the median over the rounds."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for call in sides.values():
        call()
    for _ in range(ROUNDS):
        for name, call in sides.items():
            began = time.process_time()
            for _ in range(CALLS):
                call()
            times[name].append((time.process_time() - began) / CALLS)
    return {name: statistics.median(values) for name, values in times.items()}


def report(database: str, what: str, costs: dict[str, float]) -> float:
    """Print one comparison; return the ratio of the first side to the second."""
    (_, ours), (_, bare) = costs.items()
    print(
        f"{database:<10} {what:<28} {ours * 1e6:7.0f} µs   bare {bare * 1e6:7.0f} µs   ratio {ours / bare:.2f}"
    )
    return ours / bare


def lesson(at: World, **headers: str) -> dict[str, Callable[[], object]]:
    """Return the lesson page beside a bare view that answers with the same text."""
    browser = Browser(at.handler, at.cookies)

    def get(path: str) -> Callable[[], object]:
        assert browser.send("GET", path, **headers)[0] == 200, path
        return lambda: browser.send("GET", path, **headers)

    return {"lesson": get(at.lesson.get_absolute_url()), "bare": get(f"/bare/page/{at.lesson.version_id}/")}


def tick(at: World) -> dict[str, Callable[[], object]]:
    """Return a tick by HTMX, each one a change, beside a bare view that writes one row."""
    browser = Browser(at.handler, at.cookies)
    done = False

    def change() -> object:
        nonlocal done
        done = not done
        form = {
            "csrfmiddlewaretoken": browser.csrf,
            "request": uuid4().hex,
            "item": at.item,
            "done": str(done).lower(),
        }
        status, body = browser.send(
            "POST", at.tick, form, HTTP_HX_REQUEST="true", HTTP_ACCEPT_ENCODING=BROWSER
        )
        assert status == 200, body
        return body

    def bare() -> object:
        status, body = browser.send(
            "POST", "/bare/write/", {"csrfmiddlewaretoken": browser.csrf}, HTTP_ACCEPT_ENCODING=BROWSER
        )
        assert status == 200, body
        return body

    return {"tick": change, "bare": bare}


def main() -> int:
    """Measure, print, and fail when a limit is passed."""
    with world() as at:
        ratios = {
            "lesson": report(at.database, "lesson page", measure(lesson(at, HTTP_ACCEPT_ENCODING=BROWSER))),
            "tick": report(at.database, "tick", measure(tick(at))),
        }
        report(at.database, "lesson page, not compressed", measure(lesson(at)))
    return int(any(ratio > LIMITS[name] for name, ratio in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
