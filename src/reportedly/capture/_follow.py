"""Addresses, and lists of them → what is captured there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from reportedly.capture._documents import Document, read_document
from reportedly.capture._guard import guarded
from reportedly.capture._items import Item, fetched_item
from reportedly.capture.feeds import Entry, Listing, ListKind, read_list
from reportedly.capture.fetching import Fetched, Visitor
from reportedly.model import Captured, Problem, UnreadableInput

LISTS: tuple[ListKind, ...] = ("feed", "sitemap", "json feed")
MOST_ARTICLES = 500
"""So many articles of one feed or sitemap are fetched, the newest first, unless the caller says otherwise."""

_DEEPEST = 2
_MOST_LISTS = 100

Heard = Callable[[int, int], object]
"""Told how many articles of how many are done."""


class Follower(msgspec.Struct, frozen=True):
    """How addresses are followed. Without a visitor none is, and each says so."""

    visitor: Visitor | None
    most: int = MOST_ARTICLES
    since: datetime | None = None

    def address(self, url: str) -> Iterator[Captured | Problem]:
        """What an address leads to: a page, or a feed or sitemap whose articles are then fetched. Raises CaptureError."""
        answer = self._visitor(url).page(url)
        source = item_of(answer, url)
        if source.kind in LISTS:
            yield from self.listing(source, answer.url)
        else:
            yield from read_document(document_of(source, answer))

    def listing(self, source: Item, base: str | None) -> Iterator[Captured | Problem]:
        """The articles that a list names. Raises UnreadableInput when it is none."""
        found = _read(source, base)
        entries = [*found.entries]
        for sub in self._sublists(found, _DEEPEST):
            if isinstance(sub, Problem):
                yield sub
            else:
                entries += sub
        wanted = [one for one in entries if self._is_recent(one)]
        if len(wanted) > self.most:
            reason = f"names {len(wanted):,} articles; the first {self.most:,} are fetched"
            yield Problem(where=source.where, reason=reason)
        for entry in wanted[: self.most]:
            yield from guarded(entry.url, lambda entry=entry: self._article(entry))  # type: ignore[misc]

    def _article(self, entry: Entry) -> Iterator[Captured | Problem]:
        answer = self._visitor(entry.url).page(entry.url)
        source = item_of(answer, entry.url)
        if source.kind in (*LISTS, "json"):
            raise UnreadableInput("not a page, but a list or data", where=entry.url)
        yield from read_document(document_of(source, answer))

    def _sublists(self, found: Listing, deepest: int) -> Iterator[list[Entry] | Problem]:
        for sub in found.lists[:_MOST_LISTS]:
            inner: list[Listing] = []
            yield from guarded(sub.url, lambda sub=sub, inner=inner: self._sublist(sub, inner))  # type: ignore[misc]
            for listing in inner:
                yield [*listing.entries]
                if deepest > 1:
                    yield from self._sublists(listing, deepest - 1)

    def _sublist(self, sub: Entry, into: list[Listing]) -> Iterator[Problem]:
        answer = self._visitor(sub.url).page(sub.url)
        into.append(_read(item_of(answer, sub.url), answer.url))
        return iter(())

    def _is_recent(self, entry: Entry) -> bool:
        at = entry.updated_at or entry.published_at
        return self.since is None or at is None or at >= self.since

    def _visitor(self, url: str) -> Visitor:
        if self.visitor is None:
            raise UnreadableInput("addresses are not fetched here", where=url)
        return self.visitor


def item_of(answer: Fetched, asked: str) -> Item:
    """What was fetched, told apart. Raises UnreadableInput."""
    return fetched_item(asked, answer.data, answer.media_type, answer.fetch)


def document_of(source: Item, answer: Fetched) -> Document:
    """A fetched page as a document. Raises UnreadableInput for data that is no page."""
    if source.kind == "json":
        raise UnreadableInput("JSON, but not a JSON feed", where=source.where)
    return Document(
        kind=source.kind,
        data=source.read(),
        original=source.original,
        where=source.where,
        at=answer.fetch.ended_at,
        charset=answer.charset,
    )


def _read(source: Item, base: str | None) -> Listing:
    for kind in LISTS:
        if source.kind == kind:
            return read_list(source.read(), kind, base)
    raise UnreadableInput("not a feed or sitemap", where=source.where)
