"""Telegram Desktop exports (`result.json`), single chats and full ones, streamed.

Of a full export only channels and groups are read: private chats, contacts and sessions are no reports.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from reportedly.capture._items import Item
from reportedly.capture._post import Chat, Message, Setting, continues_album, read_post
from reportedly.capture._repair import MendedStream
from reportedly.model import Captured, UnreadableInput

_BASES = ("", "chats.list.item.", "left_chats.list.item.")
_MESSAGES = {f"{base}messages.item": base for base in _BASES}
_HEADS = {f"{base}{key}": key for base in _BASES for key in ("id", "name", "type")}
_LISTS = frozenset({f"{base}messages" for base in _BASES} | {"chats.list", "left_chats.list"})
_PRIVATE = frozenset({"saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat"})
_MARK = re.compile(rb'"type":\s*"message"')
_CHUNK = 4 * 1024 * 1024
_LONGEST_MARK = 40
_BUFFER = 4096  # small, since the prefixes of hostile nesting grow with its square
_LONGEST_PREFIX = 1000


def read_export(source: Item, *, captured_at: datetime, huge_media: bool) -> Iterator[Captured]:
    """All posts of an export, in its order.

    Raises UnreadableInput when the file is no export, or, after the posts before it, where it is cut or damaged.
    """
    setting = Setting(
        sha256=source.original.sha256,
        captured_at=captured_at,
        folder=source.path.parent if source.path else None,
        notes=_repairs(source),
        huge_media=huge_media,
    )
    for chat, album in _albums(_messages(source)):
        revision, files = read_post(chat, album, setting)
        yield Captured(source.original, revision, files)


def count_messages(path: Path) -> int:
    """How many messages an export seems to hold, without parsing it; 0 when it cannot be opened."""
    count, tail = 0, b""
    try:
        with path.open("rb") as raw:
            stream: Any = gzip.GzipFile(fileobj=raw) if raw.read(2) == b"\x1f\x8b" else raw
            raw.seek(0)
            while block := stream.read(_CHUNK):
                data = tail + block
                found = list(_MARK.finditer(data))
                count += len(found)
                tail = data[max(found[-1].end() if found else 0, len(data) - _LONGEST_MARK) :]
    except (OSError, EOFError):
        pass
    return count


def _repairs(source: Item) -> tuple[str, ...]:
    """What has to be mended, known before the first post is delivered."""
    with source.open() as raw:
        stream = MendedStream(raw)
        while stream.read():
            pass
    return stream.notes()


def _albums(messages: Iterator[tuple[Chat, Message]]) -> Iterator[tuple[Chat, list[Message]]]:
    """Groups the messages of albums; delivers what is pending before an error goes on its way."""
    pending: tuple[Chat, list[Message]] | None = None
    try:
        for chat, message in messages:
            if pending and pending[0] == chat and continues_album(pending[1], message):
                pending[1].append(message)
                continue
            if pending:
                yield pending
            pending = (chat, [message])
    except UnreadableInput:
        if pending:
            yield pending
        raise
    if pending:
        yield pending


def _messages(source: Item) -> Iterator[tuple[Chat, Message]]:
    import ijson

    last: Message | None = None
    lists = False
    with source.open() as raw:
        try:
            for found in _walk(raw):
                lists = True
                if found and found[1].get("type") == "message" and isinstance(found[1].get("id"), int):
                    last = found[1]
                    yield found
        except ijson.JSONError as error:
            raise _damage(str(error), raw, source, last) from error
    if not lists:
        raise UnreadableInput("JSON, but not a Telegram export")
    if not last:
        raise UnreadableInput("this Telegram export holds no messages")


def _damage(error: str, raw: BinaryIO, source: Item, last: Message | None) -> UnreadableInput:
    reason = error.splitlines()[0] if error else "damaged"
    cut = "premature EOF" in reason or "ncomplete" in reason
    if not last:
        return UnreadableInput("JSON that is cut or damaged before its first message" if cut else f"not valid JSON ({reason})")
    place = f"after message {last['id']}"
    if cut:
        return UnreadableInput(
            "the export is cut here; the messages before were read", place=f"{place}, byte {source.original.size}"
        )
    return UnreadableInput(f"not valid JSON ({reason}); the messages before were read", place=place)


def _walk(raw: BinaryIO) -> Iterator[tuple[Chat, Message] | None]:
    """Messages with their chats as they stream by; None for each list of messages or chats that is entered."""
    import ijson
    from ijson.common import ObjectBuilder

    head: dict[str, Any] = {}
    builder: Any = None
    inside = ""
    for prefix, event, value in ijson.parse(MendedStream(raw), buf_size=_BUFFER):
        if len(prefix) > _LONGEST_PREFIX:
            raise UnreadableInput("JSON nested too deeply for a Telegram export")
        if builder is not None:
            builder.event(event, value)
            if event == "end_map" and prefix == inside:
                yield _chat(head), builder.value
                builder = None
        elif event == "start_map" and prefix in _MESSAGES:
            if "id" in head and "type" in head and not (_MESSAGES[prefix] and head["type"] in _PRIVATE):
                builder, inside = ObjectBuilder(), prefix
                builder.event(event, value)
        elif event == "start_map" and f"{prefix}." in _BASES:
            head = {}
        elif prefix in _HEADS:
            head[_HEADS[prefix]] = value
        elif event == "start_array" and prefix in _LISTS and ("type" in head or prefix.endswith("list")):
            yield None


def _chat(head: dict[str, Any]) -> Chat:
    return Chat(str(head["id"]), head["name"] if isinstance(head.get("name"), str) else None, str(head["type"]))
