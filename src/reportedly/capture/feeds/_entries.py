"""What a feed or a sitemap says of an article: where it is and when it was published."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One article that a list names. Times are aware and UTC, None when the list does not say."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A feed or sitemap: the articles it names, newest first when it has times, and the further lists of an index."""

    entries: tuple[Entry, ...] = ()
    lists: tuple[Entry, ...] = ()
    title: str | None = None
    notes: tuple[str, ...] = ()


def newest_first(entries: list[Entry]) -> tuple[Entry, ...]:
    """Without repeated addresses; those with times first, the newest before the older, then the rest in their order."""
    once = list({entry.url: entry for entry in reversed(entries)}.values())[::-1]
    timed = [entry for entry in once if entry.updated_at or entry.published_at]
    timed.sort(key=lambda entry: entry.updated_at or entry.published_at, reverse=True)  # type: ignore[arg-type,return-value]
    return (*timed, *(entry for entry in once if not (entry.updated_at or entry.published_at)))
