"""Verification of a stored ledger, offline: every content, entry, leaf and checkpoint, the mirror file and the originals.

It shares with the ledger only the tree, the note form, the table definitions and the rules of sign-offs; it reads the log,
never the views, and writes nothing.

Proved, when nothing is found and the checkpoints or the mirror file were also kept elsewhere: no entry was changed, dropped,
reordered or slipped in since then. Not proved: that what was captured is true, or when an event was.
A log that only its keeper checks finds accidents, not its keeper.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, SimpleNamespace
from typing import Any

import sqlalchemy as sa

from reportedly.ledger._log import as_text, canonical, commitment
from reportedly.ledger._merkle import Frontier, leaf_hash
from reportedly.ledger._notes import Key, checkpoint_text, load_key, signed_by
from reportedly.ledger._originals import Originals
from reportedly.ledger._schema import checkpoints, contents, entries
from reportedly.ledger._signing import SignOffs
from reportedly.ledger._store import Store
from reportedly.ledger._witness import read_witness
from reportedly.ledger.values import Fault, Verification
from reportedly.model import LedgerError

_BATCH = 1000


def verify(store: Store, key: str | None = None, *, witness: Path | None = None, tsa_roots: Path | None = None) -> Verification:
    """Checks all that the log holds.

    `key` is the public key to trust (note form); default: the witness', else the one beside the ledger. `witness` is a
    file of checkpoints that somebody else kept, `tsa_roots` certificates (PEM) whose time-stamps are trusted.
    """
    check = _Check(store, key, witness, tsa_roots)
    try:
        with store.read() as conn:
            check.run(conn)
    except LedgerError as error:
        check.fault(store.name, error.reason)
    return check.result()


class _Check:
    def __init__(self, store: Store, key: str | None, witness: Path | None, tsa_roots: Path | None) -> None:
        self.store = store
        self.trusted = key
        self.witness_path = witness
        self.tsa_roots = tsa_roots
        self.seen: dict[int, bytes] = {}
        self.agreed = 0
        self.stamps = 0
        self.key: Key | None = None
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.originals: dict[str, int] = {}
        self.redactions: dict[int, str] = {}
        self.redacted: list[int] = []
        self.checkpoints = 0
        self.frontier = Frontier()
        self.signing = SignOffs()
        self.expected = 0
        self.astray = False

    def run(self, conn: sa.Connection) -> None:
        self._trust()
        if self.store.sqlite:
            self._check_file(conn)
        signed = {row.size: row for row in conn.execute(sa.select(checkpoints).order_by(checkpoints.c.size))}
        if self.key is None:
            self.notes.append("no public key beside the ledger: signatures were not checked")
        for stored in _rows(conn):
            row, odd = _typed(stored)
            if odd:
                self.fault(
                    f"entry {row.seq}",
                    f"was changed: {', '.join(odd)} {'is' if len(odd) == 1 else 'are'} of another type",
                    row.seq,
                )
            self._check_entry(row)
            if row.seq + 1 in signed:
                self._check_checkpoint(signed[row.seq + 1])
            if row.seq + 1 in self.seen:
                self._check_witness(row.seq + 1)
        self._check_ends(conn, signed)
        self._check_stamps({size: row.note for size, row in signed.items()})
        self._check_mirror(as_text(row.note for row in signed.values()))
        self._check_redactions()
        self._check_originals()

    def fault(self, where: str, reason: str, seq: int | None = None) -> None:
        self.faults.append(Fault(where=where, reason=reason, seq=seq))

    def result(self) -> Verification:
        return Verification(
            entries=self.frontier.size,
            checkpoints=self.checkpoints,
            originals=len(self.originals),
            redacted=len(self.redacted),
            stamps=self.stamps,
            root=self.frontier.root.hex(),
            faults=tuple(sorted(self.faults, key=lambda fault: (fault.seq is None, fault.seq or 0))),
            notes=tuple(self.notes),
        )

    def _trust(self) -> None:
        witness = read_witness(self.witness_path) if self.witness_path else None
        self.seen = witness.roots if witness else {}
        own = load_key(self.store.file("key"))
        self.key = Key.parse(self.trusted) if self.trusted else (witness.key if witness else None) or own
        if own and self.key and own.public != self.key.public:
            self.fault(str(self.store.file("key.pub")), f"is another key than the trusted one, {self.key.name}")

    def _check_witness(self, size: int) -> None:
        """The log as it was when the witness saw it. The first that differs says between which entries the change begins."""
        if self.frontier.root == self.seen[size]:
            self.agreed = size
        elif self.agreed >= 0:
            reason = "is the first that may differ from what the witness saw "
            reason += f"(at {self.agreed} entries all was the same, at {size} not)"
            self.fault(f"entry {self.agreed}", reason, self.agreed)
            self.agreed = -1  # every later one then differs too

    def _check_stamps(self, notes: dict[int, str]) -> None:
        from reportedly.ledger._stamps import check

        found = check(self.store.file("timestamps"), notes, self.tsa_roots)
        self.stamps = found.good
        self.notes += found.notes
        for size, name, reason in found.faults:
            self.fault(f"time-stamp {name}", reason, size - 1 if size > 0 else None)

    def _check_file(self, conn: sa.Connection) -> None:
        said = conn.execute(sa.text("PRAGMA integrity_check(1)")).scalar()
        if said != "ok":
            self.fault(self.store.name, f"the database file is damaged: {said}")

    def _check_entry(self, row: Any) -> None:
        where = f"entry {row.seq}"
        if row.seq != self.expected:
            self.fault(f"entry {self.expected}", "is missing", self.expected)
        told = _told(row.entry)
        if leaf_hash(row.entry) != row.leaf:
            self.fault(where, "its bytes and its leaf hash differ", row.seq)
        elif told is None or row.entry != canonical(row.seq, row.at, row.kind, row.key, str(told.get("commitment"))):
            self.fault(where, "its columns (seq, at, kind, key) and its canonical bytes differ", row.seq)
        elif row.has_content is None:
            self.fault(where, "its content is missing", row.seq)
        elif row.salt is None and row.body is None:
            self.redacted.append(row.seq)
        elif commitment(row.salt or b"", row.body or b"") != told["commitment"]:
            self.fault(where, f"its content was changed ({row.kind} {row.key})", row.seq)
        if row.kind == "original":
            self.originals[row.key] = row.seq
        elif row.kind == "redaction" and row.key.isdigit():
            self.redactions[int(row.key)] = row.key
        if wrong := self.signing.see(row.kind, row.key, row.body):
            self.fault(where, wrong, row.seq)
        self.frontier.append(row.leaf)
        self.expected = row.seq + 1

    def _check_checkpoint(self, row: Any) -> None:
        where = f"checkpoint {row.size}"
        self.checkpoints += 1
        text, _, _ = row.note.rpartition("\n\n")
        if row.root != self.frontier.root or row.peaks != b"".join(self.frontier.peaks):
            if not self.astray:  # every later one is then wrong too
                self.fault(where, "its root is not that of the entries before it", row.size - 1)
            self.astray = row.root != self.frontier.root
        elif f"{text}\n" != checkpoint_text(row.note.split("\n", 1)[0], row.size, row.root, row.at):
            self.fault(where, "its note says something else than its columns", row.size - 1)
        elif self.key and not signed_by(row.note, self.key):
            self.fault(where, f"has no valid signature of {self.key.name}", row.size - 1)

    def _check_ends(self, conn: sa.Connection, signed: dict[int, Any]) -> None:
        beyond = [size for size in signed if size > self.expected]
        if beyond:
            self.fault(f"entry {self.expected}", f"is missing: a checkpoint tells of {max(beyond)} entries", self.expected)
        elif self.expected and self.expected not in signed:
            self.fault(f"checkpoint {self.expected}", "the last entries have no checkpoint", self.expected - 1)
        unseen = [size for size in self.seen if size > self.expected]
        if unseen:
            reason = f"is missing: the witness saw {max(unseen)} entries"
            self.fault(f"entry {self.expected}", reason, self.expected)
        strays = sa.select(contents.c.seq).where(contents.c.seq.not_in(sa.select(entries.c.seq)))
        for seq in conn.scalars(strays.limit(1)):
            self.fault(f"entry {seq}", "is missing, though its content is there", seq)

    def _check_mirror(self, told: bytes) -> None:
        path = self.store.file("checkpoints")
        held = path.read_bytes() if path.exists() else b""
        if not told.startswith(held):
            common = next((at for at, (one, other) in enumerate(zip(held, told, strict=False)) if one != other), len(told))
            number = told[:common].count(b"\nat ") + 1
            reason = f"tells another history than the ledger, from its checkpoint {number} on (cut, forked or changed)"
            self.fault(str(path), reason)
        elif len(held) < len(told):
            self.notes.append(f"{path.name} lacks the latest checkpoints; the next add writes them")

    def _check_redactions(self) -> None:
        for seq in self.redacted:
            if seq not in self.redactions:
                self.fault(f"entry {seq}", "its content was deleted without a redaction entry", seq)

    def _check_originals(self) -> None:
        folder = Originals(self.store.file("originals"))
        for sha256, seq in self.originals.items():
            found = folder.hash_of(sha256)
            if found is None and seq not in self.redactions:
                self.fault(f"entry {seq}", f"its original {sha256[:12]} is missing", seq)
            elif found not in (None, sha256):
                self.fault(f"entry {seq}", f"its original {sha256[:12]} was changed", seq)


def _rows(conn: sa.Connection) -> Iterator[Any]:
    wanted = sa.select(entries, contents.c.seq.label("has_content"), contents.c.salt, contents.c.body)
    wanted = wanted.outerjoin(contents, contents.c.seq == entries.c.seq).order_by(entries.c.seq).limit(_BATCH)
    after: int | None = None
    while rows := conn.execute(wanted.where(entries.c.seq > after) if after is not None else wanted).all():
        yield from rows
        after = rows[-1].seq


_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("kind", "key", "at"), (str,)),
    **dict.fromkeys(("entry", "leaf"), (bytes,)),
    **dict.fromkeys(("salt", "body"), (bytes, NoneType)),
}


def _typed(row: Any) -> tuple[SimpleNamespace, list[str]]:
    """A row with values of the types that the schema gives, and which were not: SQLite keeps any type in any column."""
    values = dict(row._mapping)
    odd = [name for name, types in _TYPES.items() if not isinstance(values[name], types)]
    for name in odd:
        text = values[name].decode("utf-8", "replace") if isinstance(values[name], bytes) else str(values[name])
        values[name] = text if _TYPES[name] == (str,) else text.encode()
    return SimpleNamespace(**values), odd


def _told(entry: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(entry)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
