"""How often somebody may try to sign in: per name from one address, per name from anywhere, per address.

Names that nobody has are counted like others, so that being counted tells nothing.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from reportedly.team._accounts import key
from reportedly.team._store import before, spelled
from reportedly.team._values import TooMany

WINDOW = timedelta(minutes=15)
PAIR, NAME, ADDRESS = 5, 50, 30
"""Tries in a window: of one name from one address, of one name from all addresses, from one address for all names."""


def take(conn: sqlite3.Connection, name: str, address: str, at: datetime) -> int:
    """Counts a try before it is looked at, so that many at once are counted too. Gives its number. Raises TooMany."""
    conn.execute("DELETE FROM tries WHERE at < ?", (before(at, WINDOW),))
    who = key(name)[:200]
    limits = (
        ("account = ? AND address = ?", (who, address), PAIR),
        ("account = ?", (who,), NAME),
        ("address = ?", (address,), ADDRESS),
    )
    for where, values, most in limits:
        rows = conn.execute(f"SELECT at FROM tries WHERE {where} ORDER BY at", values).fetchall()
        if len(rows) >= most:
            first = datetime.fromisoformat(rows[-most]["at"])
            raise TooMany(max(1, int((first + WINDOW - at).total_seconds())))
    cursor = conn.execute("INSERT INTO tries (account, address, at) VALUES (?, ?, ?)", (who, address, spelled(at)))
    return int(cursor.lastrowid or 0)


def forget(conn: sqlite3.Connection, name: str, address: str) -> None:
    """After a sign-in: the tries of that name from that address no longer count."""
    conn.execute("DELETE FROM tries WHERE account = ? AND address = ?", (key(name)[:200], address))
