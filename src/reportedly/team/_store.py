"""The team's database: one SQLite file beside the ledger, readable by its owner alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reportedly.model import LedgerBusy, LedgerError

_VERSION = 1
_SCHEMA = """
CREATE TABLE accounts (key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL,
    created_at TEXT NOT NULL, disabled_at TEXT);
CREATE TABLE sessions (id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (key),
    created_at TEXT NOT NULL, seen_at TEXT NOT NULL);
CREATE INDEX sessions_account ON sessions (account);
CREATE TABLE tokens (id TEXT PRIMARY KEY, secret TEXT NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES accounts (key),
    label TEXT NOT NULL, role TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, ended_at TEXT);
CREATE TABLE tries (number INTEGER PRIMARY KEY, account TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX tries_account ON tries (account, at);
CREATE INDEX tries_address ON tries (address, at);
CREATE TABLE rules (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE deeds (number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL);
"""


class Database:
    """Short transactions on the file; several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        """Makes the file when it is not there. Raises LedgerError."""
        self.path = path
        fresh = not path.exists()
        with self._errors():
            if fresh:
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
            with self.change() as conn:
                self._prepare(conn)

    @contextmanager
    def ask(self) -> Iterator[sqlite3.Connection]:
        """A connection to read by."""
        with self._errors(), closing(self._connect()) as conn:
            yield conn

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A writing transaction, undone when anything in it fails."""
        with self._errors(), closing(self._connect()) as conn:
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield conn
            except BaseException:
                conn.execute("ROLLBACK")
                raise
            conn.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        conn = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        conn.row_factory = sqlite3.Row
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            conn.execute(f"PRAGMA {pragma}")
        return conn

    def _prepare(self, conn: sqlite3.Connection) -> None:
        version = conn.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise LedgerError(f"made by a newer version of reportedly (team {version}, known {_VERSION})", where=str(self.path))
        if version == 0:
            for statement in _SCHEMA.split(";"):
                conn.execute(statement)
            conn.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise LedgerBusy("another process is writing; try again when it is done", where=str(self.path)) from error
            raise LedgerError(str(error), where=str(self.path)) from error
        except sqlite3.DatabaseError as error:
            raise LedgerError("not a database of a team", where=str(self.path)) from error
        except OSError as error:
            raise LedgerError(f"cannot be used: {error.strerror}", where=str(self.path)) from error


def now() -> datetime:
    return datetime.now(UTC)


def spelled(at: datetime) -> str:
    """RFC 3339 of fixed width, so that times compare as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def before(at: datetime, span: timedelta) -> str:
    """The moment `span` before."""
    return spelled(at - span)


def noted(conn: sqlite3.Connection, at: datetime, who: str, what: str, about: str = "") -> None:
    """Writes a line of the team's record."""
    conn.execute("INSERT INTO deeds (at, who, what, about) VALUES (?, ?, ?, ?)", (spelled(at), who, what, about))
