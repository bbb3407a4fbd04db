"""Servers that answer slowly, endlessly, wrongly or explosively."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from reportedly.capture.fetching import Fetched, Fetcher, Limits
from reportedly.model import CaptureError, FetchFailed, FetchRefused
from tests.web_server import Asked, Send, Site, site

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as made:
        yield made


def get(server: Site, path: str = "/", **limits: float) -> Fetched:
    given = Limits(**limits)  # type: ignore[arg-type]
    return Fetcher(allowed=frozenset({server.host}), limits=given).get(server.url(path))


def refused(server: Site, path: str = "/", **limits: float) -> CaptureError:
    with pytest.raises((FetchRefused, FetchFailed)) as caught:
        get(server, path, **limits)
    assert caught.value.where == server.url(path)
    return caught.value


def test_an_answer_is_kept_with_the_account_of_its_way(server: Site) -> None:
    noon = datetime(2024, 3, 12, 12, tzinfo=UTC)
    server.page(
        "/b", gzip.compress(b"<p>words", mtime=0), content_encoding="gzip", content_type="text/html; charset=KOI8-R", x_a="1"
    )
    server.page("/a", "", status="301 Moved", location="/b?c#d")
    server.pages["/b?c"] = server.pages["/b"]
    answer = Fetcher(allowed=frozenset({server.host}), clock=lambda: noon).get(server.url("/a#top"))
    assert answer.data == b"<p>words"
    assert (answer.media_type, answer.charset, answer.header("X-A")) == ("text/html", "koi8-r", "1")
    fetch = answer.fetch
    assert (fetch.requested, fetch.url, fetch.status) == (server.url("/a#top"), server.url("/b?c"), 200)
    assert (fetch.redirects, fetch.started_at, fetch.ended_at) == ((server.url("/a"),), noon, noon)
    assert fetch.tool.startswith("reportedly/")
    assert server.asked[0].headers["user-agent"] == fetch.tool


def test_errors_are_answers_too(server: Site) -> None:
    server.page("/gone", "no more", status="410 Gone")
    assert (get(server, "/gone").status, get(server, "/gone").ok, get(server, "/none").status) == (410, False, 404)


def test_an_unchanged_page_is_asked_for_with_what_it_said_before(server: Site) -> None:
    server.page("/", "words", etag='"v1"', last_modified="Tue, 12 Mar 2024 08:00:00 GMT")
    fetcher = Fetcher(allowed=frozenset({server.host}))
    first = fetcher.get(server.url())
    again = fetcher.get(server.url(), etag=first.header("etag"), last_modified=first.header("last-modified"))
    assert (again.status, again.data) == (304, b"")
    assert server.asked[1].headers["if-modified-since"] == "Tue, 12 Mar 2024 08:00:00 GMT"


def test_redirect_loops_and_long_chains(server: Site) -> None:
    server.page("/loop", "", status="302 Found", location="/back")
    server.page("/back", "", status="302 Found", location="/loop")
    for number in range(9):
        server.page(f"/{number}", "", status="307 On", location=f"/{number + 1}")
    assert refused(server, "/loop").reason == "redirects in a circle"
    assert refused(server, "/0").reason == "more than 5 redirects"
    assert len(server.asked) == 2 + 6


@pytest.mark.parametrize("start", [b"", OK, OK + b"X-Long: ", OK + b"Content-Length: 1000\r\n\r\n"])
def test_slow_bytes_end_with_the_time_limit(server: Site, start: bytes) -> None:
    def drip(_: Asked, send: Send) -> None:
        send(start)
        while server.open:
            send(b"a")
            time.sleep(0.02)

    server.raw("/", drip)
    before = time.monotonic()
    assert refused(server, seconds=0.3).reason.startswith("no whole answer")
    assert time.monotonic() - before < 2


def test_a_silent_server_ends_with_the_time_limit(server: Site) -> None:
    server.raw("/", lambda _, send: time.sleep(0.6))
    assert refused(server, seconds=0.2).reason.startswith("no whole answer")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (OK + b"Content-Length: 100\r\n\r\nonly this", "ended before its stated length"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n", "ended before its stated length"),
        (OK + b"Content-Length: minus\r\n\r\n", "not a valid HTTP answer"),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nwords", "not a valid HTTP answer"),
        (OK + b"Content-Encoding: gzip\r\n\r\nnot gzip at all", "damaged gzip data"),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"words" * 999, mtime=0)[:-20], "the gzip data ends early"),
        (OK + b"Content-Encoding: br\r\n\r\nwhat", "compressed as br, which was not asked for"),
        (OK + b"Content-Encoding: gzip, gzip\r\n\r\nwhat", "compressed as gzip, gzip, which was not asked for"),
        (b"SSH-2.0-server\r\n", "not a valid HTTP answer"),
        (b"", "not a valid HTTP answer|connection failed"),
        (OK + b"X: " + b"a" * 200_000 + b"\r\n\r\n", "not a valid HTTP answer|connection failed"),
        (b"HTTP/1.1 302 On\r\nLocation: http://[nonsense\r\nContent-Length: 0\r\n\r\n", "no host has such a name"),
    ],
)
def test_wrong_answers_say_what_is_wrong(server: Site, answer: bytes, reason: str) -> None:
    server.raw("/", answer)
    said = refused(server).reason
    assert any(one in said for one in reason.split("|")), said


def test_more_bytes_than_stated_are_not_taken(server: Site) -> None:
    server.raw("/", OK + b"Content-Length: 5\r\n\r\nwords and more words")
    assert get(server).data == b"words"


def test_too_large_an_answer_is_refused_before_and_while_it_comes(server: Site) -> None:
    server.raw("/stated", OK + b"Content-Length: 99999999999\r\n\r\n")
    server.raw("/endless", OK + b"\r\n" + b"a" * 5_000_000)
    assert "said to have 99,999,999,999 bytes" in refused(server, "/stated").reason
    assert refused(server, "/endless", wire=1_000_000).reason == "the answer has more than 1,000,000 bytes on the wire"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_refused_in_constant_memory(server: Site, encoding: str) -> None:
    packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(80)) + packer.flush()
    server.page("/", bomb, content_encoding=encoding)
    tracemalloc.start()
    assert refused(server, content=4 << 20).reason == "the answer has more than 4,194,304 bytes when decompressed"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


@pytest.mark.parametrize("size", [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 3_000_000])
def test_what_is_compressed_comes_out_whole(server: Site, size: int) -> None:
    words = bytes(size)
    server.page("/gzip", gzip.compress(words, mtime=0), content_encoding="gzip")
    server.page("/members", gzip.compress(words, mtime=0) + gzip.compress(b"more"), content_encoding="GZIP")
    server.page("/zlib", zlib.compress(words), content_encoding="deflate")
    server.page("/bare", zlib.compress(words, wbits=-15), content_encoding="deflate")
    assert [get(server, path).data for path in ("/gzip", "/zlib", "/bare")] == [words] * 3
    assert get(server, "/members").data == words + b"more"
