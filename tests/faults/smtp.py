"""A mail server that fails as it is told. Its log is the truth of what arrived, whatever the portal believes."""

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from typing import Literal

Step = Literal["HELLO", "STARTTLS", "AUTH", "RCPT", "DATA"]
MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Act:
    """What the server does at ``step`` instead of saying yes.

    ``answer`` is what it says; without one it falls silent. ``kept``: a letter whose text came counts as arrived.
    ``cut`` closes the line afterwards; otherwise silence lasts until the other side goes.
    """

    answer: str = "250 Taken"
    step: Step = "DATA"
    kept: bool = False
    cut: bool = False


TAKE = Act(kept=True)
HANG = Act(answer="", step="RCPT")
CUT = Act(answer="", cut=True)  # the text came, and is thrown away
LOST = Act(answer="", kept=True, cut=True)  # the text came and is kept, but nobody hears of it
TAKE_AND_CUT = Act(kept=True, cut=True)


@dataclass(frozen=True)
class Entry:
    """One line of the log: a letter that was answered or left without an answer, ``at`` on the monotonic clock."""

    at: float
    message_id: str
    recipient: str
    answer: str
    kept: bool


@dataclass
class Sink:
    """The server on ``port``; ``script`` says what becomes of the nth letter to a recipient (from 1).

    ``door`` is done to every line that is opened. While ``gate`` is closed, a letter is kept and its answer held
    back, as it is for ``pause`` seconds anyway. Behind ``most``
    entries of the log, the next letter waits for its turn. Without ``starttls`` and ``auth`` it offers neither.
    """

    script: Callable[[str, int], Act] = lambda recipient, nth: TAKE
    door: Act | None = None
    pause: float = 0.0
    most: float = inf
    starttls: bool = False
    auth: bool = False
    port: int = 0
    log: list[Entry] = field(default_factory=list)
    lines: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    _seen: Counter[str] = field(default_factory=Counter)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _server: asyncio.Server | None = None
    _talks: "set[asyncio.Task[None]]" = field(default_factory=set)

    @property
    def url(self) -> str:
        """For ``EMAIL_URL``."""
        return f"smtp://127.0.0.1:{self.port}"

    def kept(self) -> Counter[str]:
        """Return how often each message arrived."""
        return Counter(entry.message_id for entry in list(self.log) if entry.kept)

    def doubles(self) -> int:
        """Return how many letters arrived that had arrived before."""
        arrived = self.kept()
        return arrived.total() - len(arrived)

    def listen(self) -> None:
        """Take lines, on the same port as before; refuse them before this and after ``deafen``."""
        self._run(self._listen())

    def deafen(self) -> None:
        """Refuse new lines, and cut those that are open."""
        self._run(self._deafen())

    def hung_up(self) -> None:
        """Wait until no line is open."""
        end = time.monotonic() + 60
        while self._talks:
            assert time.monotonic() < end, "somebody still talks"
            time.sleep(0.01)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, limit=2**22)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _deafen(self) -> None:
        if self._server is not None:
            self._server.close()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _run(self, work: "asyncio.coroutines.Coroutine[object, object, None]") -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold one conversation to its end, however that comes."""
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        self.lines += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, _Over):
                await _Talk(self, reader, writer).hold()
        finally:
            with suppress(ConnectionError):
                writer.close()
                await writer.wait_closed()
            self._talks.discard(task)


class _Over(Exception):
    """The conversation has ended."""


@dataclass
class _Talk:
    """One conversation."""

    sink: Sink
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    recipient: str = ""
    act: Act = TAKE

    async def hold(self) -> None:
        """Greet, then answer each command."""
        door = self.sink.door
        await self._do(door if door and door.step == "HELLO" else Act("220 A test listens"))
        while line := await self.reader.readline():
            verb, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            await self._hear(verb.upper(), rest)

    async def _hear(self, verb: str, rest: str) -> None:
        match verb:
            case "EHLO":
                offers = ["sink", *["STARTTLS"] * self.sink.starttls, *["AUTH PLAIN LOGIN"] * self.sink.auth]
                await self._say("\r\n".join(f"250-{offer}" for offer in offers) + "\r\n250 8BITMIME")
            case "STARTTLS" | "AUTH":
                await self._do(self.sink.door or Act("235 Welcome"))
            case "RCPT":
                await self._recipient(rest)
            case "DATA":
                await self._data()
            case "QUIT":
                await self._do(Act("221 Good bye", cut=True))
            case _:
                await self._say("250 Fine")

    async def _recipient(self, rest: str) -> None:
        """Find out what is to become of the letter."""
        self.recipient = rest[rest.index("<") + 1 : rest.index(">")]
        while len(self.sink.log) >= self.sink.most:
            await asyncio.sleep(0.01)
        self.sink._seen[self.recipient] += 1
        self.act = self.sink.script(self.recipient, self.sink._seen[self.recipient])
        if self.act.step == "RCPT":
            self._note("", self.act)
            await self._do(self.act)
        else:
            await self._say("250 Known")

    async def _data(self) -> None:
        await self._say("354 Go on")
        text = await self.reader.readuntil(b"\r\n.\r\n")
        found = MESSAGE_ID.search(text)
        self._note(found[1].decode() if found else "", self.act)
        await asyncio.sleep(self.sink.pause)
        while self.act.kept and not self.sink.gate.is_set():
            await asyncio.sleep(0.01)
        await self._do(self.act)

    def _note(self, message_id: str, act: Act) -> None:
        self.sink.log.append(Entry(time.monotonic(), message_id, self.recipient, act.answer, act.kept))

    async def _do(self, act: Act) -> None:
        if act.answer:
            await self._say(act.answer)
        if act.cut:
            raise _Over
        if not act.answer:
            await self.reader.read()  # until the other side has had enough

    async def _say(self, words: str) -> None:
        self.writer.write(f"{words}\r\n".encode())
        await self.writer.drain()


@contextmanager
def sink(script: Callable[[str, int], Act] | None = None) -> Iterator[Sink]:
    """Run a sink in a thread of its own while the test does; its gate is open."""
    server = Sink() if script is None else Sink(script)
    server.gate.set()
    thread = threading.Thread(target=server._loop.run_forever, daemon=True)
    thread.start()
    try:
        server.listen()
        yield server
    finally:
        server.deafen()
        server._loop.call_soon_threadsafe(server._loop.stop)
        thread.join()
        server._loop.close()
