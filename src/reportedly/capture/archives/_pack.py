"""Originals → a WACZ file: the archive, its index, the list of its pages, and the hashes of all three."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import IO
from urllib.parse import urlsplit

import msgspec

from reportedly.capture.archives._write import SOFTWARE, Outgoing, Written, info, record

_BLOCK = 3000  # index lines to a compressed block, as replay tools expect about
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_WARC = "data.warc.gz"


class Resource(msgspec.Struct, frozen=True):
    """One file of the package as its list names it."""

    path: str
    sha256: str
    size: int


def write_wacz(
    into: IO[bytes],
    outgoing: Iterable[Outgoing],
    *,
    created: datetime,
    title: str = "",
    heard: Callable[[int], object] = lambda count: None,
) -> int:
    """Writes a WACZ 1.1.1 of originals, in constant memory but for the index; returns how many it holds.

    What was fetched is a `response` at its address; what came as a file is a `resource` named by its hash. Raises
    ExportError when an original is gone or was changed.
    """
    at = created.astimezone(UTC)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as packed:
        package = _Package(packed, at)
        written: list[Written] = []
        with package.file(f"archive/{_WARC}") as warc:
            offset = info(at, warc.write)
            for one in outgoing:
                written.append(record(one, offset, warc.write))
                offset += written[-1].length
                heard(len(written))
        index, blocks = _index(written)
        package.add("indexes/index.cdx.gz", index)
        package.add("indexes/index.idx", blocks)
        package.add("pages/pages.jsonl", _pages(written))
        package.close(title)
    return len(written)


class _Package:
    """A ZIP being written, with the hash of every file in it."""

    def __init__(self, packed: zipfile.ZipFile, at: datetime) -> None:
        self._packed = packed
        self._at = at
        self.resources: list[Resource] = []

    def file(self, path: str) -> _File:
        return _File(self._packed.open(self._entry(path), "w", force_zip64=True), path, self.resources)

    def add(self, path: str, data: bytes) -> None:
        with self.file(path) as file:
            file.write(data)

    def close(self, title: str) -> None:
        """The list of files, and the hash of that list."""
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "software": SOFTWARE,
            "created": self._at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            **({"title": title} if title else {}),
            "resources": [
                {"name": one.path.rpartition("/")[2].lower(), "path": one.path, "hash": f"sha256:{one.sha256}", "bytes": one.size}
                for one in self.resources
            ],
        }
        data = json.dumps(package, indent=2, ensure_ascii=False).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self._packed.writestr(self._entry("datapackage.json"), data)
        self._packed.writestr(self._entry("datapackage-digest.json"), json.dumps(digest, indent=2))

    def _entry(self, path: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(path, self._at.timetuple()[:6])


class _File:
    def __init__(self, stream: IO[bytes], path: str, into: list[Resource]) -> None:
        self._stream, self._path, self._into = stream, path, into
        self._digest, self._size = hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._digest.update(data)
        self._size += len(data)
        self._stream.write(data)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()
        self._into.append(Resource(self._path, self._digest.hexdigest(), self._size))


def _index(written: list[Written]) -> tuple[bytes, bytes]:
    """The sorted index in compressed blocks (CDXJ), and the index of the blocks."""
    lines = sorted(_line(one) for one in written)
    packed, blocks = b"", ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}']
    for start in range(0, len(lines), _BLOCK):
        chunk = lines[start : start + _BLOCK]
        block = gzip.compress("".join(f"{line}\n" for line in chunk).encode(), mtime=0)
        where = {"offset": len(packed), "length": len(block), "digest": f"sha256:{hashlib.sha256(block).hexdigest()}"}
        blocks.append(f"{chunk[0].partition(' {')[0]} {json.dumps(where | {'filename': 'index.cdx.gz'})}")
        packed += block
    return packed, ("\n".join(blocks) + "\n").encode()


def _line(one: Written) -> str:
    said = {
        "url": one.url,
        "mime": one.media_type,
        "status": str(one.status),
        "digest": one.digest,
        "length": str(one.length),
        "offset": str(one.offset),
        "filename": _WARC,
    }
    return f"{surt(one.url)} {one.at:%Y%m%d%H%M%S} {json.dumps(said)}"


def _pages(written: list[Written]) -> bytes:
    lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    for one in written:
        if one.media_type in _PAGES and one.status == 200:
            stamp = f"{one.at:%Y-%m-%dT%H:%M:%SZ}"
            page = {"id": hashlib.sha256(f"{one.url} {stamp}".encode()).hexdigest()[:20], "url": one.url, "ts": stamp}
            lines.append(page | ({"title": one.title} if one.title else {}))
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def surt(url: str) -> str:
    """`https://www.News.example/A?b` as `example,news)/a?b`, so that the addresses of one site sort together."""
    parts = urlsplit(url)
    if not parts.netloc:
        return url.lower()
    host, _, port = parts.netloc.lower().rpartition("@")[2].removeprefix("www.").partition(":")
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    default = {"http": "80", "https": "443"}.get(parts.scheme)
    where = ",".join(reversed(host.split("."))) + (f":{port}" if port and port != default else "")
    return f"{where}){(parts.path or '/').lower()}{query.lower()}"
