"""What the outbox does a second; ``python -m tests.bench.outbox [rows] [letters]``, by default 100,000 and 3,000.

Puts rows as a minute does in which everybody is due, in batches with a commit each, and prints the seconds, the longest
commit (which is how long SQLite's one writer keeps others out) and the memory; then lets one sender hand letters to a
mail server on this machine, a process of its own, and prints letters a second, with the waits of the letters. Works in a database of its own: the test database
of ``DATABASE_URL``, or SQLite in a temporary folder.
"""

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random
from statistics import median, quantiles
from types import ModuleType
from typing import Any, ClassVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import get_runner
from django.utils import timezone

from portal.accounts.models import User
from portal.outbox.models import Delivery, State
from portal.outbox.services import Entry, put
from portal.outbox.services.sending import Means, send_due
from tests.outbox.helpers import Daily

BATCH = 1000


def make_people(count: int) -> list[int]:
    """Make learners whose addresses are proved, and return their ids."""
    from allauth.account.models import EmailAddress

    for start in range(0, count, BATCH):
        batch = range(start, min(start + BATCH, count))
        people = User.objects.bulk_create(
            User(email=f"learner{n}@domain{n % 50}.example", password="!") for n in batch
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people
        )
    return list(User.objects.order_by("pk").values_list("pk", flat=True))


def put_all(ids: list[int]) -> None:
    """Put a letter for each, and print what that took."""
    now, longest, began, cpu = timezone.now(), 0.0, time.perf_counter(), time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for start in range(0, len(ids), BATCH):
        entries = [
            Entry(
                pk,
                "email",
                "trial.daily",
                now.date(),
                now,
                now + timedelta(hours=6),
                f"domain{pk % 50}.example",
            )
            for pk in ids[start : start + BATCH]
        ]
        with transaction.atomic():
            mark = time.perf_counter()
            put(entries, now=now)
        longest = max(longest, time.perf_counter() - mark)
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"put: {len(ids):,} rows in {took:.1f} s ({len(ids) / took:,.0f} a second), longest write lock {longest:.3f} s, "
        f"own CPU {time.process_time() - cpu:.1f} s, peak memory {memory / 1024:.0f} MB (before: {before / 1024:.0f} MB)"
    )


def send_some(letters: int, port: int) -> None:
    """Let one sender send the oldest letters, and print how fast."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    keep = Delivery.objects.order_by("id").values_list("id", flat=True)[:letters]
    last = list(keep)[-1]
    Delivery.objects.filter(id__gt=last).update(state=State.SKIPPED)
    means = Means("bench", timezone.now, time.sleep, Random(1))
    began, cpu = time.perf_counter(), time.process_time()
    handled = send_due(means, seconds=600)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    ends = list(
        Delivery.objects.filter(state=State.SENT).order_by("ended_at").values_list("ended_at", flat=True)
    )
    gaps = [(b - a).total_seconds() * 1000 for a, b in pairwise(ends)]
    print(
        f"send: {handled:,} letters in {took:.1f} s, {handled / took:.0f} a second by one sender; a letter each "
        f"{median(gaps):.1f} ms (p95 {quantiles(gaps, n=20)[-1]:.1f}, longest {max(gaps):.0f}); "
        f"the sender's own CPU {used / handled * 1000:.2f} ms a letter"
    )


def main() -> int:
    """Measure and print."""
    rows, letters = (int(value) for value in (*sys.argv[1:3], *("100000", "3000")[len(sys.argv) - 1 :]))
    module: Any = ModuleType("portal.trial.writers")
    module.writers = {"daily": Daily()}
    sys.modules["portal.trial"], sys.modules["portal.trial.writers"] = ModuleType("portal.trial"), module
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        print(f"outbox on {connection.vendor}")
        ids = make_people(rows)
        put_all(ids)
        server = [sys.executable, "-m", "tests.bench.outbox", "serve"]
        with subprocess.Popen(server, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as sink:
            assert sink.stdout is not None
            send_some(min(letters, rows), int(sink.stdout.readline()))
            heard, _ = sink.communicate("\n")
            print(f"the server heard of {heard.strip()}")
    finally:
        runner.teardown_databases(databases)
    return 0


class Sink(asyncio.Protocol):
    """A mail server that takes everything and counts: no more work than one must do, so that the sender is measured."""

    ids: ClassVar[Counter[bytes]] = Counter()
    conversations = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.line, self.left, self.in_data = transport, b"", False
        Sink.conversations += 1
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each command, and each letter when it is whole."""
        self.left += data
        while (end := self.left.find(b"\r\n.\r\n" if self.in_data else b"\r\n")) >= 0:
            said, self.left = self.left[:end], self.left[end + (5 if self.in_data else 2) :]
            self.line.write(self._answer(said))

    def _answer(self, said: bytes) -> bytes:
        if self.in_data:
            self.in_data = False
            Sink.ids[said.partition(b"Message-ID: ")[2].partition(b"\r\n")[0]] += 1
            return b"250 taken\r\n"
        self.in_data = said.upper().startswith(b"DATA")
        return b"354 go on\r\n" if self.in_data else b"250 sink\r\n"


def serve() -> int:
    """Be the mail server until a line comes in; print the port first, and how many letters came at the end."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Sink, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.readline)

    asyncio.run(run())
    twice = sum(count > 1 for count in Sink.ids.values())
    print(f"{Sink.ids.total():,} letters in {Sink.conversations} conversations; twice: {twice}")
    return 0


if __name__ == "__main__":
    sys.exit(serve() if sys.argv[1:] == ["serve"] else main())
