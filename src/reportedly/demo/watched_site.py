"""A news site on this machine for the demo: one article, which its outlet changes twice, once without a word about it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import httpcore

from reportedly.capture.fetching import Fetcher, Pace, Visitor
from reportedly.capture.watching import Desk, Source, Sources, State, Watch

HOST = "riverside-post.example"
ADDRESS = f"http://{HOST}/kherson-market"
VISITS = tuple(datetime(2024, 3, 12, hour, minute, tzinfo=UTC) for hour, minute in ((12, 45), (13, 5), (13, 40)))
"""When the watch comes by; each time it finds the article as it was then."""


class Site:
    """Serves the article as of a visit, on a free port of the loopback interface."""

    def __init__(self) -> None:
        self.visit = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, format: str, *arguments: object) -> None:
                """Quiet: the demo tells what happens."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        found = request.path == "/kherson-market"
        page = (files("reportedly.demo") / "watched" / f"{self.visit + 1}.html").read_bytes() if found else b""
        request.send_response(200 if found else 404)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.send_header("Content-Length", str(len(page)))
        request.end_headers()
        request.wfile.write(page)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Wire(httpcore.SyncBackend):
    """Leads the site's name to its port: the name is an example, and nobody needs to own port 80."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: object = None
    ) -> httpcore.NetworkStream:
        return super().connect_tcp(host, self._port, timeout)


def watch_site(folder: Path, desk: Desk) -> Iterator[datetime]:
    """Visits the site at each moment, as `reportedly watch` would, started anew every time; gives the moment when done."""
    source = Source(kind="page", place=ADDRESS, every=VISITS[1] - VISITS[0], name="The Riverside Post")
    sources = Sources(sources=(source,), allow=frozenset({HOST}))
    with _served() as site:
        for site.visit, moment in enumerate(VISITS):
            state = State(folder)

            def clock(now: datetime = moment) -> datetime:
                return now

            fetcher = Fetcher(
                allowed=sources.allow, clock=clock, resolver=lambda host, port: ["127.0.0.1"], backend=Wire(site.port)
            )
            try:
                visitor = Visitor(fetcher, pace=Pace(0), clock=clock)
                Watch(sources, state, desk, clock=clock, chance=lambda: 0.0, visitor=visitor).run(once=True)
            finally:
                state.close()
            yield moment


@contextmanager
def _served() -> Iterator[Site]:
    site = Site()
    try:
        yield site
    finally:
        site.close()
