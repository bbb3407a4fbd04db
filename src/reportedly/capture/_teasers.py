"""Takes the teasers of other articles out of a page before its text is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportedly.capture._identity import clean_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:read-?more|more-topics?|related(?:-\w+)?|teasers?|recommend\w*|promo|newsletter|outbrain|taboola)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CONTAINERS = ("div", "li", "ul", "ol", "section", "aside", "figure", "article")
_CARD_PARTS = frozenset({"img", "picture", "h2", "h3", "h4", "h5", "p", "div", "ul"})
_MOST_TEXT = 800


def without_teasers(tree: HtmlElement, own: str | None) -> None:
    """Removes cards that link to other articles, in place; `own` is the page's address."""
    named = [one for one in tree.iter(*_CONTAINERS) if _NAMED.search(f"{one.get('class', '')} {one.get('id', '')}")]
    for element in named:
        if _short(element) and any(_leads_away(link, own) for link in element.iter("a")):
            _drop(element)
    for link in tree.xpath("//a[@href][.//img or .//picture]"):
        card = _card_of(link) if _leads_away(link, own) else None
        if card is not None:
            _drop(card)
    for link in tree.xpath("//a[@href][*]"):
        if any(part.tag in _CARD_PARTS for part in link.iterdescendants()) and _leads_away(link, own):
            _drop(link)


def _card_of(pictured: HtmlElement) -> HtmlElement | None:
    """The largest short container in which words lead to the same place as the picture."""
    found = None
    for element in pictured.iterancestors():
        if not _short(element):
            break
        links = (link for link in element.iter("a") if link is not pictured and link.get("href") == pictured.get("href"))
        if element.tag in _CONTAINERS and any(_words(link) for link in links):
            found = element
    return found


def _short(element: HtmlElement) -> bool:
    return element.find(".//h1") is None and len(_words(element)) <= _MOST_TEXT


def _leads_away(link: HtmlElement, own: str | None) -> bool:
    address = link.get("href") or ""
    if (
        not address
        or address.startswith(("#", "mailto:", "javascript:"))
        or re.search(r"\.(jpe?g|png|webp|gif)\b", address, re.I)
    ):
        return False
    return own is None or clean_url(address) != own


def _words(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
