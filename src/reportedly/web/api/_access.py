"""Who asks, and what they may do: the joint where accounts and tokens come in.

Without accounts a caller on this machine may do everything and all others nothing: `local`.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request

from reportedly import team
from reportedly.web.team import account_of

Permission = Literal["read", "add", "judge"]


class Caller(msgspec.Struct, frozen=True):
    """Who asks. `name` is None where nobody signs in; a judgement then needs a name of its own."""

    name: str | None
    may: frozenset[Permission]


Access = Callable[[Request], Caller]
"""Tells who asks. Raises HTTPException 401 when that cannot be told."""

_EVERYTHING: frozenset[Permission] = frozenset(("read", "add", "judge"))


_OF_TEAM: dict[Permission, team.Permission] = {"read": "look", "add": "bring", "judge": "judge"}


def local(request: Request) -> Caller:
    """Everything for callers on this machine; a 401 for all others."""
    try:
        here = request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        here = False
    if not here:
        raise HTTPException(401, "Only callers on this machine are answered.", {"WWW-Authenticate": "Bearer"})
    return Caller(None, _EVERYTHING)


def of_account(request: Request) -> Caller:
    """What the account may do that signed in, or whose token was sent; its permissions under the API's names."""
    account = account_of(request)
    return Caller(account.name, frozenset(name for name, needed in _OF_TEAM.items() if account.may(needed)))


def permitted(caller: Caller, permission: Permission) -> None:
    """Raises a 403 when the caller may not."""
    if permission not in caller.may:
        raise HTTPException(403, f"This needs the permission to {permission}.")


def same_site(request: Request) -> None:
    """Raises a 403 when another site's page had a browser send this: no page may write with its visitor's rights."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "none")
    try:
        own = origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    except ValueError:
        own = False
    if not own or site not in ("same-origin", "none"):
        raise HTTPException(403, "Other sites' pages may not send this.")
