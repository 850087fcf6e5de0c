"""A clock that is put by hand, a mail server whose log is the truth, and deliveries to be sent."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.accounts.models import User
from portal.outbox.messages import Message, Silence
from portal.outbox.models import Delivery
from portal.outbox.services import Entry, put
from portal.outbox.services.sending import Means, send_due
from tests.factories import NOON, make_learner

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Clock:
    """A clock that goes on only when somebody waits or says so."""

    now: datetime = NOON
    waited: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waited += seconds
        self.now += timedelta(seconds=seconds)


class Daily:
    """Says what its payload says."""

    slug, label, weekly = "daily", "Daily", False

    def write(self, delivery: Delivery, now: datetime) -> Message | Silence:
        if reason := delivery.payload.get("silence"):
            return Silence(reason)
        if delivery.payload.get("breaks"):
            raise LookupError("no such lesson")
        subject = delivery.payload.get("subject", "Your evening block")
        stop = {"List-Unsubscribe": "<https://portal.example/stop/>"}
        return Message(
            subject,
            "Sixty minutes.\n",
            "Sixty minutes.",
            "https://portal.example/",
            "<p>Sixty.</p>",
            headers=stop,
        )


class Weekly(Daily):
    """The same, behind the daily ones."""

    slug, label, weekly = "weekly", "Weekly", True


def sender(clock: Clock, name: str = "here", seed: int = 1) -> Means:
    """Return what a sender works with."""
    return Means(name, clock, clock.wait, Random(seed))


def run(clock: Clock, name: str = "here", seconds: float = 50) -> int:
    """Let a sender work through what is due."""
    return send_due(sender(clock, name), seconds=seconds)


def make_delivery(
    learner: User | None = None,
    *,
    kind: str = "trial.daily",
    due: datetime = NOON,
    lasts: timedelta = 6 * HOUR,
    **payload: Any,
) -> Delivery:
    """Put one letter into the outbox."""
    learner = learner or make_learner()
    domain = learner.email.rpartition("@")[2]
    put([Entry(learner.pk, "email", kind, due.date(), due, due + lasts, domain, payload)], now=due)
    return Delivery.objects.select_related("user").get(user=learner, kind=kind, local_date=due.date())


def make_deliveries(count: int, *, domain: str = "example.org", **values: Any) -> list[Delivery]:
    """Put letters to as many new learners into the outbox, due a second after each other."""
    start = values.pop("due", NOON - HOUR)
    learners = [
        make_learner(f"{domain.partition('.')[0]}{n}.{values.get('kind', '')}@{domain}") for n in range(count)
    ]
    return [make_delivery(one, due=start + timedelta(seconds=n), **values) for n, one in enumerate(learners)]


Answer = Callable[[str, int], str]


@dataclass
class Sink:
    """What a mail server heard. ``at_rcpt`` and ``at_data`` get an address and which letter to it this is, from 1."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    at_rcpt: Answer = lambda address, nth: "250 OK"
    at_data: Answer = lambda address, nth: "250 Taken"
    at_mail: Callable[[int], str] = lambda nth: "250 OK"

    def ids(self) -> Counter[str]:
        """Return how often each message id was taken."""
        return Counter(str(letter["Message-ID"]) for letter in self.letters)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.lines += 1
        session.host_name = hostname
        session.mails = 0
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        session.mails += 1
        answer = self.at_mail(session.mails)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked[address] += 1
        answer = self.at_rcpt(address, self.asked[address])
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        answer = self.at_data(address, self.asked[address])
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
            self.to.append(address)
        if answer == "cut":
            assert server.transport is not None
            server.transport.abort()
        return answer


@contextmanager
def mail_server() -> Iterator[Sink]:
    """Run a mail server on this machine, in a thread of its own."""
    sink, loop = Sink(), asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    making = loop.create_server(lambda: SMTP(sink, loop=loop, hostname="sink"), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(making, loop).result(10)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    """Let nobody in any more and end every conversation."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
