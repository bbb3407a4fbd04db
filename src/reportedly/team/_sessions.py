"""Sessions of browsers and tokens of programs. Only hashes of their secrets are kept."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from reportedly.model import NotFound, ReportedlyError
from reportedly.team._accounts import account, key
from reportedly.team._roles import ROLES, Role
from reportedly.team._store import before, spelled
from reportedly.team._values import Account, Token

IDLE = timedelta(hours=2)
"""A session that is not used for so long ends ..."""
ABSOLUTE = timedelta(hours=12)
"""... and every session ends after so long."""
PREFIX = "rpt_"
_TOUCH = timedelta(minutes=1)
_LONGEST = 365


def begin(conn: sqlite3.Connection, name: str, at: datetime) -> str:
    """A new session; gives its secret, which is nowhere else. Sessions that ended are swept."""
    conn.execute("DELETE FROM sessions WHERE created_at < ? OR seen_at < ?", (before(at, ABSOLUTE), before(at, IDLE)))
    secret = secrets.token_urlsafe(32)
    conn.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash(secret), key(name), spelled(at), spelled(at)))
    return secret


def of_session(conn: sqlite3.Connection, secret: str, at: datetime) -> tuple[Account, bool] | None:
    """Whose session it is, and whether it is time to note that it was used; None when it ended or never was."""
    wanted = """SELECT a.*, s.seen_at FROM sessions s JOIN accounts a ON a.key = s.account
        WHERE s.id = ? AND s.created_at >= ? AND s.seen_at >= ? AND a.disabled_at IS NULL"""
    row = conn.execute(wanted, (_hash(secret), before(at, ABSOLUTE), before(at, IDLE))).fetchone()
    return (account(row), row["seen_at"] < before(at, _TOUCH)) if row else None


def touch(conn: sqlite3.Connection, secret: str, at: datetime) -> None:
    conn.execute("UPDATE sessions SET seen_at = ? WHERE id = ?", (spelled(at), _hash(secret)))


def end(conn: sqlite3.Connection, secret: str) -> None:
    conn.execute("DELETE FROM sessions WHERE id = ?", (_hash(secret),))


def end_all(conn: sqlite3.Connection, name: str) -> None:
    conn.execute("DELETE FROM sessions WHERE account = ?", (key(name),))


def issue(conn: sqlite3.Connection, owner: Account, label: str, role: Role, days: int, at: datetime) -> tuple[str, Token]:
    """A new token and its secret. Raises ReportedlyError when it would reach beyond its account, or last too long."""
    if ROLES.index(role) > ROLES.index(owner.role):
        raise ReportedlyError(f"a {owner.role} cannot have a token of a {role}", where=owner.name)
    if not 1 <= days <= _LONGEST:
        raise ReportedlyError(f"a token lasts 1 to {_LONGEST} days")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        id=secrets.token_hex(4),
        account=owner.name,
        label=label,
        role=role,
        created_at=spelled(at),
        expires_at=spelled(at + timedelta(days=days)),
    )
    values = (token.id, _hash(secret), key(owner.name), label, role, token.created_at, token.expires_at)
    conn.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", values)
    return secret, token


def of_token(conn: sqlite3.Connection, secret: str, at: datetime) -> Account | None:
    """Whose token it is, with the lesser of the token's role and the account's; None when it ended or never was."""
    wanted = """SELECT a.*, t.role AS reach FROM tokens t JOIN accounts a ON a.key = t.account
        WHERE t.secret = ? AND t.ended_at IS NULL AND t.expires_at > ? AND a.disabled_at IS NULL"""
    row = conn.execute(wanted, (_hash(secret), spelled(at))).fetchone()
    if row is None:
        return None
    return replace(account(row), role=min(row["role"], row["reach"], key=ROLES.index))


def tokens(conn: sqlite3.Connection, at: datetime) -> Iterator[Token]:
    wanted = "SELECT t.*, a.name AS owner FROM tokens t JOIN accounts a ON a.key = t.account ORDER BY t.created_at, t.id"
    for row in conn.execute(wanted):
        yield Token(
            id=row["id"],
            account=row["owner"],
            label=row["label"],
            role=row["role"],
            created_at=row["created_at"],
            expires_at=row["expires_at"],
            ended=row["ended_at"] is not None or row["expires_at"] <= spelled(at),
        )


def revoke(conn: sqlite3.Connection, token_id: str, at: datetime) -> None:
    """Ends a token. Raises NotFound."""
    if not conn.execute("UPDATE tokens SET ended_at = ? WHERE id = ?", (spelled(at), token_id)).rowcount:
        raise NotFound("no such token", where=token_id)


def _hash(secret: str) -> str:
    """Secrets are long and random, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
