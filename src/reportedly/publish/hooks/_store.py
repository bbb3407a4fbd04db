"""The file of hooks beside a ledger: who wants what, how points stood when last looked at, and the letters."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from reportedly.model import LedgerError, NotFound
from reportedly.publish.hooks._values import Hook, Letter

_SCHEMA = """
CREATE TABLE IF NOT EXISTS hooks (id TEXT PRIMARY KEY, body BLOB NOT NULL, secret TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS seen (point TEXT PRIMARY KEY, event TEXT NOT NULL, title TEXT NOT NULL, question TEXT NOT NULL,
    standing TEXT NOT NULL, event_type TEXT NOT NULL, place TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS looked (one INTEGER PRIMARY KEY CHECK (one = 1), at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS letters (id TEXT PRIMARY KEY, hook TEXT NOT NULL, body TEXT NOT NULL, made_at TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, next_at REAL NOT NULL, error TEXT);
CREATE INDEX IF NOT EXISTS letters_due ON letters (state, next_at);
"""


class Seen(NamedTuple):
    """How a point stood when it was last looked at, and what a filter needs of its event."""

    point: str
    event: str
    title: str
    question: str
    standing: str
    event_type: str
    place: str


class HookStore:
    """Hooks and letters in one SQLite file, which only its owner can read: it holds secrets."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        with self._open() as db:
            db.executescript(_SCHEMA)

    def add(self, hook: Hook, secret: str) -> None:
        """Keeps a new hook."""
        with self._open() as db:
            db.execute("INSERT INTO hooks VALUES (?, ?, ?)", (hook.id, msgspec.json.encode(hook), secret))

    def hooks(self) -> tuple[Hook, ...]:
        """All hooks, the oldest first."""
        with self._open() as db:
            found = [msgspec.json.decode(body, type=Hook) for (body,) in db.execute("SELECT body FROM hooks")]
        return tuple(sorted(found, key=lambda hook: (hook.made_at, hook.id)))

    def hook(self, hook_id: str) -> tuple[Hook, str]:
        """A hook with its secret. Raises NotFound."""
        with self._open() as db:
            row = db.execute("SELECT body, secret FROM hooks WHERE id = ?", (hook_id,)).fetchone()
        if row is None:
            raise NotFound("no such hook", where=hook_id)
        return msgspec.json.decode(row[0], type=Hook), row[1]

    def pause(self, hook: Hook) -> None:
        """Nothing more is sent to it."""
        paused = msgspec.structs.replace(hook, paused=True)
        with self._open() as db:
            db.execute("UPDATE hooks SET body = ? WHERE id = ?", (msgspec.json.encode(paused), hook.id))

    def remove(self, hook_id: str) -> None:
        """Forgets a hook and its letters. Raises NotFound."""
        with self._open() as db:
            gone = db.execute("DELETE FROM hooks WHERE id = ?", (hook_id,)).rowcount
            db.execute("DELETE FROM letters WHERE hook = ?", (hook_id,))
        if not gone:
            raise NotFound("no such hook", where=hook_id)

    def seen(self) -> dict[str, Seen] | None:
        """The points by id as last looked at; None when nobody has looked yet."""
        with self._open() as db:
            if db.execute("SELECT 1 FROM looked").fetchone() is None:
                return None
            return {row[0]: Seen(*row) for row in db.execute("SELECT * FROM seen")}

    def looked(self) -> str | None:
        """The moment of the ledger that was last looked at; None when nobody has looked yet."""
        with self._open() as db:
            row = db.execute("SELECT at FROM looked").fetchone()
        return str(row[0]) if row else None

    def look(self, seen: Mapping[str, Seen], letters: Iterable[Letter], at: str) -> int:
        """Keeps how points stand at a moment and what is to be sent of it, both or neither. Returns how many letters are new."""
        with self._open() as db:
            db.execute("DELETE FROM seen")
            db.executemany("INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?, ?)", seen.values())
            db.execute("INSERT OR REPLACE INTO looked VALUES (1, ?)", (at,))
            rows = [msgspec.structs.astuple(letter) for letter in letters]
            added = db.executemany("INSERT OR IGNORE INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows).rowcount
        return max(added, 0)

    def take(self, due: float, until: float) -> Letter | None:
        """The letter that is most due, put off until a moment so that no other process sends it meanwhile."""
        with self._open() as db:
            row = db.execute(
                "SELECT * FROM letters WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, made_at, id LIMIT 1", (due,)
            ).fetchone()
            if row is None:
                return None
            db.execute("UPDATE letters SET next_at = ? WHERE id = ?", (until, row[0]))
        return _letter(row)

    def settle(self, letter: Letter) -> None:
        """What became of a try."""
        with self._open() as db:
            told = (letter.state, letter.attempts, letter.next_at, letter.error, letter.id)
            db.execute("UPDATE letters SET state = ?, attempts = ?, next_at = ?, error = ? WHERE id = ?", told)

    def letters(self, state: str) -> tuple[Letter, ...]:
        """The letters in a state, the oldest first."""
        with self._open() as db:
            rows = db.execute("SELECT * FROM letters WHERE state = ? ORDER BY made_at, id", (state,)).fetchall()
        return tuple(_letter(row) for row in rows)

    def revive(self, letter_id: str | None, now: float) -> int:
        """Puts a dead letter, or all of them, among those to be sent. Returns how many."""
        with self._open() as db:
            wanted = "UPDATE letters SET state = 'waiting', attempts = 0, next_at = ? WHERE state = 'dead'"
            if letter_id is None:
                return db.execute(wanted, (now,)).rowcount
            return db.execute(f"{wanted} AND id = ?", (now, letter_id)).rowcount

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, the only writer meanwhile. Raises LedgerError."""
        try:
            with closing(sqlite3.connect(self.path, timeout=30, isolation_level="IMMEDIATE")) as db, db:
                yield db
        except sqlite3.Error as error:
            raise LedgerError(f"the hooks cannot be kept: {error}", where=str(self.path)) from error


def _letter(row: tuple[object, ...]) -> Letter:
    return msgspec.convert(dict(zip(Letter.__struct_fields__, row, strict=True)), Letter)
