"""The database under a ledger: connections, transactions, one writer at a time, migrations, errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from reportedly.ledger._events import relist
from reportedly.model import LedgerBusy, LedgerError

_HEAD = "0004"
_PLAIN_WORDS = {
    "not a database": "not a ledger: the file is no SQLite database",
    "is malformed": "the database file is damaged",
    "is full": "the disk is full",
    "readonly": "the file or its folder is read-only",
    "unable to open": "cannot be opened: no such folder, or no permission",
    "disk i/o": "the disk gives an input/output error (it may be full)",
}
_BUSY = ("is locked", "lock timeout", "is busy")


class Store:
    """A ledger's database. `beside` is the path whose name the files beside the database begin with."""

    def __init__(self, place: str | Path, *, beside: Path | None = None, create: bool = True, wait: float = 30.0) -> None:
        """`place` is a SQLite file or a PostgreSQL URL; `wait` seconds is how long a second writer waits."""
        self.url = _url(place)
        self.wait = wait
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.name = str(place) if self.sqlite else self.url.render_as_string()
        self.beside = beside or Path(self.url.database or "reportedly")
        if self.sqlite and self.beside_database().is_dir():
            raise LedgerError("is a folder; a ledger is a file in one, such as reportedly.db", where=self.name)
        if self.sqlite and not create and not self.beside_database().exists():
            raise LedgerError("no such ledger", where=self.name)
        self.engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        if self.sqlite:
            sa.event.listen(self.engine, "connect", self._on_connect)
            sa.event.listen(self.engine, "begin", _begin)
        self._migrate()

    def beside_database(self) -> Path:
        """The SQLite file itself."""
        return Path(self.url.database or "")

    def file(self, suffix: str) -> Path:
        """A file or folder beside the ledger: `file("originals")` is `<ledger>.originals`."""
        return self.beside.with_name(f"{self.beside.name}.{suffix}")

    @contextmanager
    def read(self, *, steady: bool = False) -> Iterator[sa.Connection]:
        """A reading transaction. With `steady` all its queries see one state of the ledger, also on PostgreSQL."""
        options = {"isolation_level": "REPEATABLE READ"} if steady and not self.sqlite else {}
        with self._errors(), self.engine.connect().execution_options(**options) as conn, conn.begin():
            yield conn

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """The one writing transaction. Raises LedgerBusy when another process keeps writing for longer than `wait`."""
        with self._errors(), self.engine.connect().execution_options(write=True) as conn, conn.begin():
            if not self.sqlite:
                conn.execute(sa.text(f"SET LOCAL lock_timeout = {max(1, int(self.wait * 1000))}"))
                conn.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('reportedly.' || current_schema()))"))
            yield conn

    def scrub(self) -> None:
        """Overwrites what deleted rows left in the database's files. Raises LedgerBusy when another process is at work."""
        with self._errors(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            if not self.sqlite:
                quoted = map(conn.dialect.identifier_preparer.quote, sa.inspect(conn).get_table_names())
                conn.execute(sa.text(f"VACUUM FULL {', '.join(quoted)}"))
                return
            raw: Any = conn.connection.driver_connection
            raw.execute("INSERT INTO word_index (word_index) VALUES ('rebuild')")
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()

    def _on_connect(self, connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun by hand, in `_begin`
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(self.wait * 1000)}")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def _migrate(self) -> None:
        with self.read() as conn:
            at = self._version(conn)
        if at == _HEAD:
            return
        with self.write() as conn:
            at = self._version(conn)
            if at is None and sa.inspect(conn).get_table_names():
                raise LedgerError("not a ledger: the database holds other tables", where=self.name)
            if at is not None and at > _HEAD:
                raise LedgerError(f"made by a newer version of reportedly (schema {at}, known {_HEAD})", where=self.name)
            if at != _HEAD:
                upgrade(conn)
                relist(conn)

    @staticmethod
    def _version(conn: sa.Connection) -> str | None:
        if not sa.inspect(conn).has_table("alembic_version"):
            return None
        return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise in_plain_words(error, self.name) from error


def in_plain_words(error: exc.DBAPIError, where: str) -> LedgerError:
    """The database's error as the ledger's: busy, full, read-only, not a ledger, damaged."""
    said = str(error.orig).strip()
    lowered = said.lower()
    if any(word in lowered for word in _BUSY):
        return LedgerBusy("another process is writing; try again when it is done", where=where)
    for word, plain in _PLAIN_WORDS.items():
        if word in lowered:
            return LedgerError(plain, where=where)
    return LedgerError(said.splitlines()[0] if said else "the database failed", where=where)


def upgrade(conn: sa.Connection) -> None:
    """Brings the schema up to date inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "reportedly.ledger:migrations")
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _begin(conn: sa.Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("write") else "BEGIN")


def _url(place: str | Path) -> sa.URL:
    if isinstance(place, str) and "://" in place:
        try:
            url = sa.make_url(place)
        except exc.ArgumentError as error:
            raise LedgerError("not a database address", where=place) from error
        if url.get_backend_name() == "postgresql":
            return url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite" and url.database:
            return url
        raise LedgerError("only SQLite files and PostgreSQL addresses can hold a ledger", where=place)
    return sa.URL.create("sqlite", database=str(place))
