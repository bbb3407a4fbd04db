"""Originals → WARC records, one compressed member each, in constant memory."""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from reportedly import __version__
from reportedly.capture.fetching import said
from reportedly.model import ExportError, Fetch, Original

SOFTWARE = f"reportedly {__version__}"
_UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer hold of content that was decompressed; they are kept under another name, as archivists do."""
_CHUNK = 1 << 20

Write = Callable[[bytes], object]


class Outgoing(msgspec.Struct, frozen=True):
    """One original on its way out, when it was captured and the title of what was read in it."""

    original: Original
    at: datetime
    title: str | None = None

    @property
    def url(self) -> str:
        """Where it was got; what came as a file has only the name of its bytes."""
        fetch = self.original.fetch
        return fetch.url if fetch else f"urn:sha256:{self.original.sha256}"

    @property
    def captured_at(self) -> datetime:
        return (self.original.fetch.ended_at if self.original.fetch else self.at).astimezone(UTC)


class Written(msgspec.Struct, frozen=True):
    """Where a record came to lie, and what an index says of it."""

    url: str
    at: datetime
    title: str | None
    media_type: str
    status: int
    digest: str
    offset: int
    length: int


def info(created: datetime, write: Write) -> int:
    """The record that begins an archive: what made it. Returns its length."""
    block = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n".encode()
    lines = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": _id("warcinfo", created.isoformat()),
        "WARC-Date": _stamp(created),
        "Content-Type": "application/warc-fields",
    }
    return _member(lines, [block], len(block), write)


def record(outgoing: Outgoing, offset: int, write: Write) -> Written:
    """Writes one original: as the answer it came in when it was fetched, else as a resource of its own.

    Raises ExportError when its bytes are gone or are no longer those of its hash.
    """
    original, fetch = outgoing.original, outgoing.original.fetch
    head = _http_head(fetch, original.size) if fetch else b""
    digest = f"sha256:{base64.b32encode(bytes.fromhex(original.sha256)).decode()}"
    lines = {
        "WARC-Type": "response" if fetch else "resource",
        "WARC-Record-ID": _id(original.sha256, outgoing.url, outgoing.captured_at.isoformat()),
        "WARC-Date": _stamp(outgoing.captured_at),
        "WARC-Target-URI": outgoing.url,
        "WARC-Payload-Digest": digest,
        "Content-Type": "application/http; msgtype=response" if fetch else original.media_type,
    }
    if fetch and fetch.address:
        lines["WARC-IP-Address"] = fetch.address
    length = _member(lines, _block(head, original), len(head) + original.size, write)
    media_type = original.media_type if fetch is None else _type(fetch) or original.media_type
    status = fetch.status if fetch else 200
    return Written(outgoing.url, outgoing.captured_at, outgoing.title, media_type, status, digest, offset, length)


def _block(head: bytes, original: Original) -> Iterator[bytes]:
    if head:
        yield head
    digest = hashlib.sha256()
    try:
        for chunk in _chunks(original.source):
            digest.update(chunk)
            yield chunk
    except OSError as error:
        raise ExportError(f"the original cannot be read: {error.strerror}", where=original.sha256) from error
    if digest.hexdigest() != original.sha256:
        raise ExportError("the original is no longer what its hash says; `reportedly verify` tells more", where=original.sha256)


def _chunks(source: bytes | Path) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _member(lines: dict[str, str], block: Iterator[bytes] | list[bytes], size: int, write: Write) -> int:
    packer = zlib.compressobj(wbits=31)
    head = "".join(f"{name}: {value}\r\n" for name, value in (*lines.items(), ("Content-Length", str(size))))
    length = 0
    for piece in _pieces(packer, b"WARC/1.1\r\n" + head.encode() + b"\r\n", block):
        write(piece)
        length += len(piece)
    return length


def _pieces(packer: zlib._Compress, head: bytes, block: Iterator[bytes] | list[bytes]) -> Iterator[bytes]:
    yield packer.compress(head)
    for chunk in block:
        yield packer.compress(chunk)
    yield packer.compress(b"\r\n\r\n")
    yield packer.flush()


def _http_head(fetch: Fetch, size: int) -> bytes:
    lines = [f"HTTP/1.1 {said(fetch.status)}"]
    for name, value in fetch.headers:
        lines.append(f"{'X-Archive-Orig-' if name.lower() in _UNDONE else ''}{name}: {value}")
    lines.append(f"Content-Length: {size}")
    return ("\r\n".join(line.replace("\r", " ").replace("\n", " ") for line in lines) + "\r\n\r\n").encode("utf-8", "replace")


def _type(fetch: Fetch) -> str:
    stated = next((value for name, value in fetch.headers if name.lower() == "content-type"), "")
    return stated.partition(";")[0].strip().lower()


def _id(*parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts))}>"


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
