"""Asking a blog for its feed: within seconds, within bytes, and never anywhere but where it should.

An address is https or http, its host is one the plan names, and what the host's name resolves to is a public address;
the connection goes to that very address, so that a second answer of the name server changes nothing. A redirect is
followed by the same rules.
"""

import socket
import ssl
import time
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from threading import Timer
from typing import Final
from urllib.parse import urljoin, urlsplit

TIMEOUT: Final = 10.0
"""Seconds that a connection, or one read, may take."""
DEADLINE: Final = 20.0
"""Seconds that all of it may take."""
LARGEST: Final = 3 * 1024 * 1024
HOPS: Final = 3
AGENT: Final = "DataEngineeringMastery/1.0 (a reading list; one request a day)"


class Unreadable(Exception):
    """A feed cannot be had; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said: ``body`` is None when nothing changed since ``etag`` or ``modified``."""

    body: bytes | None
    etag: str
    modified: str


def fetch(url: str, hosts: Set[str], *, etag: str = "", modified: str = "", private: bool = False) -> Answer:
    """Return the feed at ``url``. Raises ``Unreadable``. ``private`` lets loopback addresses through, for tests."""
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    ends = time.monotonic() + DEADLINE
    try:
        for _ in range(HOPS + 1):
            found = _ask(url, hosts, headers, ends, private=private)
            if isinstance(found, Answer):
                return found
            url = found
    except (OSError, HTTPException, ValueError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:200]) from error
    raise Unreadable("too many redirects")


def _ask(url: str, hosts: Set[str], headers: dict[str, str], ends: float, *, private: bool) -> Answer | str:
    """Return the answer, or the address it leads on to."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.username is not None:
        raise Unreadable("the address is neither https nor http")
    host = parts.hostname or ""
    if host not in hosts:
        raise Unreadable(f"{host or 'nobody'} is no host of the plan's feeds")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connection(parts.scheme, host, port, private=private)
    watch = Timer(max(ends - time.monotonic(), 0), _cut, [connection.sock])
    watch.daemon = True
    watch.start()
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        if response.status in (301, 302, 303, 307, 308) and (onward := response.headers.get("Location")):
            return urljoin(url, onward)
        if response.status == 304:
            return Answer(None, *_validators(response.headers))
        if response.status != 200:
            raise Unreadable(f"the host answered {response.status}")
        return Answer(_read(response, ends), *_validators(response.headers))
    finally:
        watch.cancel()
        connection.close()


def _cut(line: socket.socket) -> None:
    """End a conversation that takes too long, wherever it is: the reader gets an ``OSError`` or an early end."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _connection(scheme: str, host: str, port: int, *, private: bool) -> HTTPConnection:
    """Return a connection to a public address of ``host``, opened already."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(ip_address(address.partition("%")[0]).is_global for address in addresses):
        raise Unreadable(f"{host} is not a public address")
    line = socket.create_connection((addresses[0], port), timeout=TIMEOUT)
    if scheme == "http":
        plain = HTTPConnection(host, port, timeout=TIMEOUT)
        plain.sock = line
        return plain
    context = ssl.create_default_context()
    secure = HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    try:
        secure.sock = context.wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise
    return secure


def _read(response: HTTPResponse, ends: float) -> bytes:
    """Return the body, unless it is too large or too slow."""
    body = b""
    while chunk := response.read1(65_536):
        body += chunk
        if len(body) > LARGEST:
            raise Unreadable(f"the feed is larger than {LARGEST // 1024} KB")
        if time.monotonic() > ends:
            raise Unreadable(f"the feed took longer than {DEADLINE:g} s")
    return body


def _validators(headers: Message) -> tuple[str, str]:
    return (headers.get("ETag") or "")[:200], (headers.get("Last-Modified") or "")[:60]
