"""Media of a Telegram export: what kind, whether its bytes are there, and why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportedly.capture._items import MOST_BYTES
from reportedly.model import Media, MediaKind

_KINDS: dict[str, MediaKind] = {
    "video_file": "video",
    "animation": "video",
    "video_message": "video",
    "voice_message": "audio",
    "audio_file": "audio",
    "sticker": "sticker",
}
_PLACEHOLDERS = {
    "(File not included": "not captured: not included in the export",
    "(File exceeds maximum size": "not captured: over the size limit of the export",
    "(File unavailable": "not captured: unavailable when exported",
}
ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})


def media_of(message: Mapping[str, Any], folder: Path | None, *, huge: bool) -> tuple[Media, ...]:
    """The media a message carries. Only files inside the export's folder are opened, to hash them."""
    found: list[Media] = []
    if isinstance(message.get("photo"), str):
        found.append(_media("photo", message["photo"], None, folder, huge=huge))
    if isinstance(message.get("file"), str):
        kind = _KINDS.get(str(message.get("media_type")), "document")
        name = message.get("file_name")
        found.append(_media(kind, message["file"], name if isinstance(name, str) else None, folder, huge=huge))
    return tuple(found)


def media_kind(message: Mapping[str, Any]) -> str | None:
    """The kind of a message's media, without touching any file."""
    if message.get("photo"):
        return "photo"
    return _KINDS.get(str(message.get("media_type")), "document") if message.get("file") else None


def _media(kind: MediaKind, path: str, name: str | None, folder: Path | None, *, huge: bool) -> Media:
    missing = next((note for start, note in _PLACEHOLDERS.items() if path.startswith(start)), None)
    if missing:
        return Media(kind, name, note=missing)
    name = name or path.replace("\\", "/").rpartition("/")[2]
    if folder is None:
        return Media(kind, name, note="not captured: no export folder at hand")
    try:
        target = (folder / path).resolve()
        if not target.is_relative_to(folder.resolve()):
            return Media(kind, name, note="not captured: the path leaves the export folder")
        if not target.is_file():
            return Media(kind, name, note="not captured: missing from the export folder")
        if target.stat().st_size > MOST_BYTES and not huge:
            return Media(kind, name, note=f"not captured: over {MOST_BYTES >> 20} MB")
        with target.open("rb") as stream:
            return Media(kind, name, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
    except (OSError, ValueError) as error:
        return Media(kind, name, note=f"not captured: {getattr(error, 'strerror', None) or error}")
