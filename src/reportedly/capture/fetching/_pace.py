"""Politeness: the pause between two requests to one host."""

from __future__ import annotations

import time
from collections.abc import Callable

from reportedly.capture.fetching._fetcher import host_of

GAP = 1.0
"""Seconds between the end of one request to a host and the next, unless the site asks for more."""


class Pace:
    """Keeps a gap between requests to each host. `now` and `sleep` are in seconds."""

    def __init__(
        self, gap: float = GAP, *, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self.gap = gap
        self._now = now
        self._sleep = sleep
        self._free: dict[str, float] = {}

    def wait(self, url: str) -> None:
        """Returns when the address's host may be asked, and counts it as asked."""
        pause = self.pause(url)
        if pause > 0:
            self._sleep(pause)
        self.asked(url)

    def pause(self, url: str) -> float:
        """Seconds until the host may be asked."""
        return max(self._free.get(host_of(url), 0.0) - self._now(), 0.0)

    def asked(self, url: str, gap: float | None = None) -> None:
        """The host was asked just now; `gap` is what it wants, when that is more than ours."""
        host = host_of(url)
        self._free[host] = max(self._free.get(host, 0.0), self._now() + max(self.gap, gap or 0.0))
