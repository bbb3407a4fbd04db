"""A web server on the loopback interface that answers as a test tells it to, also badly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

Send = Callable[[bytes], None]
Answer = Callable[["Asked", Send], None]


class Asked(msgspec.Struct, frozen=True):
    """One request: its path with the query, and its headers in lower case."""

    path: str
    headers: dict[str, str]


class Site:
    """Answers by path; keeps what was asked. A page is bytes, a whole raw answer in a function, or absent (404)."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self._listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self.host = f"{'[::1]' if ':' in host else host}:{self.port}"
        self._open = True
        self._threads: list[threading.Thread] = []
        self._main = threading.Thread(target=self._serve)
        self._main.start()

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def page(self, path: str, body: bytes | str, *, status: str = "200 OK", **headers: str) -> None:
        """A plain page; `content_type="text/html"` becomes a header."""
        data = body.encode() if isinstance(body, str) else body
        lines = {"Content-Type": "text/html; charset=utf-8"}
        lines |= {name.replace("_", "-").title(): value for name, value in headers.items()}

        def answer(asked: Asked, send: Send) -> None:
            etag = lines.get("Etag")
            if etag and asked.headers.get("if-none-match") == etag:
                send(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n")
                return
            head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
            send(f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)

        self.pages[path] = answer

    def raw(self, path: str, answer: bytes | Answer) -> None:
        """An answer byte for byte, or one that a function sends."""
        self.pages[path] = answer if callable(answer) else lambda _, send: send(answer)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self._open = False
        self._main.join()
        self._listener.close()
        for thread in self._threads:
            thread.join()

    @property
    def open(self) -> bool:
        return self._open

    def _serve(self) -> None:
        while self._open:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=self._answer, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            data = b""
            while b"\r\n\r\n" not in data:
                block = connection.recv(65536)
                if not block:
                    return
                data += block
            first, *lines = data.decode("latin-1").split("\r\n")
            headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
            asked = Asked(first.split(" ")[1], headers)
            self.asked.append(asked)
            answer = self.pages.get(asked.path)
            if answer is None:
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            else:
                answer(asked, connection.sendall)


@contextmanager
def site(host: str = "127.0.0.1") -> Iterator[Site]:
    """A server for one test."""
    server = Site(host)
    try:
        yield server
    finally:
        server.close()
