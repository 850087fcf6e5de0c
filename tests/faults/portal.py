"""A portal of its own for one test: its processes can be killed, its database looked into."""

import http.client
import os
import signal
import subprocess
import time
import urllib.parse
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from scripts.servers import free_port
from tests.ops.process import ROOT, python

PATIENCE = 120.0
SIGN_IN = """
import sys
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portal.accounts.models import User
user = User.objects.create_user("ada@example.org")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "portal.accounts.backends.Backend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""


@dataclass
class Portal:
    """One web process on a database named by ``url`` (SQLite below ``var`` without one)."""

    var: Path
    url: str = ""
    port: int = field(default_factory=free_port)
    session: str = ""
    curriculum: Path = ROOT / "curriculum"
    web: "subprocess.Popen[bytes] | None" = None

    @property
    def env(self) -> dict[str, str]:
        """The variables its processes run with: none of a developer's own, no test settings."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.config.settings",
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(self.var),
            "CURRICULUM_DIR": str(self.curriculum),
            "DATABASE_URL": self.url,
            "REDIS_URL": "",
            "SECRET_KEY": "only-for-this-test-only-for-this-test-only-for-this-test",
        }

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a management command to its end."""
        command = python("manage.py", *words)
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=True)

    def prepare(self, tree: Path) -> None:
        """Make the tables, sync ``tree`` and sign a learner in."""
        self.curriculum = tree
        self.manage("prepare")
        self.session = self.manage("shell", "-v0", "-c", SIGN_IN).stdout.split()[-1]

    def start(self) -> None:
        """Start the web process and wait until it answers."""
        how = [
            "-c",
            "python:portal.config.gunicorn",
            "--bind",
            f"127.0.0.1:{self.port}",
            "portal.config.wsgi",
        ]
        with (self.var / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                python("-m", "gunicorn", *how),
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < end, (self.var / "web.log").read_text()[-2000:]
            time.sleep(0.05)

    def answers(self) -> bool:
        """Return whether somebody listens."""
        try:
            return self._ask("GET", "/healthz") == 200
        except (OSError, http.client.HTTPException):
            return False

    def kill(self) -> None:
        """End master and workers as a power cut would."""
        if self.web is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()

    def tick(self, lesson: str, item: str, request: UUID, *, done: bool) -> bool:
        """Send one tick; return whether it was acknowledged. False: nobody can say whether it was done."""
        csrf = "x" * 32
        fields = {"request": request, "item": item, "done": str(done).lower(), "csrfmiddlewaretoken": csrf}
        cookies = f"session={self.session}; csrf={csrf}"
        try:
            status = self._ask("POST", f"/path/{lesson}/tick/", urllib.parse.urlencode(fields), cookies)
        except (OSError, http.client.HTTPException):
            return False
        assert status < 400 or status >= 500, f"the portal refused a tick with {status}"
        return status < 400

    def _ask(self, method: str, path: str, body: str = "", cookies: str = "") -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Host": "localhost",
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            line.request(method, path, body or None, headers)
            return line.getresponse().status
        finally:
            line.close()
