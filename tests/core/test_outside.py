"""What is asked of other people's servers, what never is, and for how long; against real servers on this machine."""

import socket
import ssl
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from portal.core.outside import Barred, Unreachable, ask, check, is_public, place_of
from tests.servers import Host, certificate, serve

LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.fixture
def host() -> Iterator[Host]:
    with serve() as kept:
        yield kept


def get(url: str, **more: Any) -> bytes:
    return ask(url, headers={}, allowed=LOOPBACK, **more).body


def test_a_body_goes_out_and_the_answer_comes_back(host: Host) -> None:
    host.answers["/in"] = (201, {"X-Id": "7"}, b"taken")
    reply = ask(f"{host.url}/in?a=1", method="POST", body=b"\x00\xff", headers={"X-A": "b"}, allowed=LOOPBACK)
    assert (reply.status, reply.headers["X-Id"], reply.body, reply.whole) == (201, "7", b"taken", True)
    (asked,) = host.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/in?a=1", b"\x00\xff")
    assert asked.headers["x-a"] == "b"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_is_an_answer_and_is_not_followed(host: Host, method: str) -> None:
    host.answers["/from"] = (307, {"Location": f"{host.url}/secret"}, b"")
    assert ask(f"{host.url}/from", method=method, headers={}, allowed=LOOPBACK).status == 307
    assert [asked.path for asked in host.asked] == ["/from"]


def test_of_a_large_answer_the_beginning_is_read(host: Host) -> None:
    host.answers["/large"] = (200, {}, b"x" * 100_000)
    reply = ask(f"{host.url}/large", headers={}, allowed=LOOPBACK, largest=1000)
    assert (len(reply.body), reply.whole) == (1000, False)


def test_a_server_that_does_not_answer_in_time_is_left(host: Host) -> None:
    enough = Event()
    host.before = lambda path: enough.wait(30)
    with pytest.raises(Unreachable, match="took too long"):
        get(f"{host.url}/slow", seconds=0.2)
    enough.set()


def test_an_answer_that_ends_at_the_deadline_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(Unreachable, match="took too long"):
            get(url, seconds=0.2)


def test_a_closed_port_is_said_in_words() -> None:
    with pytest.raises(Unreachable, match="does not answer at this port"):
        get("http://127.0.0.1:1024/")


def test_an_unknown_name_is_said_in_words() -> None:
    with pytest.raises(Unreachable, match="No server is known by the name no-such-name"):
        get("https://no-such-name.invalid/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
        "198.18.0.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe", "fc00::1", "fd12::1", "fe80::1%eth0", "fec0::1", "ff02::1",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_internet_is_never_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909", "::ffff:9.9.9.9"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://127.0.0.1/", "not a public address"),
        ("https://127.1/", "not a public address"),
        ("https://2130706433/", "not a public address"),
        ("https://0x7f000001/", "not a public address"),
        ("https://0177.0.0.1/", "not a public address"),
        ("https://0/", "not a public address"),
        ("https://0.0.0.0:8000/", "not a public address"),
        ("https://localhost/", "not a public address"),
        ("https://localhost./", "not a public address"),
        ("https://LOCALHOST/", "not a public address"),
        ("https://[::1]/", "not a public address"),
        ("https://[::ffff:127.0.0.1]/", "not a public address"),
        ("https://[::ffff:7f00:1]/", "not a public address"),
        ("https://\uff11\uff12\uff17.0.0.1/", "not a public address"),
        ("https://169.254.169.254/latest/meta-data/", "not a public address"),
        ("http://9.9.9.9/", "must start with https"),
        ("https://example.org@127.0.0.1/", "name or a password"),
        ("https://user:word@example.org/", "name or a password"),
        ("https://@example.org/", "name or a password"),
        ("https://example.org\\@127.0.0.1/", "character"),
        ("https://exa mple.org/", "character"),
        ("https://example.org/\r\nX-Evil: 1", "character"),
        ("https://example.org/\x00", "character"),
        ("https://9.9.9.9:22/", "Port 22"),
        ("https://9.9.9.9:25/", "Port 25"),
        ("https://9.9.9.9:0/", "Port 0"),
        ("https://9.9.9.9:99999/", "not a web address"),
        ("https://9.9.9.9:80a/", "not a web address"),
        ("https://[::1/", "not a web address"),
        ("https://[fe80::1%25eth0]/", "names no host"),
        ("https:///path", "names no host"),
        ("https://exa_mple!.org/", "names no host"),
        ("ftp://example.org/", "neither https nor http"),
        ("file:///etc/passwd", "neither https nor http"),
        ("gopher://127.0.0.1/", "neither https nor http"),
        ("//example.org/", "neither https nor http"),
        ("example.org", "neither https nor http"),
        ("", "neither https nor http"),
    ],
)
def test_an_address_that_is_not_to_be_asked_is_barred_with_a_sentence(url: str, why: str) -> None:
    for attempt in (lambda: check(url), lambda: ask(url, headers={})):
        with pytest.raises(Barred, match=why):
            attempt()


def test_a_private_address_is_asked_when_its_network_is_allowed_and_no_other(host: Host) -> None:
    host.answers["/"] = (200, {}, b"here")
    assert get(f"{host.url}/") == b"here"
    for other in ("http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/"):
        with pytest.raises(Barred, match="not a public address"):
            check(other, LOOPBACK)
    assert check("http://[::ffff:127.0.0.1]/", LOOPBACK).host == "::ffff:127.0.0.1"


def test_the_name_is_looked_up_once_and_the_connection_goes_to_that_answer(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that says something else the second time is not asked a second time."""
    real, looked_up = socket.getaddrinfo, []

    def changing(name: str, *rest: Any, **more: Any) -> Any:
        looked_up.append(name)
        return real("127.0.0.1" if len(looked_up) == 1 else "127.0.0.2", *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    host.answers["/"] = (200, {}, b"first")
    assert get(f"http://changing.example.org:{host.port}/") == b"first"
    assert looked_up == ["changing.example.org"]
    assert host.asked[0].headers["host"] == f"changing.example.org:{host.port}"


def test_one_private_address_among_public_ones_bars_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    both = [*real("9.9.9.9", 443, type=socket.SOCK_STREAM), *real("10.0.0.1", 443, type=socket.SOCK_STREAM)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *rest, **more: both)
    with pytest.raises(Barred, match="not a public address"):
        check("https://both.example.org/")


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(tmp_path))
    with serve(context) as host, pytest.raises(Unreachable, match="no valid certificate"):
        get(f"{host.url}/")


def test_the_target_keeps_path_and_query_and_loses_the_fragment() -> None:
    place = place_of("https://Example.ORG:8443/a/b?c=d#e")
    assert (place.host, place.port, place.target) == ("example.org", 8443, "/a/b?c=d")
