"""A real web server on this machine, whose answers a test sets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.servers import running

Reply = tuple[int, dict[str, str]]


@dataclass
class Web:
    """Its address; status and headers by method and path; and what was asked, with the name of who asked."""

    url: str = ""
    answers: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    before: Callable[[str], object] = str

    def answers_with(self, path: str, get: int, head: int | None = None, **headers: str) -> str:
        """Let a path be answered so; return its address."""
        self.answers[f"GET {path}"] = (get, headers)
        self.answers[f"HEAD {path}"] = (get if head is None else head, headers)
        return self.url + path


@contextmanager
def web_server() -> Iterator[Web]:
    """Serve until the end of the block."""
    kept = Web()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            asked = f"{self.command} {self.path}"
            kept.asked.append(asked)
            kept.agents.add(self.headers["User-Agent"])
            kept.before(self.path)
            status, headers = kept.answers.get(asked, (404, {}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                try:
                    self.wfile.write(b"x" * 200_000)
                except OSError:
                    self.close_connection = True

        do_GET = do_HEAD = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    with running(server):
        yield kept
