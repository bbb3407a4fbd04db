"""A ledger as one file: a zip of the log's entries with their contents, its checkpoints, and the originals.

Everything else in a ledger is derived from these. The private signing key is not in it. The same ledger gives the same bytes.

    manifest.json       format, version, size and root of the log, public key
    entries.jsonl       one entry a line: its canonical text, and salt and content, null once redacted
    checkpoints.jsonl   one checkpoint a line: size, time, signed note
    originals/SHA256    the untouched bytes
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from reportedly._pieces import Pieces
from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import OriginalBody, decode
from reportedly.ledger._notes import Key
from reportedly.ledger._originals import Originals
from reportedly.model import LedgerDamaged, NotFound

FORMAT = "reportedly-ledger"
VERSION = 1
MANIFEST, ENTRIES, CHECKPOINTS, ORIGINALS = "manifest.json", "entries.jsonl", "checkpoints.jsonl", "originals/"
_PAGE = 64
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PACKED = ("image/", "video/", "audio/", "application/zip", "application/gzip", "application/pdf")
"""Media types that are compressed already."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds. `root` in hex; `key` is the public key in note form, when the ledger has one."""

    format: str
    version: int
    made_by: str
    size: int
    root: str
    checkpoints: int
    key: str | None = None
    loses: str = "nothing; the private signing key is not in it, and what was redacted stays redacted"


class EntryLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry: `entry` is its canonical JSON, `salt` hex, `body` the content's exact text."""

    entry: str
    salt: str | None
    body: str | None


class CheckpointLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One checkpoint as a signed note over the first `size` entries."""

    size: int
    at: str
    note: str


def bundle(conn: sa.Connection, originals: Originals, key: Key | None, progress: Callable[[int], None] | None) -> Iterator[bytes]:
    """The file in pieces. `progress` is told of every page of entries. Raises LedgerDamaged when an original is missing."""
    pieces = Pieces()
    wanted: dict[str, str] = {}
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        with _member(archive, MANIFEST) as file:
            file.write(msgspec.json.format(msgspec.json.encode(_manifest(conn, key)), indent=1))
        with _member(archive, ENTRIES) as file:
            for page in _pages(conn, _entries(), t.entries.c.seq):
                for row in page:
                    file.write(_line(row, wanted))
                if progress:
                    progress(len(page))
                yield pieces.drained()
        with _member(archive, CHECKPOINTS) as file:
            for page in _pages(conn, sa.select(t.checkpoints), t.checkpoints.c.size):
                for row in page:
                    file.write(msgspec.json.encode(CheckpointLine(size=row.size, at=row.at, note=row.note)) + b"\n")
                yield pieces.drained()
        for sha256, media_type in wanted.items():
            with _member(archive, ORIGINALS + sha256, packed=media_type.startswith(_PACKED)) as file:
                for chunk in _bytes(originals, sha256):
                    file.write(chunk)
                    yield pieces.drained()
    yield pieces.drained()


def _manifest(conn: sa.Connection, key: Key | None) -> Manifest:
    from reportedly import __version__

    last = conn.execute(sa.select(t.checkpoints).order_by(t.checkpoints.c.size.desc()).limit(1)).first()
    return Manifest(
        format=FORMAT,
        version=VERSION,
        made_by=f"reportedly {__version__}",
        size=last.size if last else 0,
        root=last.root.hex() if last else "",
        checkpoints=conn.execute(sa.select(sa.func.count()).select_from(t.checkpoints)).scalar_one(),
        key=str(key) if key else None,
    )


def _entries() -> sa.Select[Any]:
    wanted = sa.select(t.entries, t.contents.c.salt, t.contents.c.body)
    return wanted.join(t.contents, t.contents.c.seq == t.entries.c.seq)


def _line(row: Any, originals: dict[str, str]) -> bytes:
    body = row.body.decode() if row.body is not None else None
    if row.kind == "original" and row.body is not None:
        originals[row.key] = decode(row.body, OriginalBody).media_type
    line = EntryLine(entry=row.entry.decode(), salt=row.salt.hex() if row.salt is not None else None, body=body)
    return msgspec.json.encode(line) + b"\n"


def _pages(conn: sa.Connection, query: sa.Select[Any], by: sa.Column[int]) -> Iterator[list[Any]]:
    after = -1
    while rows := list(conn.execute(query.where(by > after).order_by(by).limit(_PAGE))):
        yield rows
        after = getattr(rows[-1], by.name)


def _bytes(originals: Originals, sha256: str) -> Iterator[bytes]:
    try:
        yield from originals.chunks(sha256)
    except NotFound as error:
        raise LedgerDamaged("an original is missing; run `reportedly verify`", where=sha256) from error


def _member(archive: zipfile.ZipFile, name: str, *, packed: bool = False) -> Any:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return archive.open(info, "w", force_zip64=True)
