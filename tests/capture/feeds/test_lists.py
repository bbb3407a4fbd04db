"""Feeds and sitemaps of every make, damaged and hostile ones too."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from reportedly.capture.feeds import kind_of_list, read_list
from reportedly.model import UnreadableInput
from tests.articles import index, rss, sitemap

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<entry><title>One</title><id>urn:1</id><link href="/one?utm_source=feed"/><updated>2024-03-12T09:00:00+02:00</updated>
<published>2024-03-12T06:00:00Z</published></entry>
<entry><title>Two</title><id>urn:2</id><link rel="alternate" href="https://news.example/two"/>
<updated>2024-03-12T12:00:00Z</updated></entry>
<entry><title>No address</title><id>urn:3</id><updated>2024-03-12T12:00:00Z</updated></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Gazette",
    "items": [
        {"id": "1", "url": "https://news.example/one", "title": " A  title ", "date_published": "2024-03-12T06:00:00Z"},
        {"id": "https://news.example/two", "date_modified": "2024-03-12T12:00:00+00:00"},
        {"id": 3, "url": 7},
        "no item",
    ],
}
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://news.example/"><title>G</title></channel>
<item rdf:about="https://news.example/one"><title>One</title><link>https://news.example/one</link></item></rdf:RDF>"""


def urls(data: str | bytes, base: str | None = None) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    text = gzip.decompress(raw).decode() if raw.startswith(b"\x1f\x8b") else raw.decode("utf-8", "replace")
    kind = kind_of_list(text)
    assert kind, "not seen as a list"
    return [entry.url for entry in read_list(raw, kind, base).entries]


def test_rss_newest_first_and_once() -> None:
    items = [("https://a.example/1", "Tue, 12 Mar 2024 08:00:00 GMT"), ("https://a.example/2", "Tue, 12 Mar 2024 09:00:00 GMT")]
    assert urls(rss(*items, items[0])) == ["https://a.example/2", "https://a.example/1"]


def test_atom_with_relative_addresses_and_two_times() -> None:
    found = read_list(ATOM.encode(), "feed", "https://news.example/feed.xml")
    assert [entry.url for entry in found.entries] == ["https://news.example/two", "https://news.example/one"]
    one = found.entries[1]
    assert (one.title, one.updated_at) == ("One", datetime(2024, 3, 12, 7, tzinfo=UTC))
    assert one.published_at == datetime(2024, 3, 12, 6, tzinfo=UTC)


def test_rdf() -> None:
    assert urls(RDF) == ["https://news.example/one"]


def test_json_feed() -> None:
    found = read_list(json.dumps(JSON).encode(), "json feed")
    assert [entry.url for entry in found.entries] == ["https://news.example/two", "https://news.example/one"]
    assert (found.title, found.entries[1].title) == ("Gazette", "A title")
    assert kind_of_list(json.dumps(JSON)) == "json feed"
    assert kind_of_list('{"name": "a chat", "messages": []}') is None


def test_sitemaps_plain_compressed_and_an_index() -> None:
    news = sitemap(("https://a.example/1", "2024-03-12T08:00:00Z"), ("https://a.example/2", "2024-03-12"))
    assert urls(news) == urls(gzip.compress(news.encode())) == ["https://a.example/1", "https://a.example/2"]
    found = read_list(index("https://a.example/news.xml.gz", "file:///etc/passwd").encode(), "sitemap")
    assert ([one.url for one in found.lists], found.entries) == (["https://a.example/news.xml.gz"], ())


def test_a_cut_sitemap_gives_what_is_whole() -> None:
    news = sitemap(*((f"https://a.example/{n}", "2024-03-12T08:00:00Z") for n in range(9)))
    found = read_list(news[: len(news) - 100].encode(), "sitemap")
    assert len(found.entries) == 8
    assert found.notes == ("sitemap: damaged behind 8 addresses",)


def test_a_feed_that_is_no_xml_is_mended_and_says_so() -> None:
    broken = rss(("https://a.example/1?a=1&b=2", "never")).replace("</channel>", "")
    found = read_list(broken.encode(), "feed")
    assert len(found.entries) == 1
    assert found.notes[0].startswith("feed: mended")


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_entities_neither_blow_up_nor_read_files(kind: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY l0 "https://a.example/"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    items = (("&l11;", ""), ("https://a.example/&f;", ""))
    body = sitemap(*items) if kind == "sitemap" else rss(*items)
    data = body.replace("?>", "?>" + head, 1).encode()
    try:
        found = read_list(data, kind)  # type: ignore[arg-type]
    except UnreadableInput:
        return
    assert all(len(entry.url) < 1000 and "root:" not in entry.url for entry in found.entries)


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"<urlset><url>", "sitemap", "not a sitemap that can be read"),
        (b"<html><p>words</p></html>", "sitemap", "XML, but not a sitemap"),
        (b"just words", "feed", "not a feed"),
        (b"{", "json feed", "not valid JSON"),
        (b'{"version": "2"}', "json feed", "JSON, but not a JSON feed"),
        (b"[" * 100_000, "json feed", "not valid JSON"),
        (b"\x1f\x8bnonsense", "sitemap", "damaged gzip data"),
        (gzip.compress(bytes(70 << 20)), "sitemap", "over 64 MB"),
    ],
)
def test_what_is_no_list_says_why(data: bytes, kind: str, reason: str) -> None:
    with pytest.raises(UnreadableInput, match=reason):
        read_list(data, kind)  # type: ignore[arg-type]


def test_pages_are_not_lists() -> None:
    for text in ("<!doctype html><html>", '<?xml version="1.0"?><html><head>', "feed", "<feedback>", ""):
        assert kind_of_list(text) is None
