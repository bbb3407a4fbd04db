"""What a web page says of itself: JSON-LD first, then meta tags, then the page's own markup."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import msgspec

from reportedly.capture._authors import authors_in
from reportedly.capture._identity import believed, clean_url
from reportedly.capture._when import choose

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(Article|BlogPosting|^Report)$")
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "date", "publishdate", "dc.date", "pubdate")
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod")
_MAX_DEPTH = 20


class PageHead(msgspec.Struct, frozen=True, kw_only=True):
    """Title, names, times and address of a page; `notes` says what could not be told."""

    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    language: str | None
    section: str | None
    url: str | None
    lead: str | None = None
    notes: tuple[str, ...] = ()


def page_head(tree: HtmlElement, address: str | None = None) -> PageHead:
    """Reads the head of a parsed page. A page got at an `address` is not believed to be one of another site."""
    nodes = list(json_ld(tree))
    metas = _metas(tree)
    article = _main_article(nodes)
    url, address_notes = believed(_address(tree, article, metas), address)
    outlet = _outlet(article, nodes, metas, url)
    published, notes = _published(tree, article, metas)
    updated, update_notes = choose("updated", [_string(article.get("dateModified")), *map(metas.get, _MODIFIED)])
    if updated and published and updated <= published:
        updated, update_notes = None, () if updated == published else ("updated: said to be before publication",)
    return PageHead(
        title=_title(tree, article, metas),
        outlet=outlet,
        authors=tuple(name for name in _authors(article, nodes, metas) if not (outlet or "").startswith(name)),
        published_at=published,
        updated_at=updated,
        language=_language(tree, article, metas),
        section=_first(article.get("articleSection")) or metas.get("article:section") or metas.get("section"),
        url=url,
        lead=_first(article.get("description")) or metas.get("og:description") or metas.get("description"),
        notes=notes + update_notes + address_notes,
    )


def json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        source = re.sub(r"^\s*(<!--|/\*.*?\*/|//\s*<!\[CDATA\[)|(-->|//\s*\]\]>)\s*$", "", script.text or "")
        try:
            yield from _nodes(json.loads(source.strip().rstrip(";"), strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _nodes(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from _nodes(child, depth + 1)


def _main_article(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The first article with a headline; teasers of other articles come later or inside lists."""
    found = [node for node in nodes if any(_ARTICLE.search(kind) for kind in strings(node.get("@type")))]
    return next((node for node in found if node.get("headline")), found[0] if found else {})


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv") or ""
        content = _plain(tag.get("content") or "")
        if key and content:
            found.setdefault(key.lower(), content)
    return found


def _address(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    base = metas.get("og:url") or (tree.xpath("//base/@href") or [""])[0]
    page = article.get("mainEntityOfPage")
    entity = page.get("@id") if isinstance(page, dict) else page
    offered = [*(urljoin(base, address) for address in canonical[:1]), metas.get("og:url"), _string(article.get("url")), entity]
    cleaned = [url for address in offered if isinstance(address, str) and (url := clean_url(address))]
    return next((url for url in cleaned if urlsplit(url).path != "/"), None)


def _published(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> tuple[datetime | None, tuple[str, ...]]:
    stated = [_string(article.get("datePublished")), *map(metas.get, _PUBLISHED)]
    times = tree.xpath("(//time[@itemprop='datePublished' or @pubdate]|//article//time|//header//time)/@datetime")
    published, notes = choose("published", [*stated, *times[:1]])
    if published or notes:
        return published, notes
    from htmldate import find_date

    found, notes = choose("published", [find_date(tree, original_date=True, extensive_search=False)])
    return found, tuple(f"{note}, found in the page's markup" for note in notes)


def _title(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    headings = [_plain(heading.text_content()) for heading in tree.xpath("//h1")]
    stated = _plain(_string(article.get("headline")) or "") or (headings[0] if len(headings) == 1 else "")
    whole = _plain(tree.findtext(".//title") or "")
    offered = stated or _without_site(metas.get("og:title", ""), metas) or next(iter(headings), "") or _without_site(whole, metas)
    return offered or None


def _without_site(title: str, metas: dict[str, str]) -> str:
    site = re.escape(metas.get("og:site_name", "")) or r"[^|]{2,40}"
    return re.sub(rf"\s+[|–—-]\s+{site}\s*$", "", title)


def _outlet(article: dict[str, Any], nodes: list[dict[str, Any]], metas: dict[str, str], url: str | None) -> str | None:
    publisher = next(iter(names(article.get("publisher"), nodes)), None)
    site = metas.get("og:site_name") or metas.get("application-name")
    return publisher or site or (urlsplit(url).netloc.removeprefix("www.") if url else None)


def _authors(article: dict[str, Any], nodes: list[dict[str, Any]], metas: dict[str, str]) -> tuple[str, ...]:
    stated = names(article.get("author"), nodes) or names(article.get("creator"), nodes)
    named = stated or [metas[key] for key in ("author", "article:author", "article:author_name", "byl") if key in metas][:1]
    people = [author for name in named if not name.startswith("http") for author in authors_in(name)]
    return tuple(dict.fromkeys(people))


def names(value: object, nodes: list[dict[str, Any]]) -> list[str]:
    """Names in a JSON-LD value: strings, things with a name, references by `@id`, or lists of these."""
    if isinstance(value, list):
        return [name for item in value for name in names(item, nodes)]
    if isinstance(value, str):
        return [_plain(value)] if value.strip() else []
    if not isinstance(value, dict):
        return []
    if "name" not in value and "@id" in value:
        value = next((node for node in nodes if node.get("@id") == value["@id"] and "name" in node), {})
    name = value.get("name")
    return [_plain(one) for one in strings(name) if one.strip()]


def _language(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    stated = tree.get("lang") or _first(article.get("inLanguage")) or metas.get("content-language") or metas.get("og:locale")
    code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", stated or "")
    return code[0].lower() if code else None


def _plain(text: str) -> str:
    """One line of text without entities or markup."""
    return " ".join(re.sub(r"</?[a-z][^<>]{0,200}>", "", html.unescape(html.unescape(text))).split())


def strings(value: object) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _string(value: object) -> str | None:
    return next(iter(strings(value)), None)


def _first(value: object) -> str | None:
    return _plain(_string(value) or "") or None
