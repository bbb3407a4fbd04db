"""Messages of a Telegram export → a revision. An album's messages make one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from reportedly.capture._identity import clean_url, telegram_id
from reportedly.capture._media import ALBUM_KINDS, media_kind, media_of
from reportedly.capture._when import from_unix
from reportedly.model import Forward, Link, Original, Revision, Segment

MEDIA_TYPE = "application/vnd.telegram.export+json"
MOST_IN_ALBUM = 10
_NOT_CAPTURED = ("poll", "location_information", "contact_information", "live_location_period_seconds")

Message = Mapping[str, Any]


class Chat(msgspec.Struct, frozen=True):
    """The channel or group messages were posted in."""

    id: str
    name: str | None
    type: str


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What all posts of one export share."""

    sha256: str
    captured_at: datetime
    folder: Path | None
    notes: tuple[str, ...]
    huge_media: bool


def continues_album(album: Sequence[Message], message: Message) -> bool:
    """Exports carry no album ids: consecutive ids, one moment, media each and at most one caption make an album."""
    last = album[-1]
    same = ("date", "date_unixtime", "from_id", "forwarded_from", "forwarded_from_id", "reply_to_message_id")
    return (
        len(album) < MOST_IN_ALBUM
        and message["id"] == last["id"] + 1
        and all(message.get(key) == last.get(key) for key in same)
        and media_kind(message) in ALBUM_KINDS
        and media_kind(last) in ALBUM_KINDS
        and sum(bool(read_text(one)[0].strip()) for one in (*album, message)) <= 1
    )


def read_post(chat: Chat, album: Sequence[Message], setting: Setting) -> tuple[Revision, tuple[Original, ...]]:
    """One post as a revision, its id that of the album's first message; and its media files that were captured."""
    first = album[0]
    captioned = next((message for message in album if read_text(message)[0].strip()), first)
    text, links = read_text(captioned)
    published = from_unix(first["date_unixtime"]) if "date_unixtime" in first else None
    edits = [at for message in album if (at := _edited_at(message))]
    carried = [one for message in album for one in media_of(message, setting.folder, huge=setting.huge_media)]
    revision = Revision(
        report=telegram_id(chat.id, first["id"]),
        sha256=setting.sha256,
        media_type=MEDIA_TYPE,
        captured_at=setting.captured_at,
        text=text,
        segments=(Segment(0, len(text), "body"),) if text.strip() else (),
        outlet=chat.name,
        authors=_authors(chat, first),
        published_at=published,
        updated_at=max(edits, default=None),
        forward=_forward(first),
        reply_to=_reply(chat, first),
        edited=any(_is_edited(message) for message in album),
        links=links,
        media=tuple(one.media for one in carried),
        notes=(*setting.notes, *_post_notes(first, published, album)),
    )
    return revision, tuple(one.file for one in carried if one.file)


def read_text(message: Message) -> tuple[str, tuple[Link, ...]]:
    """The text of a message, and its hyperlinks with their spans."""
    pieces = message.get("text_entities") or message.get("text") or ""
    text, links = "", []
    for piece in [pieces] if isinstance(pieces, str) else pieces if isinstance(pieces, list) else []:
        entity = piece if isinstance(piece, dict) else {"text": piece}
        words = entity.get("text")
        if not isinstance(words, str):
            continue
        address = {"link": words, "text_link": entity.get("href")}.get(str(entity.get("type")))
        url = clean_url(address if "://" in address else f"https://{address}") if isinstance(address, str) else None
        if url:
            links.append(Link(url, len(text), len(text) + len(words)))
        text += words
    return text, tuple(links)


def _authors(chat: Chat, message: Message) -> tuple[str, ...]:
    signed, sender = message.get("author"), message.get("from")
    if isinstance(signed, str) and signed:
        return (signed,)
    return (sender,) if isinstance(sender, str) and sender and sender != chat.name else ()


def _forward(message: Message) -> Forward | None:
    """Exports name the source, newer ones give its id; neither message id nor time is in the file."""
    if "forwarded_from" not in message and "forwarded_from_id" not in message:
        return None
    name, peer = message.get("forwarded_from"), message.get("forwarded_from_id")
    channel = str(peer).removeprefix("channel") if str(peer).startswith("channel") else None
    return Forward(name=name if isinstance(name, str) else None, channel=channel)


def _reply(chat: Chat, message: Message) -> str | None:
    replied = message.get("reply_to_message_id")
    if not isinstance(replied, int):
        return None
    peer = str(message.get("reply_to_peer_id") or chat.id)
    return telegram_id(peer.lstrip("abcdefghijklmnopqrstuvwxyz"), replied)


def _edited_at(message: Message) -> datetime | None:
    at = from_unix(message["edited_unixtime"]) if "edited_unixtime" in message else None
    return at if at and at.timestamp() > 0 else None


def _is_edited(message: Message) -> bool:
    """Old exports write the year 1970 for messages that were never edited."""
    stamp = message.get("edited")
    return bool(_edited_at(message)) or (isinstance(stamp, str) and not stamp.startswith("1970-"))


def _post_notes(first: Message, published: datetime | None, album: Sequence[Message]) -> tuple[str, ...]:
    zone = () if published else (f"published: {first.get('date')} where it was exported, zone unknown",)
    left_out = tuple(f"{key.split('_')[0]}: not captured" for message in album for key in _NOT_CAPTURED if key in message)
    return zone + left_out
