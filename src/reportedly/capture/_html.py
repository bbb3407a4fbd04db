"""A web page → a revision."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import dropwhile
from typing import TYPE_CHECKING

from reportedly.capture._authors import authors_in
from reportedly.capture._body import Paragraph, paragraphs
from reportedly.capture._byline import read_byline
from reportedly.capture._encoding import decode
from reportedly.capture._identity import text_id, url_id
from reportedly.capture._meta import PageHead, page_head
from reportedly.model import Link, Revision, Segment, UnreadableInput

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MEDIA_TYPE = "text/html"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|title|article|div|main)\b", re.I | re.S
)
_DEEPEST = 1000
_GAP = "\n\n"
_LONGEST_BYLINE = 120


def looks_like_html(head: str) -> bool:
    """Whether a text begins as a web page does."""
    return bool(_HTML.match(head))


def parse(data: bytes, charset: str | None = None) -> tuple[HtmlElement, tuple[str, ...]]:
    """The page as a tree, and what had to be mended; `charset` is what the server states.

    Raises UnreadableInput when there is nothing to parse.
    """
    from lxml import etree
    from lxml import html as lxml_html

    decoded = decode(data, charset)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded.text).replace("\x00", "")
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"this page holds nothing that can be parsed ({error})") from error
    if _deeper_than(tree, _DEEPEST):
        raise UnreadableInput(f"the page's elements are nested more than {_DEEPEST} deep")
    return tree, decoded.notes


def read_html(
    data: bytes, *, sha256: str, captured_at: datetime, address: str | None = None, charset: str | None = None
) -> Revision:
    """Reads one article page; `address` is where it was got, `charset` what the server states.

    Raises UnreadableInput when no article is found in it.
    """
    tree, notes = parse(data, charset)
    head = page_head(tree, address)
    found = list(dropwhile(lambda one: _repeats_head(one.text, head), paragraphs(tree, head.url, head.title, head.lead)))
    if not found:
        raise UnreadableInput("no article text was found in this page")
    return revision_of(head, found, sha256=sha256, captured_at=captured_at, media_type=MEDIA_TYPE, notes=notes)


def revision_of(
    head: PageHead,
    found: list[Paragraph],
    *,
    sha256: str,
    captured_at: datetime,
    media_type: str,
    notes: tuple[str, ...] = (),
) -> Revision:
    """Title and paragraphs as one text with its segments and links."""
    parts = [head.title] if head.title else []
    body_start = len(head.title) + len(_GAP) if head.title else 0
    links, start = [], body_start
    for one in found:
        parts.append(one.text)
        links += [Link(url, start + first, start + last) for url, first, last in one.links]
        start += len(one.text) + len(_GAP)
    text = _GAP.join(parts)
    headline = (Segment(0, len(head.title), "headline"),) if head.title else ()
    return Revision(
        report=url_id(head.url) if head.url else text_id(head.outlet, head.published_at, head.title, text[body_start:]),
        sha256=sha256,
        media_type=media_type,
        captured_at=captured_at,
        text=text,
        segments=(*headline, Segment(body_start, len(text), "body")),
        title=head.title,
        outlet=head.outlet,
        authors=head.authors,
        published_at=head.published_at,
        updated_at=head.updated_at,
        language=head.language,
        section=head.section,
        url=head.url,
        links=tuple(links),
        notes=(*notes, *head.notes),
    )


def _repeats_head(text: str, head: PageHead) -> bool:
    """Title and byline shown again above the first paragraph."""
    if head.title and head.title in text and len(text) < 2 * len(head.title):
        return True
    named = authors_in(text) if len(text) < _LONGEST_BYLINE else ()
    return (bool(named) and set(named) <= set(head.authors)) or read_byline(text, after_title=True) is not None


def _deeper_than(tree: HtmlElement, limit: int) -> bool:
    level: list[HtmlElement] = [tree]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
