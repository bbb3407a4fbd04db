"""The gazetteer, read only: look-up by exact name, case ending, romanisation and, last, typo."""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import msgspec
from rapidfuzz.distance import DamerauLevenshtein

from reportedly.model import PackError
from reportedly.reading.places._names import bare, homelands, key, nominatives, skeleton
from reportedly.reading.places._row import table

_CITY = 200_000
How = Literal["exact", "ending", "spelling", "typo"]
_COLUMNS = "p.gid, p.name, p.kind, p.lat, p.lon, p.country, p.admin1, p.population, p.capital, p.wide, p.names, n.rank"
_FIND = f"SELECT {_COLUMNS} FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?"


class Entry(msgspec.Struct, frozen=True):
    """A place of a gazetteer, as found by one name. `rank` 0 canonical, 1 the same written otherwise,
    2 without its word of kind, 3 another name."""

    gid: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str
    admin1: str
    population: int
    capital: bool
    wide: bool
    names: int
    rank: int
    gazetteer: str


class Found(msgspec.Struct, frozen=True):
    """Entries for a name, and how the name was matched."""

    entries: tuple[Entry, ...] = ()
    how: How = "exact"


class Gazetteer:
    """One default file and any packs, opened `mode=ro, immutable`; the only input of `resolve`. Safe between threads."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Opens the files in order: where two know one place, the first speaks. PackError when one is not a gazetteer."""
        self.paths = tuple(paths)
        self._lock = threading.Lock()
        self._stores = [_open(path) for path in self.paths]
        self.manifests = [manifest(store, path) for store, path in zip(self._stores, self.paths, strict=True)]
        self._versions = [f"{m['name']}@{m['version']}" for m in self.manifests]
        self.find = lru_cache(maxsize=4096)(self._find)
        self.search = lru_cache(maxsize=4096)(self._search)

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[tuple[Path, ...]]]:
        return Gazetteer, (self.paths,)

    @cached_property
    def disputed(self) -> dict[str, str]:
        """Why a place is disputed, by gazetteer id, `adm1:CC.code` or country code."""
        return {row["id"]: row["why"] for row in table("disputed")}

    @cached_property
    def countries(self) -> dict[str, str]:
        """Country codes by key of each name and demonym."""
        sql = "SELECT n.key, p.country FROM name n JOIN place p ON p.id = n.place WHERE p.kind = 'country'"
        with self._lock:
            return {k: code for store in self._stores for k, code in store.execute(sql)}

    @cached_property
    def names_of_countries(self) -> dict[str, str]:
        """Country names by code."""
        sql = "SELECT country, name FROM place WHERE kind = 'country'"
        with self._lock:
            return {code: name for store in self._stores for code, name in store.execute(sql)}

    @cached_property
    def regions(self) -> dict[tuple[str, str], Entry]:
        """First-level regions by (country, code)."""
        with self._lock:
            sql = f"SELECT {_COLUMNS} FROM place p JOIN name n ON n.place = p.id WHERE p.kind = 'admin1' GROUP BY p.id"
            rows = [(row, v) for s, v in zip(self._stores, self._versions, strict=True) for row in s.execute(sql)]
        return {(e.country, e.admin1): e for e in (_entry(row, v) for row, v in reversed(rows))}

    @cached_property
    def region_names(self) -> dict[tuple[str, str], str]:
        """Names alone, by (country, code): `regions` reads all their spellings too, which takes a second."""
        found = self.rows("SELECT country, admin1, name FROM place WHERE kind = 'admin1'", ())
        return {(country, code): name for country, code, name in reversed(found)}

    @cached_property
    def capitals(self) -> dict[str, Entry]:
        """The capital of each country, by country code."""
        sql = f"SELECT {_COLUMNS} FROM place p JOIN name n ON n.place = p.id WHERE p.capital = 1 GROUP BY p.id"
        with self._lock:
            rows = [(row, v) for s, v in zip(self._stores, self._versions, strict=True) for row in s.execute(sql)]
        return {e.country: e for e in (_entry(row, v) for row, v in reversed(rows))}

    def rows(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """What a query gives, of every file in order: for questions that are not by name."""
        with self._lock:
            return [row for store in self._stores for row in store.execute(sql, values)]

    def _find(self, normal: str) -> tuple[Entry, ...]:
        """Entries that have exactly this key, the first file's statement first."""
        found: dict[str, Entry] = {}
        with self._lock:
            for store, version in zip(self._stores, self._versions, strict=True):
                for row in store.execute(_FIND, (normal,)):
                    if row[0] not in found or found[row[0]].rank > row[11]:
                        found[row[0]] = _entry(row, found[row[0]].gazetteer if row[0] in found else version)
        return tuple(found.values())

    def _search(self, name: str) -> Found:
        """Entries for a name as written: exact, else by case ending, else by spelling variant, else by typo."""
        normal = key(name)
        if not normal:
            return Found()
        exact = self.find(normal)
        short = bare(normal)
        if exact or (short and (exact := self.find(short))):
            return Found(exact)
        for guess in nominatives(normal):
            if found := self.find(guess):
                return Found(found, "ending")
        if len(normal) < 4:
            return Found()
        for guess in homelands(normal) if normal.isascii() else ():
            if known := tuple(e for e in self.find(guess) if e.rank == 0 and _well_known(e)):
                return Found(known, "ending")
        near = self._alike(normal)
        return Found(self._all(near), "spelling") if near else Found(self._all(self._typos(normal)), "typo")

    def _all(self, keys: Iterable[str]) -> tuple[Entry, ...]:
        found: dict[str, Entry] = defaultdict()
        for normal in keys:
            for entry in self.find(normal):
                found.setdefault(entry.gid, entry)
        return tuple(found.values())[:60]

    def _alike(self, normal: str) -> list[str]:
        """Keys with the same skeleton, those nearest in letters first; too far apart is another name."""
        wanted = skeleton(normal)
        if len(wanted) < 4:
            return []
        with self._lock:
            rows = [k for s in self._stores for (k,) in s.execute("SELECT key FROM skeleton WHERE skeleton = ?", (wanted,))]
        return sorted(set(rows), key=lambda k: (DamerauLevenshtein.distance(k, normal), k))[:12]

    def _typos(self, normal: str) -> list[str]:
        """Canonical names one or two letters away, sharing most trigrams."""
        if len(normal) < 6:
            return []
        pieces = sorted({normal[i : i + 3] for i in range(len(normal) - 2)})
        grams = " OR ".join('"' + piece.replace('"', "") + '"' for piece in pieces[:: max(1, len(pieces) // 4)][:5])
        limit = 1 if len(normal) < 9 else 2
        sql = (
            "SELECT k.key FROM typo t JOIN typo_key k ON k.id = t.rowid "
            "WHERE typo MATCH ? AND length(k.key) BETWEEN ? AND ? LIMIT 1500"
        )
        bounds = (grams, len(normal) - limit, len(normal) + limit)
        with self._lock:
            rows = {k for s in self._stores for (k,) in s.execute(sql, bounds)}
        scored = [(DamerauLevenshtein.distance(k, normal, score_cutoff=limit), k) for k in rows if k[0] == normal[0]]
        return [k for distance, k in sorted(scored) if distance <= limit][:3]

    def close(self) -> None:
        """Closes the files."""
        for store in self._stores:
            store.close()


def _well_known(entry: Entry) -> bool:
    """Whether its people may be named without the place: "Iowans", "Londoners", hardly those of a village."""
    return entry.kind in ("country", "admin1") or (entry.kind == "city" and entry.population > _CITY)


def manifest(store: sqlite3.Connection, path: Path) -> dict[str, str]:
    """What a gazetteer file says of itself. PackError when it is none."""
    try:
        return dict(store.execute("SELECT field, value FROM manifest").fetchall())
    except sqlite3.DatabaseError as error:
        raise PackError("not a gazetteer; build it again with `reportedly places build`", where=str(path)) from error


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise PackError("no gazetteer here; make one with `reportedly places build`", where=str(path))
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    store = sqlite3.connect(uri, uri=True, check_same_thread=False)
    store.execute("PRAGMA mmap_size=268435456")
    return store


def _entry(row: tuple[object, ...], version: str) -> Entry:
    gid, name, kind, lat, lon, country, admin1, population, capital, wide, names, rank = row
    return Entry(gid, name, kind, lat, lon, country, admin1, population, bool(capital), bool(wide), names, rank, version)  # type: ignore[arg-type]
