"""Anything in → revisions. One bad input gives one problem and never stops the batch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.capture._clock import Clock, utc_now
from reportedly.capture._documents import Document, read_document
from reportedly.capture._guard import guarded
from reportedly.capture._items import archive_kind, item, walk
from reportedly.capture._page_media import with_files
from reportedly.capture._zones import ZoneOf, zoned
from reportedly.model import Captured, Original, Problem

if TYPE_CHECKING:
    from reportedly.capture._follow import Follower
    from reportedly.capture.archives import Page
    from reportedly.capture.fetching import Visitor

_SAMPLE = 100
_LISTS = ("feed", "sitemap", "json feed")


def capture(
    paths: Iterable[Path | str],
    *,
    captured_at: datetime | None = None,
    clock: Clock = utc_now,
    huge_media: bool = False,
    visitor: Callable[[], Visitor] | None = None,
    most: int | None = None,
    since: datetime | None = None,
    zone_of: ZoneOf | None = None,
) -> Iterator[Captured | Problem]:
    """Reads files, folders, Telegram Desktop exports (folder or `result.json`), gzip of these, and `-` for stdin;
    web archives (WARC, WACZ); with a `visitor` also web addresses, and the articles that feeds and sitemaps name. It is
    made when first needed: `capture([...], visitor=Visitor)`.

    Revisions come in the order of `paths`, folders sorted by name. `captured_at` (aware) defaults to `clock()`, asked
    once; what is fetched and what comes out of a web archive has its own time. `most` and `since` bound the articles
    of a feed. Media of an export over 64 MB are named but not hashed unless `huge_media`. `zone_of` tells the time zone of
    a revision's outlet, for pages that give a clock time without one. Nothing is raised for a bad input.
    """
    at = captured_at or clock()

    @cache
    def follower() -> Follower:
        return _follower(visitor, most, since)

    found = _captured(paths, at, huge_media, follower)
    return found if zone_of is None else (zoned(one, zone_of) for one in found)


def _captured(
    paths: Iterable[Path | str], at: datetime, huge_media: bool, follower: Callable[[], Follower]
) -> Iterator[Captured | Problem]:
    for found in walk(paths):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, str):
            yield from guarded(found, lambda url=found: follower().address(url))  # type: ignore[misc]
        else:
            yield from guarded(str(found), lambda path=found: _file(path, at, huge_media, follower))  # type: ignore[misc]


def expect(path: Path | str) -> int:
    """About how many revisions a path will give, cheaply: files are counted, an export's messages too, a web archive's
    pages are estimated from its first ones. 0 when unreadable."""
    from reportedly.capture._telegram import count_messages

    total = 0
    for found in walk([path]):
        if isinstance(found, Problem):
            continue
        if isinstance(found, Path) and archive_kind(found):
            total += _expect_pages(found)
        elif isinstance(found, Path) and found.name.lower().removesuffix(".gz").endswith(".json"):
            total += count_messages(found)
        else:
            total += 1
    return total


def _file(path: Path, at: datetime, huge_media: bool, follower: Callable[[], Follower]) -> Iterator[Captured | Problem]:
    archive = archive_kind(path)
    if archive:
        yield from _archived(path, archive)
        return
    source = item(path)
    if source.kind == "json":
        from reportedly.capture._telegram import read_export

        yield from read_export(source, captured_at=at, huge_media=huge_media)
    elif source.kind in _LISTS:
        yield from follower().listing(source, None)
    else:
        document = Document(kind=source.kind, data=source.read(), original=source.original, where=source.where, at=at)
        yield from with_files(read_document(document), document, source.path)


def _archived(path: Path, kind: str) -> Iterator[Captured | Problem]:
    from reportedly.capture.archives import read_wacz, read_warc

    if kind == "wacz":
        for found in read_wacz(path):
            yield from _page(found)
        return
    with path.open("rb") as stream:
        for found in read_warc(stream, str(path)):
            yield from _page(found)


def _page(page: Page | Problem) -> Iterator[Captured | Problem]:
    if isinstance(page, Problem):
        yield page
        return
    original = Original(hashlib.sha256(page.data).hexdigest(), len(page.data), "text/html", page.data, page.fetch)
    at, where = page.fetch.ended_at, page.fetch.url
    document = Document(kind="html", data=page.data, original=original, where=where, at=at, charset=page.charset)
    yield from guarded(where, lambda: read_document(document))


def _expect_pages(path: Path) -> int:
    """From the room that the first hundred records take."""
    from reportedly.capture.archives import read_warc

    reached = count = 0

    def heard(offset: int) -> None:
        nonlocal reached
        reached = offset

    try:
        size = path.stat().st_size
        if archive_kind(path) != "warc":
            return size // 50_000
        with path.open("rb") as stream:
            for found in read_warc(stream, str(path), heard):
                count += not isinstance(found, Problem)
                if count > _SAMPLE:
                    break
            else:
                return count
    except OSError:
        return 0
    return size * count // max(reached, 1)


def _follower(visitor: Callable[[], Visitor] | None, most: int | None, since: datetime | None) -> Follower:
    from reportedly.capture._follow import MOST_ARTICLES, Follower

    return Follower(visitor() if visitor else None, MOST_ARTICLES if most is None else most, since)
