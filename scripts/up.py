"""``make up``: everything between a fresh clone and a page in the browser."""

import socket
from pathlib import Path

from scripts import environment
from scripts.common import PYTHON, ROOT, say
from scripts.packages import RUNTIME, install
from scripts.supervisor import Service, Supervisor


def up() -> int:
    """Install what is missing, then run web and worker until Ctrl-C; return the exit code."""
    env = environment.variables()
    var = Path(env["VAR_DIR"])
    environment.writable(var)
    with environment.listen(env["HOST"], env["PORT"]) as listener:
        install(RUNTIME)
        environment.secret_key(var)
        greeting = Greeting(listener, f"The portal is at {address(env)}  (Ctrl-C stops it)")
        return Supervisor(services(env, listener), say, ROOT, greeting).run()


def address(env: dict[str, str]) -> str:
    """Return the address to open; that of ``SITE_URL`` when it is set."""
    return env.get("SITE_URL") or f"http://localhost:{env['PORT']}"


def services(env: dict[str, str], listener: socket.socket) -> list[Service]:
    """Return the two processes: web, which inherits the open port and prepares the data, and the worker.

    Two arenas of memory are enough for threads that mostly wait; one for each keeps what each has ever needed.
    """
    env = {"MALLOC_ARENA_MAX": "2", **env}
    bind = f"fd://{listener.fileno()}"
    web = ["gunicorn", "-c", "python:portal.config.gunicorn", "--bind", bind, "portal.config.wsgi"]
    clock = ["--beat", "--schedule", f"{env['VAR_DIR']}/beat"]
    worker = ["celery", "-q", "-A", "portal.config", "worker", *clock]
    return [
        Service("web", [str(PYTHON), "-m", *web], {**env, "PREPARE_AT_START": "1"}, (listener.fileno(),)),
        Service("worker", [str(PYTHON), "-m", *worker], env),
    ]


class Greeting:
    """Asks the web process for a sign of life and says where the portal is once it answers."""

    def __init__(self, listener: socket.socket, words: str) -> None:
        """Ask; the question waits in the queue of the port until somebody is there to answer."""
        self.listener, self.words = listener, words
        self.line = self._ask()

    def fileno(self) -> int:
        """Return what the supervisor waits for."""
        return self.line.fileno()

    def done(self) -> bool:
        """Say the words if an answer has come; ask again if the process died over the question."""
        with self.line:
            answered = self._heard()
        if answered:
            say(self.words)
        else:
            self.line = self._ask()
        return answered

    def _ask(self) -> socket.socket:
        """Send a request for the health page."""
        host, port = self.listener.getsockname()[:2]
        line = socket.create_connection((host, port))  # on Linux the address "any" reaches this machine
        line.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        return line

    def _heard(self) -> bool:
        """Return whether there is an answer in the line; a dead process leaves it empty."""
        try:
            return bool(self.line.recv(4096))
        except OSError:
            return False
