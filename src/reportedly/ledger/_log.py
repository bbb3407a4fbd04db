"""The log: canonical entries with salted commitments, under a Merkle tree, with a checkpoint for every committed batch."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from reportedly.ledger._merkle import Frontier, leaf_hash
from reportedly.ledger._notes import UNSIGNED_ORIGIN, Signer, checkpoint_text, note
from reportedly.ledger._schema import checkpoints, contents, entries
from reportedly.ledger._times import spelled
from reportedly.ledger.values import Entry, EntryKind
from reportedly.model import LedgerDamaged, LedgerError, NotFound

_SALT_BYTES = 16


class Draft(NamedTuple):
    """An entry to be appended: what kind, about what, and its content as JSON."""

    kind: EntryKind
    key: str
    body: bytes


class Logged(NamedTuple):
    """An entry of the log with its content; `body` is None once redacted."""

    seq: int
    kind: EntryKind
    key: str
    at: str
    entry: bytes
    body: bytes | None


def commitment(salt: bytes, body: bytes) -> str:
    """What an entry holds instead of its content, so that salt and content can be deleted and every proof still holds."""
    return hashlib.sha256(salt + body).hexdigest()


def canonical(seq: int, at: str, kind: str, key: str, committed: str) -> bytes:
    """The entry's bytes, as they are hashed: RFC 8785, which for texts and whole numbers under such keys is this plain JSON."""
    entry = {"at": at, "commitment": committed, "key": key, "kind": kind, "seq": seq}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def append(conn: sa.Connection, drafts: Sequence[Draft], at: datetime, signer: Signer | None) -> list[Logged]:
    """Appends the drafts and one checkpoint over the log as it then is. Call it inside the writing transaction."""
    last = latest(conn)
    frontier = Frontier(last.size, split_peaks(last.peaks)) if last else Frontier()
    moment = spelled(at)
    logged, entry_rows, content_rows = [], [], []
    for draft in drafts:
        seq, salt = frontier.size, os.urandom(_SALT_BYTES)
        entry = canonical(seq, moment, draft.kind, draft.key, commitment(salt, draft.body))
        leaf = leaf_hash(entry)
        frontier.append(leaf)
        entry_rows.append({"seq": seq, "kind": draft.kind, "key": draft.key, "at": moment, "entry": entry, "leaf": leaf})
        content_rows.append({"seq": seq, "salt": salt, "body": draft.body})
        logged.append(Logged(seq, draft.kind, draft.key, moment, entry, draft.body))
    if logged:
        conn.execute(sa.insert(entries), entry_rows)
        conn.execute(sa.insert(contents), content_rows)
        origin = last.note.split("\n", 1)[0] if last else signer.key.name if signer else UNSIGNED_ORIGIN
        text = checkpoint_text(origin, frontier.size, frontier.root, moment)
        row = {"size": frontier.size, "root": frontier.root, "peaks": b"".join(frontier.peaks), "at": moment}
        conn.execute(sa.insert(checkpoints), {**row, "note": note(text, signer)})
    return logged


def split_peaks(peaks: bytes) -> list[bytes]:
    """The frontier's hashes out of their column."""
    return [peaks[start : start + 32] for start in range(0, len(peaks), 32)]


def latest(conn: sa.Connection) -> Any:
    """The row of the latest checkpoint; None while the log is empty."""
    return conn.execute(sa.select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1)).first()


def notes(conn: sa.Connection) -> list[str]:
    """All checkpoints in their order."""
    return list(conn.scalars(sa.select(checkpoints.c.note).order_by(checkpoints.c.size)))


def size(conn: sa.Connection) -> int:
    """How many entries the log has."""
    return conn.execute(sa.select(sa.func.max(checkpoints.c.size))).scalar() or 0


def read(conn: sa.Connection, *, kind: str | None = None, key: str | None = None, batch: int = 500) -> Iterator[Logged]:
    """The entries in order with their contents, without holding more than a batch in memory."""
    wanted = sa.select(entries, contents.c.body)
    wanted = wanted.join(contents, contents.c.seq == entries.c.seq).order_by(entries.c.seq).limit(batch)
    if kind is not None:
        wanted = wanted.where(entries.c.kind == kind)
    if key is not None:
        wanted = wanted.where(entries.c.key == key)
    after = -1
    while rows := conn.execute(wanted.where(entries.c.seq > after)).all():
        for row in rows:
            yield Logged(row.seq, row.kind, row.key, row.at, row.entry, row.body)
        after = rows[-1].seq


class Mirror:
    """The checkpoints once more, in a file beside the database: whoever cuts the log's tail must also change this file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._length = -1
        self._size = 0

    def sync(self, conn: sa.Connection) -> None:
        """Appends the checkpoints that the file lacks. Call it inside a writing transaction.

        Raises LedgerDamaged when the file tells another history than the log.
        """
        wanted = sa.select(checkpoints.c.size, checkpoints.c.note).order_by(checkpoints.c.size)
        try:
            length = self.path.stat().st_size if self.path.exists() else 0
            known = length == self._length
            rows = conn.execute(wanted.where(checkpoints.c.size > self._size) if known else wanted).all()
            missing = as_text(row.note for row in rows)
            if not known:
                missing = self._beyond(missing)
            if missing:
                with self.path.open("ab") as file:
                    file.write(missing)
                    file.flush()
                    os.fsync(file.fileno())
            self._length = length + len(missing)
            self._size = rows[-1].size if rows else self._size
        except OSError as error:
            raise LedgerError(f"cannot be written: {error.strerror}", where=str(self.path)) from error

    def _beyond(self, told: bytes) -> bytes:
        held = self.path.read_bytes() if self.path.exists() else b""
        if not told.startswith(held):
            raise LedgerDamaged("tells another history than the ledger; run `reportedly verify`", where=str(self.path))
        return told[len(held) :]


def as_text(notes: Iterator[str] | Sequence[str]) -> bytes:
    """Checkpoints as the mirror file holds them: notes, each followed by an empty line."""
    return "".join(f"{text}\n" for text in notes).encode()


def forget(seq: int) -> sa.Update:
    """Deletes an entry's salt and content; the database allows it only once a redaction entry for it is in the log."""
    return sa.update(contents).where(contents.c.seq == seq).values(salt=None, body=None)


def told(conn: sa.Connection, kind: str | None = None) -> Iterator[Entry]:
    """The entries as values for readers of the log."""
    for row in read(conn, kind=kind):
        yield Entry(
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            key=row.key,
            commitment=json.loads(row.entry)["commitment"],
            body=msgspec.Raw(row.body) if row.body is not None else None,
        )


def for_proof(conn: sa.Connection, seq: int) -> tuple[str, list[bytes], Any]:
    """An entry's canonical text, all leaves, and the latest checkpoint. Raises NotFound."""
    row = conn.execute(sa.select(entries.c.entry).where(entries.c.seq == seq)).first()
    if row is None:
        raise NotFound("no such entry", where=f"entry {seq}")
    leaves = list(conn.scalars(sa.select(entries.c.leaf).order_by(entries.c.seq)))
    return row.entry.decode(), leaves, conn.execute(sa.select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1)).one()
