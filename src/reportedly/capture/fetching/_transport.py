"""httpx over connections that are guarded: one connection an exchange, no proxies, no HTTP/2."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from typing import cast

import httpcore
import httpx

from reportedly.model import FetchFailed


class GuardedTransport(httpx.BaseTransport):
    """Sends requests through a network backend; whatever fails on the way is a FetchFailed."""

    def __init__(self, backend: httpcore.NetworkBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, max_connections=1, max_keepalive_connections=0, http2=False, retries=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        body = cast(Iterable[bytes], request.stream)
        asked = httpcore.Request(request.method, url, headers=request.headers.raw, content=body, extensions=request.extensions)
        try:
            answer = self._pool.handle_request(asked)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, httpcore.UnsupportedProtocol) as error:
            raise failed(error) from error
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise failed(error) from error

    def close(self) -> None:
        self._answer.close()


def failed(error: Exception) -> FetchFailed:
    """The network's error in plain words."""
    said = str(error) or type(error).__name__
    if "incomplete" in said or "without sending complete" in said:
        return FetchFailed("the answer ended before its stated length")
    if isinstance(error, httpcore.TimeoutException):
        return FetchFailed("no whole answer in time")
    if isinstance(error, httpcore.ProtocolError):
        return FetchFailed(f"not a valid HTTP answer ({said})")
    return FetchFailed(f"the connection failed ({said})")
