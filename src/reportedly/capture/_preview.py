"""Telegram's public preview pages (`t.me/s/NAME`, `?embed=1`) saved as HTML → one revision a post."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reportedly.capture._html import MEDIA_TYPE, parse
from reportedly.capture._identity import clean_url, telegram_id
from reportedly.capture._when import from_unix, moment
from reportedly.model import Forward, Link, Media, MediaKind, Problem, Revision, Segment, UnreadableInput

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARK = b"tgme_widget_message"
_POST_ADDRESS = re.compile(r"https?://t\.me/(?:s/)?(?P<channel>[A-Za-z]\w+)/(?P<message>\d+)")
_POST = re.compile(r"\w+/\d{1,18}")
_NOT_KEPT = "not captured: the page holds only an address that expires"
_PLAYERS: dict[str, MediaKind] = {
    "tgme_widget_message_video_player": "video",
    "tgme_widget_message_roundvideo_player": "video",
    "tgme_widget_message_voice_player": "audio",
    "tgme_widget_message_document_wrap": "document",
    "tgme_widget_message_sticker_wrap": "sticker",
}


def looks_like_preview(data: bytes) -> bool:
    """Whether a page shows Telegram posts."""
    return _MARK in data or b"tgme_channel_info" in data


def read_preview(data: bytes, *, where: str, sha256: str, captured_at: datetime) -> Iterator[Revision | Problem]:
    """The posts of a page in its order; a post the page says it cannot show gives a problem, service posts nothing.

    Raises UnreadableInput when there is no post at all.
    """
    tree, notes = parse(data)
    seen = False
    for post in tree.xpath(_having("tgme_widget_message", "//div")):
        seen = True
        if _find(post, "err_message") is not None:
            yield Problem(where=where, reason="unavailable: Telegram does not show this post", place=post.get("data-post"))
        elif "service_message" not in (post.get("class") or "").split() and _POST.fullmatch(post.get("data-post") or ""):
            yield _revision(post, notes, sha256=sha256, captured_at=captured_at)
    if not seen:
        missing = _find(tree, "err_message") is not None or _find(tree, "tgme_widget_message_error") is not None
        raise UnreadableInput("unavailable: Telegram does not show this post" if missing else "this Telegram page shows no posts")


def _revision(post: HtmlElement, notes: tuple[str, ...], *, sha256: str, captured_at: datetime) -> Revision:
    username, _, number = str(post.get("data-post")).partition("/")
    view = _view(post)
    channel = view.get("c", username)
    items = [int(found[1]) for link in post.xpath(".//a/@href") if (found := re.search(r"/(\d+)\?single", link))]
    text, links = _text(post)
    notes += () if "c" in view else ("channel: known by its name only",)
    return Revision(
        report=telegram_id(channel, min([int(view.get("p", number)), *items])),
        sha256=sha256,
        media_type=MEDIA_TYPE,
        captured_at=captured_at,
        text=text,
        segments=(Segment(0, len(text), "body"),) if text else (),
        outlet=_words(post, "tgme_widget_message_owner_name") or username,
        authors=tuple(filter(None, [_words(post, "tgme_widget_message_from_author")])),
        published_at=_published(post, view),
        url=f"https://t.me/{username}/{number}",
        forward=_forward(post),
        reply_to=_reply(post, username, channel),
        edited=bool(re.search(r"\bedited\b", _words(post, "tgme_widget_message_meta"))),
        links=links,
        media=tuple(_media(post)),
        notes=notes,
    )


def _view(post: HtmlElement) -> dict[str, Any]:
    packed = post.get("data-view") or ""
    try:
        found = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except ValueError:
        return {}
    return {key: found[key] for key in ("c", "p", "t") if isinstance(found.get(key), int)} if isinstance(found, dict) else {}


def _published(post: HtmlElement, view: dict[str, Any]) -> datetime | None:
    """The link's own `<time>`; the first one in a post may be a video's duration."""
    stamps = post.xpath(_having("tgme_widget_message_date", ".//a") + "/time/@datetime")
    stated = moment(stamps[-1]) if stamps else None
    return stated.at if stated else from_unix(view.get("t"))


def _forward(post: HtmlElement) -> Forward | None:
    name = _find(post, "tgme_widget_message_forwarded_from_name")
    if name is None:
        return Forward() if _find(post, "tgme_widget_message_forwarded_from") is not None else None
    origin = _POST_ADDRESS.match(name.get("href") or "")
    words = " ".join(str(name.text_content()).split()) or None
    return Forward(words, origin["channel"], int(origin["message"])) if origin else Forward(words)


def _reply(post: HtmlElement, username: str, channel: int | str) -> str | None:
    reply = _find(post, "tgme_widget_message_reply")
    to = _POST_ADDRESS.match(reply.get("href") or "") if reply is not None else None
    if not to:
        return None
    return telegram_id(channel if to["channel"].lower() == username.lower() else to["channel"], to["message"])


def _media(post: HtmlElement) -> Iterator[Media]:
    for element in post.iter("a", "div", "i"):
        classes = (element.get("class") or "").split()
        if "tgme_widget_message_photo_wrap" in classes:
            yield Media("photo", platform_id=next(filter(str.isdigit, classes), None), note=_NOT_KEPT)
        kind = next((_PLAYERS[one] for one in classes if one in _PLAYERS), None)
        if kind:
            yield Media(kind, name=_words(element, "tgme_widget_message_document_title") or None, note=_NOT_KEPT)


def _text(post: HtmlElement) -> tuple[str, tuple[Link, ...]]:
    """The post's own words, without the quote of what it replies to."""
    found = post.xpath(_having("js-message_text", ".//div"))
    if not found:
        return "", ()
    text, links = "", list[Link]()
    for piece, address in _pieces(found[0], None):
        start = len(text)
        text += piece
        url = clean_url(address) if address else None
        if url and piece.strip():
            links.append(Link(url, start, len(text)))
    kept = text.rstrip()
    return kept, tuple(link for link in links if link.end <= len(kept))


def _pieces(element: HtmlElement, address: str | None) -> Iterator[tuple[str, str | None]]:
    own = element.get("href") if element.tag == "a" else address
    if element.tag == "br":
        yield "\n", None
    if element.text:
        yield re.sub(r"[\r\n\t ]+", " ", element.text), own
    for child in element:
        yield from _pieces(child, own)
        if child.tail:
            yield re.sub(r"[\r\n\t ]+", " ", child.tail), own
    if element.tag == "blockquote":
        yield "\n", None


def _having(name: str, axis: str) -> str:
    return f"{axis}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def _find(element: HtmlElement, name: str) -> HtmlElement | None:
    return next(iter(element.xpath(_having(name, ".//*"))), None)


def _words(element: HtmlElement, name: str) -> str:
    found = _find(element, name)
    return "" if found is None else " ".join(str(found.text_content()).split())
