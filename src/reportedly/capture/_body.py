"""The paragraphs of an article, without its page's other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec

from reportedly.capture._furniture import is_furniture
from reportedly.capture._identity import clean_url

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "list", "table"})
_LINK_SHARE = 0.7
_TEASER_LIST_SHARE = 0.6


class Paragraph(msgspec.Struct, frozen=True):
    """Text with its links as (address, start, end) inside it; `heading` for a subheading."""

    text: str
    links: tuple[tuple[str, int, int], ...] = ()
    heading: bool = False

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0..1."""
        return sum(end - start for _, start, end in self.links) / max(len(self.text), 1)


def paragraphs(tree: HtmlElement, base: str | None, title: str | None) -> list[Paragraph]:
    """The article's paragraphs in order; empty when no article is found."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        tree, favor_precision=True, include_comments=False, include_links=True, include_tables=False, with_metadata=False
    )
    if not isinstance(found, Document) or found.body is None:
        return []
    kept = [one for block in found.body for one in _block(block, base or "")]
    return _without_furniture(kept, title)


def _without_furniture(found: list[Paragraph], title: str | None) -> list[Paragraph]:
    kept: list[Paragraph] = []
    for one in found:
        if one.link_share >= _LINK_SHARE or is_furniture(one.text) or (not kept and one.text == title):
            while kept and kept[-1].heading and is_furniture(kept[-1].text):
                kept.pop()
        elif not kept or kept[-1].text != one.text:
            kept.append(one)
    while kept and kept[-1].heading:
        kept.pop()
    return kept


def _block(block: _Element, base: str) -> Iterator[Paragraph]:
    """Paragraphs of one top-level block; a list or quote that mainly links elsewhere gives none."""
    inner = [child for child in block.iterdescendants() if child.tag in _BLOCKS]
    if not inner:
        one = _paragraph(block, base)
        if one.text:
            yield one
        return
    leaves = [child for child in inner if not any(below.tag in _BLOCKS for below in child.iterdescendants())]
    items = [one for leaf in leaves if (one := _paragraph(leaf, base)).text]
    size = sum(len(one.text) for one in items)
    if size and sum(one.link_share * len(one.text) for one in items) / size < _TEASER_LIST_SHARE:
        yield from items


def _paragraph(block: _Element, base: str) -> Paragraph:
    text, links = "", []
    for piece, address in _pieces(block, None):
        clean = re.sub(r"\s+", " ", piece)
        if not text or text.endswith(" "):
            clean = clean.lstrip(" ")
        start = len(text)
        text += clean
        url = clean_url(urljoin(base, address)) if address and clean.strip() else None
        if url:
            stripped = clean.strip(" ")
            first = start + clean.index(stripped)
            links.append((url, first, first + len(stripped)))
    return Paragraph(text.rstrip(" "), tuple(links), block.tag == "head")


def _pieces(element: _Element, address: str | None) -> Iterator[tuple[str, str | None]]:
    own = element.get("target") if element.tag == "ref" else address
    if element.tag == "lb":
        yield " ", None
    if element.text:
        yield element.text, own
    for child in element:
        yield from _pieces(child, own)
        if child.tail:
            yield child.tail, own
