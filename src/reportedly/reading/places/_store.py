"""Writing one gazetteer file: schema, names, manifest; atomic and under a lock."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reportedly.model import PackError
from reportedly.reading.places._names import bare, key, skeleton, written_alike
from reportedly.reading.places._row import Row

SCHEMA = """
PRAGMA page_size=8192;
CREATE TABLE place (id INTEGER PRIMARY KEY, gid TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL, lon REAL,
  country TEXT NOT NULL, admin1 TEXT NOT NULL, population INTEGER NOT NULL, capital INTEGER NOT NULL, source TEXT NOT NULL,
  wide INTEGER NOT NULL, names INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE skeleton (skeleton TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (skeleton, key)) WITHOUT ROWID;
CREATE VIRTUAL TABLE typo USING fts5 (key, content='', detail=none, tokenize='trigram');
CREATE TABLE typo_key (id INTEGER PRIMARY KEY, key TEXT NOT NULL);
CREATE TABLE manifest (field TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
CANONICAL, ALTERNATE, WITHOUT_KIND, OTHER = 0, 1, 2, 3
_BATCH = 2000


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One builder at a time: a second process waits, then finds the file there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(path.with_suffix(".lock"), timeout=600, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def write(path: Path, rows: Iterable[Row], manifest: dict[str, str], advance: Callable[[int], None] = lambda n: None) -> None:
    """Writes a gazetteer beside `path` and renames it there; on any error nothing has changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        store = sqlite3.connect(draft)
        try:
            _fill(store, rows, manifest, advance)
        finally:
            store.close()
        draft.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise PackError(f"the gazetteer cannot be written: {error}", where=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _fill(store: sqlite3.Connection, rows: Iterable[Row], manifest: dict[str, str], advance: Callable[[int], None]) -> None:
    store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    places: list[tuple[object, ...]] = []
    names: list[tuple[str, int, int]] = []
    for number, row in enumerate(rows, 1):
        keys = name_keys(row)
        places.append((number, row.gid, row.name, row.kind, row.lat, row.lon, row.country, row.admin1, row.population,
                       row.capital, row.source, row.wide, len(row.names)))  # fmt: skip
        names.extend((k, number, rank) for k, rank in keys.items())
        if len(places) == _BATCH:
            _flush(store, places, names)
            advance(_BATCH)
    _flush(store, places, names)
    keys_of = (k for (k,) in store.execute("SELECT DISTINCT key FROM name").fetchall())
    store.executemany("INSERT OR IGNORE INTO skeleton VALUES (?, ?)", ((skeleton(k), k) for k in keys_of if _western(k)))
    _index_typos(store)
    count = store.execute("SELECT count(*) FROM place").fetchone()[0]
    store.executemany("INSERT INTO manifest VALUES (?, ?)", {**manifest, "places": str(count)}.items())
    store.commit()


def _flush(store: sqlite3.Connection, places: list[tuple[object, ...]], names: list[tuple[str, int, int]]) -> None:
    store.executemany(f"INSERT INTO place VALUES ({','.join('?' * 13)})", places)
    store.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", names)
    places.clear()
    names.clear()


def _index_typos(store: sqlite3.Connection) -> None:
    """Trigrams of the canonical names only: they carry the typo search, and keep it small."""
    store.execute("INSERT INTO typo_key (key) SELECT DISTINCT key FROM name WHERE rank = 0 AND length(key) > 4")
    store.execute("INSERT INTO typo (rowid, key) SELECT id, key FROM typo_key")


def name_keys(row: Row) -> dict[str, int]:
    """Keys of a row with their ranks; names in scripts that we do not read are left out."""
    keys: dict[str, int] = {}
    first = skeleton(key(row.name))
    for position, name in enumerate(row.names or (row.name,)):
        normal = key(name)
        if normal and _readable(normal):
            canonical = position == 0 or row.kind in ("country", "admin1")
            rank = CANONICAL if canonical else _rank(normal, first)
            keys.setdefault(normal, WITHOUT_KIND if normal in row.borne else rank)
    for normal, rank in list(keys.items()):
        short = bare(normal)
        if short and len(short) > 2 and row.kind != "country" and rank == CANONICAL:
            keys.setdefault(short, WITHOUT_KIND)
    return keys


def _rank(normal: str, first: str) -> int:
    """Whether an alternate name is the canonical one written otherwise, or another name (old, of a part, of a namesake)."""
    return ALTERNATE if normal[0] >= "\u0590" or written_alike(normal, first) else OTHER


def _western(normal: str) -> bool:
    return normal[0] < "\u0590" and 3 < len(normal) < 40


def _readable(normal: str) -> bool:
    """Latin, Cyrillic, Greek, Hebrew and Arabic."""
    return "a" <= normal[0] < "\u0700" or normal[0].isdigit()
