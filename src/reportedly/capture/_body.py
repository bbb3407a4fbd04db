"""The paragraphs of an article, without its page's other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec

from reportedly.capture._furniture import is_furniture
from reportedly.capture._identity import clean_url
from reportedly.capture._teasers import without_teasers

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "list", "table"})
_LINK_SHARE = 0.7
_TEASER_LIST_SHARE = 0.6
_SHORTEST_LEAD = 40


class Paragraph(msgspec.Struct, frozen=True):
    """Text with its links as (address, start, end) inside it; `heading` for a subheading."""

    text: str
    links: tuple[tuple[str, int, int], ...] = ()
    heading: bool = False

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0..1."""
        return sum(end - start for _, start, end in self.links) / max(len(self.text), 1)


def paragraphs(tree: HtmlElement, base: str | None, title: str | None, lead: str | None = None) -> list[Paragraph]:
    """The article's paragraphs in order; empty when no article is found. Teasers are taken out of `tree`.

    `lead` is the page's description of itself: when the page also shows it, it is the first paragraph.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    shown = _shown(tree, lead) if lead else None
    without_teasers(tree, base)
    found = bare_extraction(
        tree, favor_precision=True, include_comments=False, include_links=True, include_tables=False, with_metadata=False
    )
    if not isinstance(found, Document) or found.body is None:
        return []
    kept = [one for block in found.body for one in _block(block, base or "")]
    kept = _without_furniture(kept, title)
    repeated = shown is None or any(shown.text in one.text or one.text in shown.text for one in kept)
    return kept if repeated or shown is None or not kept else [shown, *kept]


def _shown(tree: HtmlElement, lead: str) -> Paragraph | None:
    """The lead as the page shows it to its readers; extraction tuned for precision often leaves it out."""
    words = " ".join(lead.split()).removesuffix("...").removesuffix("…").rstrip()
    if len(words) < _SHORTEST_LEAD:
        return None
    for element in tree.iter("p", "div", "h2", "h3", "strong", "span"):
        if words[:20] in (element.text or "") + (element[0].text or "" if len(element) else ""):
            text = " ".join(str(element.text_content()).split())
            if text.startswith(words) and len(text) <= 2 * len(words):
                return Paragraph(text)
    return None


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
