"""The one way in which `reportedly` asks the network for anything."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

import httpcore
import httpx
import msgspec

from reportedly import __version__
from reportedly.capture._clock import Clock, utc_now
from reportedly.capture.fetching._addresses import Resolver, system_resolver
from reportedly.capture.fetching._backend import Deadline, GuardedBackend
from reportedly.capture.fetching._content import ACCEPTED, decompressed
from reportedly.capture.fetching._transport import GuardedTransport
from reportedly.model import Fetch, FetchFailed, FetchRefused

AGENT = f"reportedly/{__version__}"
NOT_MODIFIED = 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SCHEMES = ("http", "https")
_LONGEST_ADDRESS = 4096
_HOST = re.compile(r"[A-Za-z0-9._-]+")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one fetch may cost: bytes over the wire, bytes of content, seconds in all, redirects."""

    wire: int = 32 << 20
    content: int = 64 << 20
    seconds: float = 60.0
    redirects: int = 5


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its content decompressed, and the account of how it was got. Any HTTP status is an answer."""

    data: bytes
    fetch: Fetch

    @property
    def status(self) -> int:
        return self.fetch.status

    @property
    def url(self) -> str:
        """Where the redirects ended."""
        return self.fetch.url

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def header(self, name: str) -> str | None:
        """A header's first value."""
        return next((value for key, value in self.fetch.headers if key.lower() == name.lower()), None)

    @property
    def media_type(self) -> str:
        """`text/html`; empty when the server does not say."""
        return self._type().get_content_type() if self.header("content-type") else ""

    @property
    def charset(self) -> str | None:
        """The encoding that the server states."""
        return self._type().get_content_charset()

    def _type(self) -> Message:
        message = Message()
        message["Content-Type"] = re.sub(r"[\r\n]", " ", self.header("content-type") or "")
        return message


class _Leg(NamedTuple):
    """One request of a fetch: what was asked for and when, what is asked now, and which redirects lie between."""

    asked: str
    started: datetime
    target: httpx.URL
    passed: tuple[str, ...]


class Fetcher:
    """Gets addresses under limits. Private, loopback, link-local, multicast and reserved addresses are never reached,
    at no redirect, whatever a name resolves to, unless `allowed` names the host (`host` or `host:port`).
    """

    def __init__(
        self,
        *,
        allowed: frozenset[str] = frozenset(),
        limits: Limits | None = None,
        agent: str = AGENT,
        clock: Clock = utc_now,
        resolver: Resolver = system_resolver,
        backend: httpcore.NetworkBackend | None = None,
    ) -> None:
        self.agent = agent
        self._allowed = frozenset(host.lower() for host in allowed)
        self._limits = limits or Limits()
        self._clock = clock
        self._resolver = resolver
        self._inner = backend

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Asks for an address and follows where it leads. With `etag` or `last_modified`, an unchanged page answers 304.

        Raises FetchRefused for what must not be followed or is too large, FetchFailed when there is no whole answer.
        """
        started, deadline = self._clock(), Deadline(self._limits.seconds)
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED, "Connection": "close"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        target, passed = _parsed(url), list[str]()
        try:
            while True:
                answer = self._exchange(_Leg(url, started, target, tuple(passed)), headers, deadline)
                if isinstance(answer, Fetched):
                    return answer
                passed.append(str(target))
                if len(passed) > self._limits.redirects:
                    raise FetchRefused(f"more than {self._limits.redirects} redirects")
                if str(answer) in passed:
                    raise FetchRefused("redirects in a circle")
                target = answer
        except (FetchRefused, FetchFailed) as error:
            place = f"redirected to {target}" if passed else None
            raise type(error)(error.reason, where=url, place=place) from error

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)

    def _exchange(self, leg: _Leg, headers: dict[str, str], deadline: Deadline) -> Fetched | httpx.URL:
        """One request on a connection of its own: the answer, or where it redirects to."""
        backend = GuardedBackend(self._resolver, self._allowed, deadline, self._inner)
        transport = GuardedTransport(backend, self._tls)
        try:
            seconds = deadline.left()
            request = httpx.Request("GET", leg.target, headers=headers, extensions={"timeout": httpx.Timeout(seconds).as_dict()})
            response = transport.handle_request(request)
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return _redirected(leg.target, response.headers["location"])
            data = b"" if response.status_code == NOT_MODIFIED else self._body(response)
            response.close()
        finally:
            transport.close()
        fetch = Fetch(
            requested=leg.asked,
            url=str(leg.target),
            status=response.status_code,
            headers=tuple((_text(key), _text(value)) for key, value in response.headers.raw),
            started_at=leg.started,
            ended_at=self._clock(),
            redirects=leg.passed,
            address=backend.reached,
            tool=self.agent,
        )
        return Fetched(data=data, fetch=fetch)

    def _body(self, response: httpx.Response) -> bytes:
        stated = response.headers.get("content-length", "")
        if stated.isdecimal() and int(stated) > self._limits.wire:
            raise FetchRefused(f"the answer is said to have {int(stated):,} bytes, over {self._limits.wire:,}")
        assert isinstance(response.stream, httpx.SyncByteStream)
        wire = _bounded(response.stream, self._limits.wire, "bytes on the wire")
        content = decompressed(wire, response.headers.get("content-encoding", ""))
        return b"".join(_bounded(content, self._limits.content, "bytes when decompressed"))


def _bounded(chunks: httpx.SyncByteStream | Iterator[bytes], most: int, what: str) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise FetchRefused(f"the answer has more than {most:,} {what}")
        yield chunk


def _parsed(url: str) -> httpx.URL:
    """The address without fragment. Raises FetchRefused when it is no plain http(s) address."""
    if len(url) > _LONGEST_ADDRESS:
        raise FetchRefused("the address is too long")
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchRefused(f"not a web address ({error})", where=url) from error
    if parsed.scheme not in _SCHEMES or not parsed.host:
        raise FetchRefused("only http and https addresses are fetched", where=url)
    if ":" not in parsed.host and not _HOST.fullmatch(parsed.raw_host.decode("ascii", "replace")):
        raise FetchRefused("not a web address (no host has such a name)", where=url)
    if parsed.userinfo:
        raise FetchRefused("addresses with a user name or password are not fetched", where=url)
    return parsed.copy_with(fragment=None)


def _redirected(target: httpx.URL, location: str) -> httpx.URL:
    if re.search(r"[\x00-\x1f]", location):
        raise FetchRefused("redirects to an address with control characters")
    try:
        return _parsed(str(target.join(location)))
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchRefused(f"redirects to what is no web address ({error})") from error


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")


def host_of(url: str) -> str:
    """The host and port that an address speaks to, in lower case: what politeness counts by."""
    return urlsplit(url).netloc.lower().rpartition("@")[2]
