"""Web pages: body without teasers, head from JSON-LD and meta tags, encodings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportedly.capture import capture
from reportedly.capture._furniture import is_furniture
from reportedly.model import Captured, Problem, Revision

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2031, 5, 7, 12, 0, tzinfo=UTC)


def revision(path: Path) -> Revision:
    (found,) = capture([path], captured_at=NOW)
    assert isinstance(found, Captured), found
    return found.revision


def test_head_comes_from_json_ld_to_the_minute() -> None:
    found = revision(PAGES / "article.html")
    assert found.title == "Bridge at Marrow Ford closed after night of shelling"
    assert found.authors == ("Ivo Brandt", "Salma Nadir")
    assert found.outlet == "Harbour Courier"
    assert found.published_at == datetime(2031, 5, 6, 5, 40, tzinfo=UTC)
    assert found.updated_at == datetime(2031, 5, 6, 9, 5, 30, tzinfo=UTC)
    assert (found.section, found.language, found.captured_at) == ("World", "en", NOW)


def test_identity_is_the_canonical_address_without_tracking_and_fragment() -> None:
    found = revision(PAGES / "article.html")
    assert found.url == "https://courier.example/world/2031/bridge-closed?id=77"
    assert found.report == f"url:{found.url}"


def test_body_keeps_lead_and_prose_and_drops_what_belongs_to_other_articles() -> None:
    text = revision(PAGES / "article.html").text
    kept = ("both sides accused each other", "hit twice during the night", "eleven explosions", "neither had answered him")
    dropped = (
        "Dam opens",
        "leave the valley",
        "Five things",
        "who holds the eastern bank",
        "Share this",
        "second crack",
        "rights reserved",
    )
    assert [words for words in kept if words not in text] == []
    assert [words for words in dropped if words in text] == []


def test_text_is_title_and_paragraphs_and_segments_cover_them() -> None:
    found = revision(PAGES / "article.html")
    headline, body = found.segments
    assert (headline.kind, body.kind) == ("headline", "body")
    assert found.text[headline.start : headline.end] == found.title
    assert found.text[headline.end : body.start] == "\n\n"
    assert body.end == len(found.text)
    assert "\n\n".join(found.text.split("\n\n")) == found.text
    assert not any(line.startswith("By ") for line in found.text.splitlines())


def test_links_of_the_body_have_their_spans() -> None:
    found = revision(PAGES / "article.html")
    assert [(link.url, found.text[link.start : link.end]) for link in found.links] == [
        ("https://river.example/statement/4", "a statement")
    ]


def test_meta_tags_serve_where_there_is_no_json_ld_and_no_zone_is_invented() -> None:
    found = revision(PAGES / "plain_meta.html")
    assert (found.title, found.outlet, found.language) == ("Brücke gesperrt", "Hafenblatt", "de")
    assert found.authors == ("Jule Ahrens", "Tom Berg")
    assert found.published_at is None
    assert found.notes == ("published: 2031-05-06T07:40:00, zone unknown",)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_same_text_from_every_encoding(tmp_path: Path, encoding: str) -> None:
    page = (PAGES / "plain_meta.html").read_text("utf-8").replace("<head>", f'<head><meta charset="{encoding}">', 1)
    other = tmp_path / "page.html"
    other.write_bytes(page.encode(encoding))
    assert revision(other).text == revision(PAGES / "plain_meta.html").text


def test_a_day_alone_is_midnight_with_a_note(tmp_path: Path) -> None:
    page = (PAGES / "plain_meta.html").read_text("utf-8").replace("2031-05-06T07:40:00", "2031-05-06")
    (tmp_path / "page.html").write_text(page, "utf-8")
    found = revision(tmp_path / "page.html")
    assert found.published_at == datetime(2031, 5, 6, tzinfo=UTC)
    assert found.notes == ("published: day only",)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body></body></html>", "no article text was found in this page"),
        ("<html><body>" + "<div>" * 10_000 + "deep" + "</div>" * 10_000, "nested more than 1000 deep"),
    ],
)
def test_a_page_without_an_article_is_one_problem(tmp_path: Path, page: str, reason: str) -> None:
    (tmp_path / "page.html").write_text(page)
    (found,) = capture([tmp_path / "page.html"])
    assert isinstance(found, Problem)
    assert reason in found.reason
    assert found.where == str(tmp_path / "page.html")


def test_damaged_json_ld_does_not_hide_the_page(tmp_path: Path) -> None:
    page = (PAGES / "article.html").read_text("utf-8").replace('"@context"', '"@context', 1)
    (tmp_path / "page.html").write_text(page, "utf-8")
    found = revision(tmp_path / "page.html")
    assert found.title == "Bridge at Marrow Ford closed after night of shelling"
    assert (found.outlet, found.published_at) == ("Harbour Courier", None)


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("Share this", True),
        ("Read more: Engineers find second crack", True),
        ("5 min read", True),
        ("Advertisement", True),
        ("Share prices fell after the attack, traders said.", False),
        ("Related groups claimed the attack as theirs.", False),
        ("Print workers in the city stopped work on Monday.", False),
        ("Watch posts along the river were shelled.", False),
        ("More than 40 people were killed.", False),
    ],
)
def test_furniture_is_told_from_sentences(line: str, furniture: bool) -> None:
    assert is_furniture(line) is furniture
