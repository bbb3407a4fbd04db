"""Taking a ledger's file in: into an empty ledger, or one whose log is the beginning of the file's. All or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _log, _relink
from reportedly.ledger import _schema as t
from reportedly.ledger._originals import Originals
from reportedly.ledger._rebuild import rebuild
from reportedly.ledger._views import derive
from reportedly.model import LedgerError

if TYPE_CHECKING:
    from reportedly.ledger._unbundle import Bundle, Told

_PAGE = 64

Progress = Callable[[int], None]


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What one import did: entries of the log that are new here, how many it has now, originals that are new here."""

    entries: int
    size: int
    root: str
    originals: int


def keep_originals(bundle: Bundle, wanted: Mapping[str, int], originals: Originals) -> Iterator[str]:
    """Stores the originals (sizes by hash) that are not there; gives the hash of each as it is new."""
    for sha256, size in wanted.items():
        if originals.keep_chunks(sha256, size, bundle.original(sha256), name=f"{bundle.path}: {sha256}"):
            yield sha256


def take_in(conn: sa.Connection, bundle: Bundle, linker: _relink.Linker, progress: Progress | None) -> tuple[int, list[str]]:
    """Appends what the log lacks and brings the views up to date, inside the writing transaction.

    Gives the number of new entries and the originals that a redaction among them deletes. Raises LedgerError when the log
    is not the beginning of the file's.
    """
    have, new = _log.size(conn), 0
    redacted: list[int] = []
    for page in _pages(bundle.entries()):
        _compare(conn, [told for told in page if told.logged.seq < have])
        fresh = [told for told in page if told.logged.seq >= have]
        if fresh:
            _store(conn, fresh)
            new += len(fresh)
            redacted += [int(told.logged.key) for told in fresh if told.logged.kind == "redaction"]
        if progress:
            progress(len(page))
    gone = list(_forget(conn, [seq for seq in redacted if seq < have]))
    if gone:
        rebuild(conn, linker)
    elif new:
        _relink.Relinking(linker).run(conn)
        _relink.note_linked(conn)
    return new, [key for kind, key in gone if kind == "original"]


def _store(conn: sa.Connection, page: list[Told]) -> None:
    rows = [told.logged for told in page]
    entries = [
        {"seq": row.seq, "kind": row.kind, "key": row.key, "at": row.at, "entry": row.entry, "leaf": told.leaf}
        for row, told in zip(rows, page, strict=True)
    ]
    conn.execute(sa.insert(t.entries), entries)
    contents = [{"seq": told.logged.seq, "salt": told.salt, "body": told.logged.body} for told in page]
    conn.execute(sa.insert(t.contents), contents)
    checkpoints = [told.checkpoint for told in page if told.checkpoint]
    if checkpoints:
        conn.execute(sa.insert(t.checkpoints), checkpoints)
    derive(conn, rows)


def _compare(conn: sa.Connection, page: list[Told]) -> None:
    if not page:
        return
    wanted = sa.select(t.entries.c.seq, t.entries.c.entry)
    wanted = wanted.where(t.entries.c.seq.between(page[0].logged.seq, page[-1].logged.seq))
    held = {row.seq: row.entry for row in conn.execute(wanted)}
    for told in page:
        if held.get(told.logged.seq) != told.logged.entry:
            raise LedgerError(
                f"holds another history from entry {told.logged.seq} on; import into a ledger that is empty or older"
            )


def _forget(conn: sa.Connection, seqs: Iterable[int]) -> Iterator[tuple[str, str]]:
    for seq in seqs:
        row = conn.execute(
            sa.select(t.entries.c.kind, t.entries.c.key, t.contents.c.body)
            .join(t.contents, t.contents.c.seq == t.entries.c.seq)
            .where(t.entries.c.seq == seq)
        ).one()
        if row.body is not None:
            conn.execute(_log.forget(seq))
            yield row.kind, row.key


def drop(originals: Originals, hashes: Iterable[str]) -> None:
    """Takes back originals that came in with an import that failed."""
    for sha256 in hashes:
        with suppress(OSError):
            originals.forget(sha256)


def _pages(stream: Iterable[Told]) -> Iterator[list[Told]]:
    rest = iter(stream)
    while page := list(islice(rest, _PAGE)):
        yield page
