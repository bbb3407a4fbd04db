"""What a route needs, and who asks. Fails closed: a route that declares no need is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request

from reportedly.ledger import Ledger
from reportedly.model import Decision
from reportedly.team import PERMISSIONS, Account, Permission, Team

KEY = "account"
"""Where the door leaves the account: `request.state.account`."""
TEAM = "team"
"""Where it leaves the team, for the API too, which is an application of its own."""


_BY_TWO: frozenset[Decision] = frozenset(("confirm", "refute"))
"""What changes how a point stands: where it takes two, it is decided in the queue alone."""

_exactly: ContextVar[bool] = ContextVar("exactly", default=False)


def sees_exactly() -> bool:
    """Whether whoever asks now may see exact places; nobody may outside a request."""
    return _exactly.get()


@contextmanager
def seen_by(account: Account | None) -> Iterator[None]:
    """While a request is answered: for whom."""
    token = _exactly.set(account is not None and account.may("exact"))
    try:
        yield
    finally:
        _exactly.reset(token)


class Need:
    """A dependency that lets only accounts with one permission pass; None lets everybody, also those not signed in."""

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> None:
        if self.permission is not None and not account_of(request).may(self.permission):
            raise HTTPException(403, f"Your role does not let you {PERMISSIONS[self.permission]}.")


def needs(permission: Permission | None) -> Any:
    """For `dependencies=[...]` of a route or a router. `None` is for the few pages that come before signing in."""
    return Depends(Need(permission))


def needed_by(route: APIRoute) -> tuple[Permission | None, ...]:
    """The permissions that a route declares, its router's first; empty when it declares none."""
    calls = (dependency.call for dependency in route.dependant.dependencies)
    return tuple(call.permission for call in calls if isinstance(call, Need))


def declared(request: Request) -> None:
    """A dependency of the whole application: a route that declares no need is refused."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not needed_by(route):
        raise HTTPException(403, "This page does not say who may see it.")


def account_of(request: Request) -> Account:
    """Who asks. Raises a 401 when nobody has signed in."""
    account = getattr(request.state, KEY, None)
    if not isinstance(account, Account):
        raise HTTPException(401, "Sign in first.", {"WWW-Authenticate": "Bearer"})
    return account


def team_of(request: Request) -> Team | None:
    """The team of this desk, when it has one."""
    found = getattr(request.state, TEAM, None)
    return found if isinstance(found, Team) else None


def takes_two(request: Request) -> bool:
    """Whether a sign-off takes two people: only where there are accounts, for without them nobody is known."""
    team = team_of(request)
    return team is not None and team.rules.two_people


def may_decide(request: Request, decision: Decision) -> None:
    """Raises a 403 when one person alone would decide what takes two: that is signed in the review queue."""
    if decision in _BY_TWO and takes_two(request):
        raise HTTPException(403, f"Here it takes two people to {decision}: each signs in the review queue.")


def signer(request: Request, told: str) -> str:
    """The name under a judgement: the account's; where there are no accounts, the name told on the form."""
    account = account_of(request)
    return told if account.local else account.name


def may_undo(account: Account, ledger: Ledger, judgement: str) -> None:
    """Raises a 403 when a judgement is somebody else's and the account may not overrule."""
    if account.may("overrule"):
        return
    found = next((one for one in ledger.judgements() if one.id == judgement), None)
    if found is not None and found.by != account.name:
        raise HTTPException(403, f"Your role does not let you {PERMISSIONS['overrule']}.")
