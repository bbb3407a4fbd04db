"""Accounts in the team's database: made, listed, changed. Plain functions of a connection."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator

from reportedly.model import NotFound, ReportedlyError
from reportedly.team._roles import Role
from reportedly.team._values import Account

_NAME = re.compile(r"[^\W_](?:[\w .'’-]{0,58}[\w.])?")


def key(name: str) -> str:
    """What two writings of one name share, so that nobody can be impersonated by another case or form."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def proper(name: str) -> str:
    """The name as it is kept. Raises ReportedlyError when it could be mistaken or cannot be shown."""
    tidy = unicodedata.normalize("NFC", " ".join(name.split()))
    if not _NAME.fullmatch(tidy):
        raise ReportedlyError("a name has 1 to 60 letters, digits, spaces or . ' - and begins with a letter or digit", where=name)
    return tidy


def make(conn: sqlite3.Connection, name: str, role: Role, hash_: str, at: str) -> Account:
    """A new account. Raises ReportedlyError when the name is taken."""
    try:
        conn.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, NULL)", (key(name), name, role, hash_, at))
    except sqlite3.IntegrityError as error:
        raise ReportedlyError("there is an account of that name", where=name) from error
    return Account(name=name, role=role, created_at=at)


def find(conn: sqlite3.Connection, name: str) -> tuple[Account, str] | None:
    """The account with its hash, whatever the case of the name."""
    row = conn.execute("SELECT * FROM accounts WHERE key = ?", (key(name),)).fetchone()
    return (account(row), row["hash"]) if row else None


def known(conn: sqlite3.Connection, name: str) -> Account:
    """The account. Raises NotFound."""
    found = find(conn, name)
    if found is None:
        raise NotFound("no such account", where=name)
    return found[0]


def all_of(conn: sqlite3.Connection) -> Iterator[Account]:
    for row in conn.execute("SELECT * FROM accounts ORDER BY key"):
        yield account(row)


def account(row: sqlite3.Row) -> Account:
    return Account(name=row["name"], role=row["role"], created_at=row["created_at"], disabled_at=row["disabled_at"])


def keep_a_custodian(conn: sqlite3.Connection, name: str) -> None:
    """Raises ReportedlyError when nobody else could give anybody a role again."""
    others = "SELECT 1 FROM accounts WHERE role = 'custodian' AND disabled_at IS NULL AND key <> ?"
    mine = "SELECT 1 FROM accounts WHERE role = 'custodian' AND disabled_at IS NULL AND key = ?"
    if conn.execute(mine, (key(name),)).fetchone() and not conn.execute(others, (key(name),)).fetchone():
        raise ReportedlyError("is the only custodian; make somebody else custodian first", where=name)
