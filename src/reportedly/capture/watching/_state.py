"""What a watch remembers, in a small database beside the ledger, so that a restart asks nothing twice and loses nothing.

An answer is written down in the same transaction that says when its address is asked next; it leaves the database only
when the ledger has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from reportedly.capture.fetching import Fetched
from reportedly.capture.watching._sources import Source
from reportedly.model import Fetch, LedgerBusy, LedgerError

TaskKind = Literal["feed", "sitemap", "page", "telegram", "article", "posts", "older"]

_VERSION = 2
_SCHEMA = """
CREATE TABLE tasks (
    place TEXT PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, due REAL NOT NULL, every REAL NOT NULL,
    etag TEXT, modified TEXT, failures INTEGER NOT NULL DEFAULT 0, misses INTEGER NOT NULL DEFAULT 0,
    born REAL NOT NULL, changed REAL, visited REAL, report TEXT, cursor INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0, digest TEXT
);
CREATE INDEX tasks_due ON tasks (done, due);
CREATE INDEX tasks_source ON tasks (source);
CREATE TABLE pending (
    id INTEGER PRIMARY KEY, place TEXT NOT NULL, fetch BLOB, data BLOB, missed REAL, why TEXT
);
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, taken INTEGER NOT NULL);
CREATE TABLE robots (site TEXT PRIMARY KEY, text TEXT, until REAL NOT NULL);
"""
_COLUMNS = "place, kind, source, due, every, etag, modified, failures, misses, born, changed, visited, report, cursor, digest"


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """An address that is asked again and again. Times are Unix seconds; `every` is of sources, an article's wait is by age.

    `born` is when an article was published, or first met; `changed` what its list last said of it. Of a channel `cursor` is
    the newest post seen and `changed` the oldest on its latest page; of a page of its posts they are the pages still to go
    back and the newest post seen before. `posts` are asked once, `older` ones again by age; `digest` is what those said.
    """

    place: str
    kind: TaskKind
    source: str
    due: float
    every: float = 0.0
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    misses: int = 0
    born: float = 0.0
    changed: float | None = None
    visited: float | None = None
    report: str | None = None
    cursor: int = 0
    digest: str | None = None


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger does not have yet: an answer, or that a report was missed."""

    id: int
    task: Task
    answer: Fetched | None
    missed_at: datetime | None = None
    why: str = ""


class State:
    """The database. One process at a time; every change is a transaction."""

    def __init__(self, path: Path) -> None:
        """Opens or makes it. Raises LedgerBusy when another watch has it open, LedgerError when it cannot be used."""
        self.path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            with self.change():
                self._prepare()
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise LedgerBusy("another watch is running on it", where=str(path)) from error
            raise LedgerError(f"the watch's memory cannot be used ({error})", where=str(path)) from error

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction; nested ones are part of the outer."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def adopt(self, sources: tuple[Source, ...], now: float) -> None:
        """Takes in what the file names now; what it no longer names is not asked, but remembered."""
        with self.change():
            self._db.execute("UPDATE tasks SET done = 1")
            for source in sources:
                if source.kind == "folder":
                    continue
                row = (source.place, source.kind, source.place, now, source.every.total_seconds(), now)
                self._db.execute(
                    "INSERT INTO tasks (place, kind, source, due, every, born) VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (place) DO UPDATE SET kind = excluded.kind, every = excluded.every, source = excluded.source,"
                    " done = 0, due = CASE WHEN failures > 0 THEN due ELSE min(due, coalesce(visited, 0) + excluded.every) END",
                    row,
                )
                self._db.execute("UPDATE tasks SET done = 0 WHERE source = ?", (source.place,))

    def due(self, now: float, limit: int = 500) -> list[Task]:
        """What is to be asked by now: sources before articles, then the longest due first."""
        order = "ORDER BY kind IN ('article', 'posts', 'older'), due, place"
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM tasks WHERE NOT done AND due <= ? {order} LIMIT ?", (now, limit))
        return [_task(row) for row in rows]

    def next_due(self) -> float | None:
        """When something is to be asked next."""
        found = self._db.execute("SELECT min(due) FROM tasks WHERE NOT done").fetchone()[0]
        return None if found is None else float(found)

    def task(self, place: str) -> Task | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM tasks WHERE place = ?", (place,)).fetchone()
        return _task(row) if row else None

    def keep(self, task: Task) -> None:
        """Writes a task as it is now."""
        values = [getattr(task, name) for name in _COLUMNS.split(", ")]
        with self.change():
            self._db.execute(f"INSERT OR REPLACE INTO tasks ({_COLUMNS}) VALUES ({', '.join('?' * len(values))})", values)

    def retire(self, place: str) -> None:
        """Never asks a place again, nor takes it for a new one."""
        with self.change():
            self._db.execute("UPDATE tasks SET due = 9e15 WHERE place = ?", (place,))

    def hand_in(self, task: Task, answer: Fetched) -> None:
        """Writes an answer down for the ledger."""
        with self.change():
            fetch = msgspec.json.encode(answer.fetch)
            self._db.execute("INSERT INTO pending (place, fetch, data) VALUES (?, ?, ?)", (task.place, fetch, answer.data))

    def hand_in_miss(self, task: Task, at: float, why: str) -> None:
        """Writes down that a known report was not found."""
        with self.change():
            self._db.execute("INSERT INTO pending (place, missed, why) VALUES (?, ?, ?)", (task.place, at, why))

    def pending(self, limit: int) -> list[Pending]:
        """The oldest of what the ledger does not have yet."""
        found = []
        for id_, place, fetch, data, missed, why in self._db.execute("SELECT * FROM pending ORDER BY id LIMIT ?", (limit,)):
            task = self.task(place)
            assert task is not None
            answer = Fetched(data=data, fetch=msgspec.json.decode(fetch, type=Fetch)) if fetch else None
            at = moment(missed) if missed is not None else None
            found.append(Pending(id=id_, task=task, answer=answer, missed_at=at, why=why or ""))
        return found

    def waiting(self) -> int:
        """How many answers the ledger does not have yet."""
        return int(self._db.execute("SELECT count(*) FROM pending").fetchone()[0])

    def delivered(self, items: list[Pending], reports: dict[str, str]) -> None:
        """The ledger has these now; `reports` names the report that each place turned out to be."""
        with self.change():
            self._db.executemany("DELETE FROM pending WHERE id = ?", [(item.id,) for item in items])
            self._db.executemany("UPDATE tasks SET report = ? WHERE place = ?", [(name, at) for at, name in reports.items()])

    def file(self, path: str) -> tuple[int, int, bool] | None:
        """Size and time of change of a watched file when it was last looked at, and whether it was taken in then."""
        row = self._db.execute("SELECT size, changed, taken FROM files WHERE path = ?", (path,)).fetchone()
        return (row[0], row[1], bool(row[2])) if row else None

    def note_file(self, path: str, size: int, changed: int, *, taken: bool) -> None:
        with self.change():
            self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (path, size, changed, taken))

    def robots(self) -> dict[str, tuple[str | None, datetime]]:
        """What sites' robots.txt said, and until when that holds."""
        return {site: (text, moment(until)) for site, text, until in self._db.execute("SELECT * FROM robots")}

    def note_robots(self, site: str, text: str | None, until: datetime) -> None:
        with self.change():
            self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (site, text, until.timestamp()))

    def counts(self) -> tuple[int, int]:
        """How many articles are followed, and how many addresses fail at present."""
        wanted = "SELECT sum(kind = 'article' AND due < 9e15), sum(failures > 0) FROM tasks WHERE NOT done"
        row = self._db.execute(wanted).fetchone()
        return int(row[0] or 0), int(row[1] or 0)

    def _prepare(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise LedgerError("the watch's memory is of a newer version of reportedly", where=str(self.path))
        if version == 0:
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self._db.execute(statement)
        elif version == 1:
            self._db.execute("ALTER TABLE tasks ADD COLUMN digest TEXT")
        if version < _VERSION:
            self._db.execute(f"PRAGMA user_version = {_VERSION}")


def moment(seconds: float) -> datetime:
    """Unix seconds as a moment."""
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)


def _task(row: tuple[object, ...]) -> Task:
    return msgspec.convert(dict(zip(_COLUMNS.split(", "), row, strict=True)), Task)
