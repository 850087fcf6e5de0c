"""Pages travel compressed, and lose nothing on the way."""

import gzip
import re
from collections.abc import Callable

import brotli
import pytest
import zstandard
from compression_middleware.middleware import CompressionMiddleware
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse


def _unzstd(data: bytes) -> bytes:
    """Return what a stream of zstd says, whether or not it names its length."""
    return zstandard.ZstdDecompressor().stream_reader(data).read()


UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "zstd": _unzstd,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


def without_tokens(page: bytes) -> str:
    """Return a page without what differs in every answer."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", UNPACK)
def test_a_page_says_the_same_in_every_encoding(client: Client, encoding: str) -> None:
    plain = client.get(reverse("account_login"))
    packed = client.get(reverse("account_login"), headers={"accept-encoding": encoding})
    assert packed["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed["Vary"]
    assert packed["Content-Security-Policy"] == plain["Content-Security-Policy"]
    assert without_tokens(UNPACK[encoding](packed.content)) == without_tokens(plain.content)
    assert len(packed.content) < len(plain.content) / 2


@pytest.mark.django_db
def test_a_browser_that_knows_none_gets_the_page_as_it_is(client: Client) -> None:
    assert not client.get(reverse("account_login"), headers={"accept-encoding": "identity"}).has_header(
        "Content-Encoding"
    )


@pytest.mark.parametrize("encoding", UNPACK)
def test_what_is_streamed_arrives_whole(rf: RequestFactory, encoding: str) -> None:
    def stream(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(f"row {number}\n" for number in range(5000))

    response = CompressionMiddleware(stream)(rf.get("/", headers={"accept-encoding": encoding}))
    text = UNPACK[encoding](b"".join(response.streaming_content)).decode()
    assert text == "".join(f"row {number}\n" for number in range(5000))
