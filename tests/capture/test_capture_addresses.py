"""Addresses, feeds and sitemaps as inputs: what they lead to is fetched and captured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from reportedly.capture import capture
from reportedly.capture.fetching import Fetcher, Pace, Visitor
from reportedly.model import Captured, Problem
from tests.articles import FIRST, SECOND, article, index, rss, sitemap
from tests.web_server import Site, site

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as made:
        made.page("/one", article("One", FIRST))
        made.page("/two", article("Two", SECOND))
        yield made


@pytest.fixture
def visitor(server: Site) -> Callable[[], Visitor]:
    """One who may visit the server, and does not pause."""
    fetcher = Fetcher(allowed=frozenset({server.host}), clock=lambda: NOON)
    return partial(Visitor, fetcher, pace=Pace(0), clock=lambda: NOON)


def taken(inputs: list[Path | str], visitor: Callable[[], Visitor], **more: object) -> list[Captured | Problem]:
    return list(capture(inputs, visitor=visitor, **more))  # type: ignore[arg-type]


def titles(found: list[Captured | Problem]) -> list[str | None]:
    return [one.revision.title if isinstance(one, Captured) else str(one) for one in found]


def test_a_page_is_kept_with_its_way_here(server: Site, visitor: Callable[[], Visitor]) -> None:
    server.page("/old", "", status="301 Moved", location="/one?utm_source=x")
    server.pages["/one?utm_source=x"] = server.pages["/one"]
    (found,) = taken([server.url("/old")], visitor)
    assert isinstance(found, Captured)
    assert found.revision.report == f"url:{server.url('/one')}"
    assert found.revision.captured_at == NOON
    fetch = found.original.fetch
    assert fetch is not None
    assert (fetch.requested, fetch.redirects) == (server.url("/old"), (server.url("/old"),))
    assert ("Content-Type", "text/html; charset=utf-8") in fetch.headers
    assert server.paths() == ["/robots.txt", "/old", "/one?utm_source=x"]


def test_the_servers_encoding_is_used_when_the_page_states_none(server: Site, visitor: Callable[[], Visitor]) -> None:
    words = "Губернатор заявил во вторник, что боёв в селе Тёткино не было, и отказался говорить с журналистами."
    server.page("/ru", article("Заявление", words).encode("koi8-r"), content_type="text/html; charset=koi8-r")
    (found,) = taken([server.url("/ru")], visitor)
    assert isinstance(found, Captured)
    assert words in found.revision.text


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("https://www.other-paper.example/story", False),
        ("https://127.0.0.1.evil.example/story", False),
        ("http://127.0.0.1/canonical", False),  # another port is another server
    ],
)
def test_a_page_cannot_pass_for_one_of_another_site(
    server: Site, visitor: Callable[[], Visitor], stated: str, kept: bool
) -> None:
    server.page("/fake", article("Fake", FIRST, url=stated))
    (found,) = taken([server.url("/fake")], visitor)
    assert isinstance(found, Captured)
    assert (found.revision.url == stated) is kept
    assert any("not believed" in note for note in found.revision.notes) is not kept


def test_a_feed_by_address_and_a_feed_in_a_file(server: Site, visitor: Callable[[], Visitor], tmp_path: Path) -> None:
    feed = rss(
        (server.url("/one"), "Tue, 12 Mar 2024 08:00:00 GMT"),
        (server.url("/gone"), "Tue, 12 Mar 2024 09:00:00 GMT"),
        (server.url("/two"), "Tue, 12 Mar 2024 10:00:00 GMT"),
    )
    server.page("/feed", feed, content_type="text/html")
    (tmp_path / "feed.xml").write_text(feed)
    gone = f"{server.url('/gone')}: the answer is 404 Not Found"
    assert titles(taken([server.url("/feed")], visitor)) == ["Two", gone, "One"]
    assert titles(taken([tmp_path], visitor)) == ["Two", gone, "One"]


def test_the_newest_of_a_long_list_and_those_since(server: Site, visitor: Callable[[], Visitor]) -> None:
    server.page("/map.xml", sitemap((server.url("/one"), "2024-03-11T08:00:00Z"), (server.url("/two"), "2024-03-12T08:00:00Z")))
    found = taken([server.url("/map.xml")], visitor, most=1)
    assert titles(found) == [f"{server.url('/map.xml')}: names 2 articles; the first 1 are fetched", "Two"]
    assert titles(taken([server.url("/map.xml")], visitor, since=datetime(2024, 3, 12, tzinfo=UTC))) == ["Two"]


def test_an_index_of_sitemaps_that_names_itself(server: Site, visitor: Callable[[], Visitor]) -> None:
    server.page("/index.xml", index(server.url("/index.xml"), server.url("/map.xml"), server.url("/none.xml")))
    server.page("/map.xml", sitemap((server.url("/one"), "2024-03-11T08:00:00Z")))
    found = titles(taken([server.url("/index.xml")], visitor))
    assert found[-1] == "One"
    assert f"{server.url('/none.xml')}: the answer is 404 Not Found" in found


def test_robots_txt_closes_and_can_be_ignored(server: Site, visitor: Callable[[], Visitor]) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /one\n")
    assert titles(taken([server.url("/one"), server.url("/two")], visitor)) == [
        f"{server.url('/one')}: the site's robots.txt does not let it be fetched",
        "Two",
    ]
    free = Visitor(Fetcher(allowed=frozenset({server.host})), pace=Pace(0), obey=False)
    assert titles(taken([server.url("/one")], lambda: free)) == ["One"]


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", "text/html", "the file is empty"),
        (b"%PDF-1.7", "application/pdf", "this is a PDF document, not text"),
        (b'{"a": 1}', "application/json", "JSON, but not a JSON feed"),
        (b"<html><body></body></html>", "text/html", "no article text was found in this page"),
    ],
)
def test_what_is_no_page_says_why(server: Site, visitor: Callable[[], Visitor], body: bytes, kind: str, reason: str) -> None:
    server.page("/x", body, content_type=kind)
    assert titles(taken([server.url("/x")], visitor)) == [f"{server.url('/x')}: {reason}"]


def test_without_a_visitor_nothing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(("https://a.example/1", "")))
    found = list(capture(["https://a.example/", tmp_path / "feed.xml"]))
    assert titles(found) == [
        "https://a.example/: addresses are not fetched here",
        "https://a.example/1: addresses are not fetched here",
    ]
