"""Lists of articles: RSS, Atom and JSON feeds, sitemaps of news. Pure: what they name is fetched elsewhere."""

from __future__ import annotations

import re
from typing import Literal

from reportedly.capture.feeds._entries import Entry, Listing
from reportedly.capture.feeds._feed import JSON_FEED, read_feed, read_json_feed
from reportedly.capture.feeds._sitemap import plain, read_sitemap

__all__ = ["Entry", "ListKind", "Listing", "kind_of_list", "read_list"]

ListKind = Literal["feed", "sitemap", "json feed"]

_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE\s+\w+[^>\[]*>\s*)*<(?:\w+:)?(?P<root>rss|feed|RDF|urlset|sitemapindex)\b",
    re.DOTALL,
)


def kind_of_list(head: str) -> ListKind | None:
    """What list of articles a text begins as; None when it is none."""
    found = _ROOT.match(head)
    if found:
        return "sitemap" if found["root"] in ("urlset", "sitemapindex") else "feed"
    return "json feed" if head.lstrip().startswith("{") and JSON_FEED in head.replace("\\/", "/") else None


def read_list(data: bytes, kind: ListKind, base: str | None = None) -> Listing:
    """The articles that a list names; `base` is the address it came from. Raises UnreadableInput."""
    if kind == "sitemap":
        return read_sitemap(data)
    return read_json_feed(plain(data), base) if kind == "json feed" else read_feed(plain(data), base)
