"""Sitemaps, those of news among them, and indexes of sitemaps."""

from __future__ import annotations

import io
import zlib
from datetime import datetime
from typing import TYPE_CHECKING

from reportedly.capture._identity import clean_url
from reportedly.capture._items import MOST_BYTES
from reportedly.capture._when import moment
from reportedly.capture.feeds._entries import Entry, Listing, newest_first
from reportedly.model import UnreadableInput

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST = 50_000  # by the protocol
_GZIP = b"\x1f\x8b"


def read_sitemap(data: bytes) -> Listing:
    """Reads a sitemap or an index of them, plain or gzip-compressed. Raises UnreadableInput when it is none.

    One that is cut or damaged gives what comes before the damage, with a note.
    """
    from lxml import etree

    entries, lists, notes, root = list[Entry](), list[Entry](), list[str](), None
    stream = io.BytesIO(plain(data))
    try:
        for _, element in etree.iterparse(
            stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        ):
            name = etree.QName(element).localname
            if name in ("url", "sitemap"):
                entry = _entry(element)
                if entry and len(entries) + len(lists) < _MOST:
                    (entries if name == "url" else lists).append(entry)
                element.clear()
            root = name
    except (etree.XMLSyntaxError, ValueError) as error:
        if not entries and not lists:
            raise UnreadableInput(f"not a sitemap that can be read ({str(error).splitlines()[0]})") from error
        notes.append(f"sitemap: damaged behind {len(entries) + len(lists)} addresses")
    if not entries and not lists and root not in ("urlset", "sitemapindex"):
        raise UnreadableInput("XML, but not a sitemap")
    return Listing(entries=newest_first(entries), lists=newest_first(lists), notes=tuple(notes))


def plain(data: bytes) -> bytes:
    """The data decompressed, when it is gzip. Raises UnreadableInput for damage and for more than 64 MB."""
    if not data.startswith(_GZIP):
        return data
    try:
        inflater = zlib.decompressobj(31)
        found = inflater.decompress(data, MOST_BYTES + 1)
    except zlib.error as error:
        raise UnreadableInput(f"damaged gzip data ({error})") from error
    if len(found) > MOST_BYTES:
        raise UnreadableInput(f"over {MOST_BYTES >> 20} MB when decompressed")
    return found


def _entry(element: _Element) -> Entry | None:
    from lxml import etree

    said: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            said.setdefault(etree.QName(child).localname, child.text.strip())
    url = clean_url(said.get("loc", ""))
    if url is None:
        return None
    return Entry(
        url=url,
        title=said.get("title"),
        published_at=_time(said.get("publication_date")),
        updated_at=_time(said.get("lastmod")),
    )


def _time(text: str | None) -> datetime | None:
    stated = moment(text) if text else None
    return stated.at if stated else None
