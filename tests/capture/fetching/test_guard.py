"""Addresses that are never reached, and the ways in which a hostile name or page tries to lead there."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.capture.fetching import Fetcher, is_public
from reportedly.model import FetchFailed, FetchRefused
from tests.web_server import Site, site

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808", "::ffff:8.8.8.8"]
INSIDE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.8",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "255.255.255.255",
    "240.0.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "no address",
]


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as made:
        made.page("/", "the secret")
        yield made


class Names:
    """A resolver whose answers a test gives, in turn; it remembers how often it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Wires(httpcore.NetworkBackend):
    """Notes which addresses were connected to, and connects every one of them to a local server."""

    def __init__(self, port: int) -> None:
        self.reached: list[str] = []
        self._port = port
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: object = None
    ) -> httpcore.NetworkStream:
        self.reached.append(host)
        return self._inner.connect_tcp("127.0.0.1", self._port, timeout)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_disguise(address: ipaddress.IPv4Address) -> None:
    public = is_public(str(address))
    assert is_public(f"::ffff:{address}") == public
    assert is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address)))) == public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_this_machine_is_not_reached_however_it_is_spelled(server: Site, host: str) -> None:
    with pytest.raises(FetchRefused, match="not on the public internet"):
        Fetcher().get(f"http://{host}:{server.port}/")
    assert server.asked == []


def test_a_named_host_is_reached(server: Site) -> None:
    answer = Fetcher(allowed=frozenset({server.host})).get(server.url())
    assert (answer.data, answer.status, answer.fetch.address) == (b"the secret", 200, "127.0.0.1")
    assert Fetcher(allowed=frozenset({"127.0.0.1"})).get(server.url()).ok
    with pytest.raises(FetchRefused):
        Fetcher(allowed=frozenset({f"127.0.0.1:{server.port + 1}"})).get(server.url())


def test_a_name_that_turns_private_between_check_and_connection_gains_nothing(server: Site) -> None:
    names, wires = Names(["93.184.215.14"], ["127.0.0.1"]), Wires(server.port)
    Fetcher(resolver=names, backend=wires).get("http://rebinding.example/")
    assert wires.reached == ["93.184.215.14"]  # the address that was judged, as a number: nobody can resolve it again
    assert len(names.asked) == 1
    with pytest.raises(FetchRefused, match=r"leads to 127\.0\.0\.1"):
        Fetcher(resolver=names, backend=wires).get("http://rebinding.example/")
    assert wires.reached == ["93.184.215.14"]


def test_every_address_of_a_name_must_be_public(server: Site) -> None:
    wires = Wires(server.port)
    with pytest.raises(FetchRefused, match=r"leads to 10\.0\.0\.1"):
        Fetcher(resolver=Names(["93.184.215.14", "10.0.0.1"]), backend=wires).get("http://mixed.example/")
    assert wires.reached == []


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1:9/", "leads to 127.0.0.1"),
        ("http://[::ffff:169.254.169.254]/latest/meta-data", "leads to ::ffff:a9fe:a9fe|leads to ::ffff:169.254.169.254"),
        ("//10.0.0.1/", "leads to 10.0.0.1"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("http://user:word@example.org/", "user name or password"),
        ("http://exa mple.org/", "no host has such a name"),
    ],
)
def test_redirects_are_judged_like_addresses(server: Site, location: str, reason: str) -> None:
    server.raw("/to", f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())

    def names(host: str, port: int) -> Sequence[str]:
        return ["93.184.215.14"] if host == "start.example" else [host]

    with pytest.raises(FetchRefused, match=reason) as caught:
        Fetcher(resolver=names, backend=Wires(server.port)).get("http://start.example/to")
    assert caught.value.where == "http://start.example/to"
    assert server.paths() == ["/to"]


def test_a_redirect_inside_gains_nothing_from_the_name_it_came_from(server: Site) -> None:
    server.raw("/to", f"HTTP/1.1 302 Found\r\nLocation: http://localhost:{server.port}/\r\n\r\n".encode())
    with pytest.raises(FetchRefused, match="localhost leads to"):
        Fetcher(allowed=frozenset({server.host})).get(server.url("/to"))
    assert server.paths() == ["/to"]


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "http://", "https://a:b@example.org/", "http://[bad/", "x"]
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchRefused):
        Fetcher(resolver=Names(["93.184.215.14"])).get(url)


def test_a_name_that_cannot_be_resolved_says_so() -> None:
    def nobody(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    with pytest.raises(FetchFailed, match=r"the name gone\.example cannot be resolved"):
        Fetcher(resolver=nobody).get("http://gone.example/")
