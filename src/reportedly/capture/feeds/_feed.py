"""RSS, Atom and JSON feeds → the articles they name."""

from __future__ import annotations

import calendar
import io
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from reportedly.capture._identity import clean_url
from reportedly.capture._when import moment
from reportedly.capture.feeds._entries import Entry, Listing, newest_first
from reportedly.model import UnreadableInput

_MOST = 5000
JSON_FEED = "https://jsonfeed.org/version/"


def read_feed(data: bytes, base: str | None = None) -> Listing:
    """Reads an RSS or Atom feed; `base` is the address it came from. Raises UnreadableInput when it is none."""
    import feedparser

    headers = {"content-location": base} if base else {}
    found = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=True)
    if not found.get("version") and not found.entries:
        said = str(found.get("bozo_exception") or "").splitlines()
        raise UnreadableInput(f"not a feed that can be read ({said[0]})" if said else "not a feed that can be read")
    notes = (f"feed: mended, {type(found.bozo_exception).__name__}",) if found.get("bozo") else ()
    entries = [one for item in found.entries[:_MOST] if (one := _entry(item, base))]
    return Listing(entries=newest_first(entries), title=found.feed.get("title") or None, notes=notes)


def _entry(item: Any, base: str | None) -> Entry | None:
    address = _address(item.get("link"), base)
    if address is None and item.get("guidislink", True):
        address = _address(item.get("id"), None)
    if address is None:
        return None
    return Entry(
        url=address,
        title=item.get("title") or None,
        published_at=_time(item.get("published_parsed")),
        updated_at=_time(dict.get(item, "updated_parsed")),  # its own `get` would take the publication for it
    )


def read_json_feed(data: bytes, base: str | None = None) -> Listing:
    """Reads a JSON Feed, version 1 or 1.1. Raises UnreadableInput when it is none."""
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"not valid JSON ({error})") from error
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith(JSON_FEED):
        raise UnreadableInput("JSON, but not a JSON feed")
    items = feed.get("items")
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = [
        Entry(
            url=address,
            title=_words(item.get("title")),
            published_at=_stated(item.get("date_published")),
            updated_at=_stated(item.get("date_modified")),
        )
        for item in found[:_MOST]
        if (address := _address(item.get("url"), base) or _address(item.get("id"), None))
    ]
    return Listing(entries=newest_first(entries), title=_words(feed.get("title")))


def _address(value: object, base: str | None) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return clean_url(urljoin(base or "", value.strip()))
    except ValueError:
        return None


def _time(parsed: Any) -> datetime | None:
    """feedparser's time in UTC as a moment; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _stated(value: object) -> datetime | None:
    stated = moment(value) if isinstance(value, str) else None
    return stated.at if stated else None


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
