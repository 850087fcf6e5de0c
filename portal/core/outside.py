"""Asking the servers of other people: within seconds, within bytes, and never anywhere but where it should.

An address is https or http and names a host, and what the host's name resolves to are public addresses, or such as
the setting ``PRIVATE_ADDRESSES`` allows. The connection goes to one of the very addresses that were looked at, so a
second answer of the name server changes nothing. No redirect is followed; it is an answer like any other.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from typing import Any, Final
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
TIMEOUT: Final = 10.0
"""Seconds that a connection, or one read, may take."""
_NAT64: Final = ip_network("64:ff9b::/96")
_ODD: Final = re.compile(r"[^\x21-\x7e\xa1-\U0010ffff]|\\")
_HOST: Final = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_LOW_PORTS: Final = frozenset((80, 443))
"""Ports below 1024 that speak HTTP; the others belong to mail servers and the like."""


class Unreachable(Exception):
    """A server cannot be asked, or did not answer; the text says why."""


class Barred(Unreachable):
    """The address is one that is never asked; the text is a sentence for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; ``whole`` says whether ``body`` is all of it."""

    status: int
    headers: Message
    body: bytes
    whole: bool


def place_of(url: str) -> Place:
    """Return the address taken apart; raises ``Barred`` for one that no server is asked at."""
    if _ODD.search(url):
        raise Barred("The address has a character that no web address has.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode().rstrip(".")
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}".encode("ascii").decode()
    except (ValueError, UnicodeError) as error:
        raise Barred("That is not a web address.") from error
    if parts.scheme not in ("http", "https"):
        raise Barred("The address is neither https nor http.")
    if "@" in parts.netloc:
        raise Barred("An address with a name or a password before its host is not taken.")
    if not _HOST.fullmatch(host):
        raise Barred("The address names no host.")
    port = (443 if parts.scheme == "https" else 80) if port is None else port
    if port < 1024 and port not in _LOW_PORTS:
        raise Barred(f"Port {port} is not one that web servers answer at.")
    return Place(parts.scheme, host, port, target)


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the open internet, also behind the forms that hold another inside."""
    ip = _inside(ip_address(address.partition("%")[0]))
    site_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or site_local)


def check(url: str, allowed: Sequence[Network] = (), *, secure: bool = True) -> Place:
    """Return the address taken apart if it may be asked now; raises ``Barred``, or ``Unreachable`` for an unknown name.

    With ``secure``, http is for ``allowed`` addresses only.
    """
    place = place_of(url)
    _resolved(place, allowed, secure=secure)
    return place


def ask(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str],
    allowed: Sequence[Network] = (),
    secure: bool = True,
    largest: int = 4096,
    seconds: float = 15.0,
) -> Reply:
    """Send one request and return the answer, whatever its status; raises ``Unreachable``, of it ``Barred``.

    Of the body at most ``largest`` bytes are read. All of it takes ``seconds`` at most, the look-up of the name apart.
    """
    place, ends = place_of(url), time.monotonic() + seconds
    try:
        connection = _connection(place, _resolved(place, allowed, secure=secure), ends)
        watch = Timer(max(ends - time.monotonic(), 0), _cut, [connection.sock])
        watch.daemon = True
        watch.start()
        try:
            plain = {"Accept-Encoding": "identity", "Connection": "close"}
            connection.request(method, place.target, body=body, headers={**plain, **headers})
            return _reply(connection.getresponse(), largest, ends)
        finally:
            watch.cancel()
            connection.close()
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(_why(error, place.host, late=time.monotonic() >= ends)) from error


def _inside(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


def _resolved(place: Place, allowed: Sequence[Network], *, secure: bool) -> list[Any]:
    """Return what the host's name resolves to, as ``getaddrinfo`` says it, if every one of it may be asked."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"No server is known by the name {place.host}.") from error
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    own = [any(ip in network or _inside(ip) in network for network in allowed) for ip in addresses]
    if not all(mine or is_public(str(ip)) for mine, ip in zip(own, addresses, strict=True)):
        raise Barred(f"{place.host} is not a public address.")
    if secure and place.scheme == "http" and not all(own):
        raise Barred("The address must start with https.")
    return found


def _connection(place: Place, found: list[Any], ends: float) -> HTTPConnection:
    """Return an open connection to the first of the addresses that answers."""
    line = _line(found, ends)
    if place.scheme == "http":
        plain = HTTPConnection(place.host, place.port, timeout=TIMEOUT)
        plain.sock = line
        return plain
    context = ssl.create_default_context()
    secure = HTTPSConnection(place.host, place.port, timeout=TIMEOUT, context=context)
    try:
        secure.sock = context.wrap_socket(line, server_hostname=place.host)
    except OSError:
        line.close()
        raise
    return secure


def _line(found: list[Any], ends: float) -> socket.socket:
    problem = OSError("no address")
    for family, kind, protocol, _, address in found:
        line = socket.socket(family, kind, protocol)
        line.settimeout(min(TIMEOUT, max(ends - time.monotonic(), 0.001)))
        try:
            line.connect(address)
        except OSError as error:
            line.close()
            problem = error
        else:
            return line
    raise problem


def _cut(line: socket.socket) -> None:
    """End a conversation that takes too long, wherever it is: the reader gets an ``OSError`` or an early end."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _reply(response: HTTPResponse, largest: int, ends: float) -> Reply:
    """Return the answer, unless it is too slow."""
    body = b""
    while len(body) <= largest and (chunk := response.read1(65_536)):
        body += chunk
    if time.monotonic() >= ends:
        raise TimeoutError
    return Reply(response.status, response.headers, body[:largest], len(body) <= largest)


def _why(error: Exception, host: str, *, late: bool) -> str:
    """Return a sentence for what went wrong."""
    if late or isinstance(error, TimeoutError):
        return f"{host} took too long to answer."
    if isinstance(error, ssl.SSLError):
        return f"{host} has no valid certificate ({getattr(error, 'verify_message', '') or error.reason})."[
            :300
        ]
    if isinstance(error, ConnectionRefusedError):
        return f"{host} does not answer at this port."
    return f"{host} cannot be talked to ({type(error).__name__}: {error})."[:300]
