"""Paths → items: one item per input file, opened, hashed and told apart by what it begins with."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from reportedly.model import Fetch, Original, Problem, UnreadableInput

Kind = Literal["html", "text", "json", "mail", "feed", "sitemap", "json feed"]

MOST_BYTES = 64 * 1024 * 1024
"""The largest document that is read; Telegram exports are streamed and may be larger."""

EXPORT_NAME = "result.json"
STDIN = "-"
_GZIP = b"\x1f\x8b"
_CHUNK = 1024 * 1024
_HEAD = 4096
_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".wacz")
_READ_SUFFIXES = frozenset(
    {"", ".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".json", ".eml", ".gz", ".xml", ".rss", ".atom"}
    | {".warc", ".wacz", ".zst"}
)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MEDIA_TYPES: dict[Kind, str] = {
    "html": "text/html",
    "text": "text/plain",
    "json": "application/json",
    "mail": "message/rfc822",
    "feed": "application/xml",
    "sitemap": "application/xml",
    "json feed": "application/feed+json",
}
_ASSETS = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|mp[34]|m4[av]|ogg|oga|webm|mov|avi|wav|tgs|css|js|mjs|map|woff2?|ttf|otf|eot|py|lock)$",
    re.IGNORECASE,
)
_EXPORTED = re.compile(
    r"photos|video_files|animations|round_video_messages|voice_messages|stickers|files|chats|profile_pictures|stories|lists|css|images|js"
    r"|(?:messages|export_results)\d*\.html"
)
_MAIL = re.compile(
    r"(?:From |(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|From|Date|Subject): ?\S)", re.IGNORECASE
)


class Item(msgspec.Struct, frozen=True):
    """One input: its name for messages, its original, the kind of its content, and whether it is gzip-compressed."""

    where: str
    original: Original
    kind: Kind
    path: Path | None
    gzipped: bool

    def open(self) -> BinaryIO:
        """The content, decompressed."""
        source = self.original.source
        if isinstance(source, Path):
            return gzip.open(source) if self.gzipped else source.open("rb")  # type: ignore[return-value]
        raw = io.BytesIO(source)
        return gzip.GzipFile(fileobj=raw) if self.gzipped else raw  # type: ignore[return-value]

    def read(self) -> bytes:
        """The whole content. Raises UnreadableInput when it is over MOST_BYTES."""
        with self.open() as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UnreadableInput(f"over {MOST_BYTES >> 20} MB; only Telegram exports may be larger")
        return data


def is_address(given: Path | str) -> bool:
    """Whether an input is a web address."""
    return bool(_ADDRESS.match(str(given)))


def walk(paths: Iterable[Path | str]) -> Iterator[Path | str | Problem]:
    """The files and addresses (as text) to read, in order.

    Folders are entered; hidden files, page assets and an export's media are passed over.
    """
    for given in paths:
        if is_address(given):
            yield str(given)
            continue
        path = Path(given)
        try:
            if str(given) != STDIN and path.is_dir():
                yield from _folder(path)
            else:
                yield path
        except OSError as error:
            yield Problem(where=str(given), reason=_os_reason(error))


def _folder(folder: Path) -> Iterator[Path | Problem]:
    exported = (folder / EXPORT_NAME).is_file()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(where=str(folder), reason=_os_reason(error))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or _ASSETS.search(entry.name) or (exported and _EXPORTED.fullmatch(entry.name)):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(path)
        elif entry.is_symlink() and not path.is_file():
            yield Problem(where=str(path), reason="a link to a folder, or one that leads nowhere, is not followed")
        elif path.suffix.lower() in _READ_SUFFIXES:
            yield path
        else:
            yield Problem(where=str(path), reason=f"files of the form {path.suffix} are not read")


def archive_kind(path: Path) -> Literal["warc", "wacz"] | None:
    """Whether a file is a web archive, by how it begins or is called. Raises OSError when it cannot be opened."""
    from reportedly.capture.archives import looks_like_warc

    name = path.name.lower()
    if str(path) == STDIN or not path.is_file():
        return None
    if name.endswith(_ARCHIVES):
        return "wacz" if name.endswith(".wacz") else "warc"
    with path.open("rb") as stream:
        return "warc" if looks_like_warc(stream.read(_HEAD)) else None


def fetched_item(where: str, data: bytes, media_type: str, fetch: Fetch) -> Item:
    """What came from an address, told apart by how it begins, then by what the server says. Raises UnreadableInput."""
    found = _from_bytes(where, data, None)
    stated: Kind = "html" if found.kind == "text" and media_type in ("text/html", "application/xhtml+xml") else found.kind
    kind: Kind = "text" if stated == "mail" else stated
    original = msgspec.structs.replace(found.original, fetch=fetch)
    return msgspec.structs.replace(found, kind=kind, original=original)


def item(path: Path) -> Item:
    """Opens one input, `-` being standard input. Raises UnreadableInput, or OSError when it cannot be opened."""
    if str(path) == STDIN:
        return _from_bytes("<stdin>", sys.stdin.buffer.read(MOST_BYTES + 1), None)
    if not path.is_file():
        raise UnreadableInput("there is no such file" if not path.exists() else "not a regular file")
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = stream.read(_HEAD)
    gzipped = start.startswith(_GZIP)
    if size <= MOST_BYTES and not gzipped:
        kind = _kind(_text(start), path.name)
        if kind != "json":
            return _from_bytes(str(path), path.read_bytes(), path)
    else:
        kind = _kind(_text(_peek(path) if gzipped else start), path.name)
        if size > MOST_BYTES and kind != "json":
            raise UnreadableInput(f"over {MOST_BYTES >> 20} MB; only Telegram exports may be larger")
    original = Original(_file_hash(path), size, "application/gzip" if gzipped else "application/json", path)
    return Item(str(path), original, kind, path, gzipped)


def _from_bytes(where: str, data: bytes, path: Path | None) -> Item:
    if not data.strip():
        raise UnreadableInput("the file is empty")
    if len(data) > MOST_BYTES:
        raise UnreadableInput(f"over {MOST_BYTES >> 20} MB on standard input; save it as a file")
    gzipped = data.startswith(_GZIP)
    try:
        start = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_HEAD) if gzipped else data[:_HEAD]
    except (OSError, EOFError) as error:
        raise UnreadableInput(f"damaged gzip data ({error})") from error
    kind = _kind(_text(start), path.name if path else "")
    media_type = "application/gzip" if gzipped else _MEDIA_TYPES[kind]
    original = Original(hashlib.sha256(data).hexdigest(), len(data), media_type, data)
    return Item(where, original, kind, path, gzipped)


def _kind(head: str, name: str) -> Kind:
    from reportedly.capture._html import looks_like_html
    from reportedly.capture.feeds import kind_of_list

    bare = name.lower().removesuffix(".gz")
    if listed := kind_of_list(head):
        return listed
    if looks_like_html(head) or bare.endswith((".html", ".htm", ".xhtml")):
        return "html"
    if bare.endswith(".json") or (head.lstrip().startswith("{") and not bare.endswith((".txt", ".md"))):
        return "json"
    if bare.endswith(".eml") or (not bare.endswith((".txt", ".md")) and len(_MAIL.findall(head)) >= 3 and _MAIL.match(head)):
        return "mail"
    return "text"


def _text(start: bytes) -> str:
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return start.decode(encoding, "replace")


def _peek(path: Path) -> bytes:
    try:
        with gzip.open(path) as stream:
            return stream.read(_HEAD)
    except (OSError, EOFError) as error:
        raise UnreadableInput(f"damaged gzip data ({error})") from error


def _file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _os_reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
