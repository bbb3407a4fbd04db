"""What the team answers with, as frozen values, and its two refusals."""

from __future__ import annotations

import msgspec

from reportedly.model import ReportedlyError
from reportedly.team._roles import Permission, Role, permitted


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the team. Times are RFC 3339 UTC; `disabled_at` None means that the account works."""

    name: str
    role: Role
    created_at: str = ""
    disabled_at: str | None = None
    local: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether the account has the permission by its role."""
        return permission in permitted(self.role)


LOCAL = Account(name="", role="custodian", local=True)
"""Whoever sits at this machine and serves the desk to nobody else: no account, every permission, a name told on each form."""


class SignIn(msgspec.Struct, frozen=True):
    """A session that has just begun: the secret for the browser's cookie, never kept in clear, and whose it is."""

    secret: str
    account: Account


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A key for programs. `role` never reaches beyond its account's role; `ended` when it was revoked."""

    id: str
    account: str
    label: str
    role: Role
    created_at: str
    expires_at: str
    ended: bool = False


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the team agreed on. `two_people`: a sign-off needs two, and nobody approves their own."""

    two_people: bool = False


class Deed(msgspec.Struct, frozen=True):
    """One line of the team's own record: who did what to whom or what, when. `who` is an account or `this machine`."""

    at: str
    who: str
    what: str
    about: str


class Unwelcome(ReportedlyError):
    """The name and the password do not fit, or the account is disabled; which of them is never said."""


class TooMany(ReportedlyError):
    """Too many tries; `wait` seconds until the next one is looked at."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(f"Too many tries. Wait {max(1, round(wait / 60))} min, then try again.")
