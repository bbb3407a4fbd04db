"""Media of a Telegram export: what kind, whether its bytes are there, and why not."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reportedly.capture._items import MOST_BYTES
from reportedly.model import Media, MediaKind, Original

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


class Attached(NamedTuple):
    """A media file as the report names it, and its bytes when they were captured."""

    media: Media
    file: Original | None = None


def media_of(message: Mapping[str, Any], folder: Path | None, *, huge: bool) -> tuple[Attached, ...]:
    """The media a message carries. Only files inside the export's folder are opened, to hash them."""
    found: list[Attached] = []
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


def _media(kind: MediaKind, path: str, name: str | None, folder: Path | None, *, huge: bool) -> Attached:
    missing = next((note for start, note in _PLACEHOLDERS.items() if path.startswith(start)), None)
    if missing:
        return Attached(Media(kind, name, note=missing))
    name = name or path.replace("\\", "/").rpartition("/")[2]
    if folder is None:
        return Attached(Media(kind, name, note="not captured: no export folder at hand"))
    return attached(kind, name, folder, path, "export folder", huge=huge)


def attached(kind: MediaKind, name: str, folder: Path, path: str, called: str, *, huge: bool = False) -> Attached:
    """The file at a relative path inside a folder, hashed; a note says why it was not captured.

    Paths that leave the folder are refused, and so are links, which could lead anywhere by the time they are read.
    """
    try:
        target = folder / path
        if not target.resolve().is_relative_to(folder.resolve()):
            return Attached(Media(kind, name, note=f"not captured: the path leaves the {called}"))
        if any(step.is_symlink() for step in (target, *target.parents) if step.is_relative_to(folder) and step != folder):
            return Attached(Media(kind, name, note="not captured: a link, which is not followed"))
        if not target.is_file():
            return Attached(Media(kind, name, note=f"not captured: missing from the {called}"))
        size = target.stat().st_size
        if size > MOST_BYTES and not huge:
            return Attached(Media(kind, name, note=f"not captured: over {MOST_BYTES >> 20} MB"))
        with target.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        return Attached(Media(kind, name, note=f"not captured: {getattr(error, 'strerror', None) or error}"))
    return Attached(Media(kind, name, sha256=sha256), Original(sha256, size, _type(name, path), target))


def _type(name: str, path: str) -> str:
    return mimetypes.guess_type(name)[0] or mimetypes.guess_type(path)[0] or "application/octet-stream"
