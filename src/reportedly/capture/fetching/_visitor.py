"""Fetching as a guest should: robots.txt first, a pause between requests, and a clear word when there is no page."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from reportedly.capture._clock import Clock, utc_now
from reportedly.capture.fetching._fetcher import Fetched, Fetcher
from reportedly.capture.fetching._pace import Pace
from reportedly.capture.fetching._robots import Robots, Rules
from reportedly.model import FetchFailed, FetchRefused


class Visitor:
    """Asks for pages through one fetcher. With `obey` False, robots.txt is neither asked for nor kept to."""

    def __init__(
        self,
        fetcher: Fetcher | None = None,
        *,
        pace: Pace | None = None,
        obey: bool = True,
        known: Mapping[str, Rules] | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._fetcher = fetcher or Fetcher(clock=clock)
        self.pace = pace or Pace()
        self._robots = Robots(self._fetcher, clock=clock, before=self.pace.wait, known=known) if obey else None

    @property
    def rules(self) -> Mapping[str, Rules]:
        """What sites' robots.txt said so far."""
        return self._robots.rules if self._robots else {}

    def visit(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """One answer, whatever its status. Raises FetchRefused (robots.txt too), FetchFailed."""
        if self._robots and not self._robots.allows(url):
            raise FetchRefused("the site's robots.txt does not let it be fetched", where=url)
        self.pace.wait(url)
        try:
            return self._fetcher.get(url, etag=etag, last_modified=last_modified)
        finally:
            self.pace.asked(url, self._robots.delay(url) if self._robots else None)

    def page(self, url: str) -> Fetched:
        """The page at an address. Raises FetchFailed also when the answer is an error."""
        answer = self.visit(url)
        if not answer.ok:
            raise FetchFailed(f"the answer is {said(answer.status)}", where=url)
        return answer


def said(status: int) -> str:
    """`404 Not Found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
