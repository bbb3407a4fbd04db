"""`python -m bench.ledger`: appends a second beside bare SQLite inserts of the same bytes; verified entries a second."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from reportedly.ledger._log import Draft, append
from reportedly.ledger._merkle import root
from reportedly.ledger._notes import Signer
from reportedly.ledger._store import Store
from reportedly.ledger.verify import verify

ENTRIES = 10_000
BATCH = 500
BODY = 1_500  # bytes, about a short report


def main() -> None:
    bodies = [os.urandom(BODY // 2).hex().encode() for _ in range(ENTRIES)]
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch) / "bench.db")
        bare = _seconds(lambda: _bare(Path(scratch) / "bare.db", bodies))
        appending = _seconds(lambda: _append(store, bodies))
        verifying = _seconds(lambda: verify(store))
    leaves = [os.urandom(32) for _ in range(ENTRIES)]
    tree = _seconds(lambda: root(leaves))
    print(f"{ENTRIES:,} entries of {BODY} bytes, in transactions of {BATCH}, each with a signed checkpoint")
    print(f"bare SQLite inserts: {ENTRIES / bare:,.0f} entries/s")
    print(f"log appends: {ENTRIES / appending:,.0f} entries/s, {appending / bare:.1f} x the time of bare inserts")
    print(f"verify: {ENTRIES / verifying:,.0f} entries/s")
    print(f"Merkle tree alone: {ENTRIES / tree:,.0f} leaves/s")


def _append(store: Store, bodies: list[bytes]) -> None:
    signer, at = Signer(bytes(32)), datetime(2026, 1, 1, tzinfo=UTC)
    for start in range(0, len(bodies), BATCH):
        with store.write() as conn:
            append(conn, [Draft("reading", f"{start}", body) for body in bodies[start : start + BATCH]], at, signer)


def _bare(path: Path, bodies: list[bytes]) -> None:
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, body BLOB)")
    for start in range(0, len(bodies), BATCH):
        with conn:
            conn.executemany("INSERT INTO entries VALUES (?, ?)", enumerate(bodies[start : start + BATCH], start))
    conn.close()


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
