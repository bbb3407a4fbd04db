"""The team: one object that knows who somebody is and what they may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from reportedly.model import NotFound
from reportedly.team import _accounts, _sessions, _tries
from reportedly.team._passwords import Passwords
from reportedly.team._roles import Role
from reportedly.team._store import Database, noted, now, spelled
from reportedly.team._values import Account, Deed, Rules, SignIn, Token, TooMany, Unwelcome

HERE = "this machine"
"""Who did it, when it was done by a command on the machine that holds the ledger."""


class Team:
    """Accounts, sessions, tokens and the team's rules. Whoever changes something is named by `who`."""

    def __init__(self, path: Path, passwords: Passwords | None = None, clock: Callable[[], datetime] = now) -> None:
        self._data = Database(path)
        self._passwords = passwords or Passwords()
        self._clock = clock

    def add(self, name: str, role: Role, password: str, *, who: str = HERE) -> Account:
        """A new account. Raises ReportedlyError when the name is taken or no name, or the password too weak."""
        tidy = _accounts.proper(name)
        hash_ = self._passwords.hashed(password, tidy)
        with self._data.change() as conn:
            made = _accounts.make(conn, tidy, role, hash_, spelled(self._clock()))
            noted(conn, self._clock(), who, f"added as {role}", made.name)
        return made

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name, disabled ones too."""
        with self._data.ask() as conn:
            return tuple(_accounts.all_of(conn))

    def give_role(self, name: str, role: Role, *, who: str = HERE) -> Account:
        """Another role, at once, also for open sessions. Raises NotFound; ReportedlyError for the only custodian."""
        with self._data.change() as conn:
            account = _accounts.known(conn, name)
            if role != "custodian":
                _accounts.keep_a_custodian(conn, name)
            conn.execute("UPDATE accounts SET role = ? WHERE key = ?", (role, _accounts.key(name)))
            noted(conn, self._clock(), who, f"made {role}", account.name)
        return replace(account, role=role)

    def disable(self, name: str, *, who: str = HERE) -> None:
        """Ends the account's sessions and tokens, at once. Its name stays taken. Raises like `give_role`."""
        with self._data.change() as conn:
            account = _accounts.known(conn, name)
            _accounts.keep_a_custodian(conn, name)
            at = spelled(self._clock())
            conn.execute("UPDATE accounts SET disabled_at = ? WHERE key = ?", (at, _accounts.key(name)))
            conn.execute("UPDATE tokens SET ended_at = ? WHERE account = ? AND ended_at IS NULL", (at, _accounts.key(name)))
            _sessions.end_all(conn, name)
            noted(conn, self._clock(), who, "disabled", account.name)

    def enable(self, name: str, *, who: str = HERE) -> None:
        """Lets a disabled account in again; its tokens stay ended. Raises NotFound."""
        with self._data.change() as conn:
            account = _accounts.known(conn, name)
            conn.execute("UPDATE accounts SET disabled_at = NULL WHERE key = ?", (_accounts.key(name),))
            noted(conn, self._clock(), who, "enabled", account.name)

    def set_password(self, name: str, password: str, *, who: str = HERE) -> None:
        """Another password; all sessions of the account end. Raises NotFound, or ReportedlyError when it is too weak."""
        hash_ = self._passwords.hashed(password, _accounts.proper(name))
        with self._data.change() as conn:
            account = _accounts.known(conn, name)
            conn.execute("UPDATE accounts SET hash = ? WHERE key = ?", (hash_, _accounts.key(name)))
            _sessions.end_all(conn, name)
            noted(conn, self._clock(), who, "password changed", account.name)

    def sign_in(self, name: str, password: str, address: str) -> SignIn:
        """Begins a session. Raises Unwelcome, never saying what was wrong, or TooMany before the password is looked at."""
        with self._data.change() as conn:
            refused = None
            try:
                _tries.take(conn, name, address, self._clock())
            except TooMany as error:
                refused = error
                noted(conn, self._clock(), address, "too many tries to sign in", _accounts.key(name)[:60])
        if refused:
            raise refused
        with self._data.ask() as conn:
            found = _accounts.find(conn, name)
        fits = self._passwords.fits(found[1] if found else None, password)
        if not found or not fits or found[0].disabled_at:
            raise Unwelcome("The name and the password do not fit.")
        return self._welcome(found[0], found[1], password, address)

    def _welcome(self, account: Account, kept: str, password: str, address: str) -> SignIn:
        fresh = self._passwords.hashed(password, account.name) if self._passwords.outdated(kept) else kept
        with self._data.change() as conn:
            _tries.forget(conn, account.name, address)
            conn.execute("UPDATE accounts SET hash = ? WHERE key = ? AND hash = ?", (fresh, _accounts.key(account.name), kept))
            secret = _sessions.begin(conn, account.name, self._clock())
            noted(conn, self._clock(), account.name, "signed in", address)
        return SignIn(secret, account)

    def of_session(self, secret: str) -> Account | None:
        """Whose session it is; None when it ended, was idle for too long, or never was."""
        with self._data.ask() as conn:
            found = _sessions.of_session(conn, secret, self._clock())
        if found and found[1]:
            with self._data.change() as conn:
                _sessions.touch(conn, secret, self._clock())
        return found[0] if found else None

    def sign_out(self, secret: str) -> None:
        """Ends the session here, not only in the browser."""
        with self._data.change() as conn:
            _sessions.end(conn, secret)

    def issue(self, name: str, label: str, role: Role, days: int = 90, *, who: str = HERE) -> tuple[str, Token]:
        """A token for a program: its secret, shown this once, and what is kept. Raises NotFound, ReportedlyError."""
        with self._data.change() as conn:
            owner = _accounts.known(conn, name)
            if owner.disabled_at:
                raise NotFound("the account is disabled", where=name)
            secret, token = _sessions.issue(conn, owner, label, role, days, self._clock())
            noted(conn, self._clock(), who, f"token {token.id} ({role}, {label})", owner.name)
        return secret, token

    def of_token(self, secret: str) -> Account | None:
        """Whose token it is, with what the token may do; None when it ended or never was."""
        if not secret.startswith(_sessions.PREFIX):
            return None
        with self._data.ask() as conn:
            return _sessions.of_token(conn, secret, self._clock())

    def tokens(self) -> tuple[Token, ...]:
        """All tokens in the order of their making; secrets are not kept."""
        with self._data.ask() as conn:
            return tuple(_sessions.tokens(conn, self._clock()))

    def revoke(self, token_id: str, *, who: str = HERE) -> None:
        """Ends a token. Raises NotFound."""
        with self._data.change() as conn:
            _sessions.revoke(conn, token_id, self._clock())
            noted(conn, self._clock(), who, f"token {token_id} revoked")

    @property
    def rules(self) -> Rules:
        with self._data.ask() as conn:
            row = conn.execute("SELECT value FROM rules WHERE name = 'two_people'").fetchone()
        return Rules(two_people=bool(row) and row["value"] == "yes")

    def agree(self, rules: Rules, *, who: str = HERE) -> None:
        """Sets the rules from now on."""
        value = "yes" if rules.two_people else "no"
        with self._data.change() as conn:
            conn.execute("INSERT OR REPLACE INTO rules VALUES ('two_people', ?)", (value,))
            noted(conn, self._clock(), who, f"two people for a sign-off: {value}")

    def note(self, who: str, what: str, about: str = "") -> None:
        """A line in the team's record, for what changes nothing in the ledger: a graphic file shown, a list taken out."""
        with self._data.change() as conn:
            noted(conn, self._clock(), who, what, about)

    def deeds(self, limit: int = 500) -> Iterator[Deed]:
        """The team's record, newest first."""
        with self._data.ask() as conn:
            rows = conn.execute("SELECT * FROM deeds ORDER BY number DESC LIMIT ?", (limit,)).fetchall()
        for row in rows:
            yield Deed(row["at"], row["who"], row["what"], row["about"])


def open_team(beside: Path) -> Team:
    """The team of a ledger; `beside` is `ledger.store.file("team.db")`. Raises LedgerError."""
    return Team(beside)
