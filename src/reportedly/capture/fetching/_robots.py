"""What a site's robots.txt allows (RFC 9309), asked once a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec
from protego import Protego

from reportedly.capture._clock import Clock, utc_now
from reportedly.capture.fetching._fetcher import Fetched, Fetcher
from reportedly.model import FetchFailed, FetchRefused

TOKEN = "reportedly"
_KEPT = timedelta(hours=24)
_RETRIED = timedelta(minutes=30)
_MOST = 500 * 1024  # bytes that must be parsed by the standard
_LONGEST_DELAY = 120.0


class Rules(msgspec.Struct, frozen=True):
    """A site's file as it was got: `text` is None when the site could not say, and then everything is refused for now."""

    text: str | None
    until: datetime


class Robots:
    """Asks each site's robots.txt before its pages. `before` is called with an address that is about to be asked."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        clock: Clock = utc_now,
        before: Callable[[str], object] = lambda url: None,
        known: Mapping[str, Rules] | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._before = before
        self._rules: dict[str, Rules] = dict(known or {})
        self._parsed = {site: Protego.parse(rules.text or "") for site, rules in self._rules.items()}

    @property
    def rules(self) -> Mapping[str, Rules]:
        """By site, what was asked so far; `known` to the next one."""
        return self._rules

    def allows(self, url: str) -> bool:
        """Whether the site lets `reportedly` fetch the address. A site that answers with an error is not asked further."""
        site = self._site(url)
        return self._rules[site].text is not None and bool(self._parsed[site].can_fetch(url, TOKEN))

    def delay(self, url: str) -> float | None:
        """Seconds that the site asks to leave between two requests, at most two minutes."""
        stated = self._parsed[self._site(url)].crawl_delay(TOKEN)
        return None if stated is None else min(max(float(stated), 0.0), _LONGEST_DELAY)

    def _site(self, url: str) -> str:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.lower()}"
        known = self._rules.get(site)
        if known is None or known.until <= self._clock():
            self._rules[site] = rules = self._asked(f"{site}/robots.txt")
            self._parsed[site] = Protego.parse(rules.text or "")
        return site

    def _asked(self, url: str) -> Rules:
        self._before(url)
        now = self._clock()
        try:
            answer = self._fetcher.get(url)
        except FetchRefused:
            return Rules("", now + _KEPT)  # the page itself will be refused with the reason
        except FetchFailed:
            return Rules(None, now + _RETRIED)
        if answer.status >= 500 or answer.status == 429:
            return Rules(None, now + _RETRIED)
        return Rules(_text(answer) if answer.ok else "", now + _KEPT)


def _text(answer: Fetched) -> str:
    return answer.data[:_MOST].decode("utf-8", "replace")
