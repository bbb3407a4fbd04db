"""Dropping the views and deriving them again from the log, and whether that made a difference."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from reportedly.ledger import _log
from reportedly.ledger import _schema as t
from reportedly.ledger._relink import Linker, Relinking, behind, note_linked
from reportedly.ledger._views import derive
from reportedly.ledger.values import Rebuilt

_LINKED = tuple(table.name for table in (t.events, t.answers, t.bearing, t.listing, t.origins, t.steps))


def rebuild(conn: sa.Connection, linker: Linker) -> Rebuilt:
    """Derives every view anew inside the writing transaction and compares."""
    before = digests(conn)
    for table in t.views.sorted_tables:
        conn.execute(sa.delete(table))
    derive(conn, _log.read(conn))
    Relinking(linker).run(conn)
    note_linked(conn)
    after = digests(conn)
    differing = tuple(name for name in sorted(after) if before[name] != after[name])
    return Rebuilt(entries=_log.size(conn), differing=differing)


def differing(conn: sa.Connection, linker: Linker) -> tuple[str, ...]:
    """The views that are not what the log gives, found without changing any; events that merely lag are left out."""
    lag = behind(conn)
    attempt = conn.begin_nested()
    found = rebuild(conn, linker).differing
    attempt.rollback()
    return tuple(name for name in found if not lag or name not in _LINKED)


def digests(conn: sa.Connection) -> dict[str, str]:
    """A hash over the rows of each view, whatever their order; how far linking got is not a view."""
    return {table.name: _digest(conn, table) for table in t.views.sorted_tables if table is not t.state}


def _digest(conn: sa.Connection, table: sa.Table) -> str:
    rows = sorted(hashlib.sha256(repr(tuple(row)).encode("utf-8", "replace")).digest() for row in conn.execute(sa.select(table)))
    return hashlib.sha256(b"".join(rows)).hexdigest()
