"""Connections that are checked where they are made: a name is resolved once, judged, and that very address is connected to."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from reportedly.capture.fetching._addresses import Resolver, permitted, resolve
from reportedly.model import FetchFailed, FetchRefused

_MOST_TRIED = 4
_LONGEST_CONNECT = 15.0

SocketOptions = Iterable[Any] | None


class Deadline:
    """The moment when a whole fetch must be over, whatever the server drips."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Seconds left, at most `timeout`. Raises FetchFailed when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchFailed(f"no whole answer within {self.seconds:g} s")
        return left if timeout is None else min(left, timeout)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens the connections of one fetch; remembers in `reached` the numeric address of the last."""

    def __init__(
        self,
        resolver: Resolver,
        allowed: frozenset[str],
        deadline: Deadline,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self.reached: str | None = None
        self._resolver = resolver
        self._allowed = allowed
        self._deadline = deadline
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions = None,
    ) -> httpcore.NetworkStream:
        host = host.strip("[]")
        addresses = resolve(host, port, self._resolver, self._deadline.left(_LONGEST_CONNECT))
        permitted(host, port, addresses, self._allowed)
        failed: Exception | None = None
        for address in addresses[:_MOST_TRIED]:
            try:
                wait = self._deadline.left(_LONGEST_CONNECT)
                stream = self._inner.connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                self.reached = address
                return TimedStream(stream, self._deadline)
        raise FetchFailed(f"{host} does not answer ({failed or 'no address'})")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: SocketOptions = None
    ) -> httpcore.NetworkStream:
        raise FetchRefused("sockets of this machine are not reached")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class TimedStream(httpcore.NetworkStream):
    """A connection on which every read and write ends with the fetch's deadline, one byte a second or not."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return TimedStream(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
