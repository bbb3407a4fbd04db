"""Pages of the team: signing in and out, the own account, who is in it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.model import ReportedlyError
from reportedly.team import Account, Deed, Rules, SignIn, Team, TooMany, Unwelcome
from reportedly.web._desk import Desk
from reportedly.web._forms import COOKIE, SESSION, field, posted
from reportedly.web._looking import desk_of
from reportedly.web.team._door import SIGN_IN
from reportedly.web.team._needs import account_of, needs, team_of

router = APIRouter()
Here = Annotated[Desk, Depends(desk_of)]
Posted = Annotated[FormData, Depends(posted)]


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in the team, its rules, and what was done in it."""

    accounts: tuple[Account, ...]
    rules: Rules
    deeds: tuple[Deed, ...]


def _team(request: Request) -> Team:
    team = team_of(request)
    if team is None:
        raise HTTPException(404, "This desk has no accounts: it serves this machine alone.")
    return team


There = Annotated[Team, Depends(_team)]


@router.get(SIGN_IN, dependencies=[needs(None)])
def sign_in_form(request: Request, desk: Here, team: There, back: str = "/") -> Response:
    return desk.page(request, "sign_in", back=_inside(back), name="", reason="")


@router.post(SIGN_IN, dependencies=[needs(None)])
def sign_in(request: Request, desk: Here, team: There, form: Posted) -> Response:
    name, back = field(form, "name", 200), _inside(field(form, "back"))
    password = form.get("password")
    try:
        begun = team.sign_in(name, password if isinstance(password, str) else "", _address(request))
    except (Unwelcome, TooMany) as error:
        status, headers = (429, {"Retry-After": str(error.wait)}) if isinstance(error, TooMany) else (401, {})
        page = desk.page(request, "sign_in", status, back=back, name=name, reason=error.reason)
        page.headers.update(headers)
        return page
    _end_session(request, team)
    return _welcomed(request, begun, back)


def _welcomed(request: Request, begun: SignIn, back: str) -> Response:
    """On to where they wanted to go, with a new session and without the old form token."""
    response = RedirectResponse(back, 303)
    secure = request.url.scheme == "https"
    response.set_cookie(SESSION, begun.secret, httponly=True, samesite="strict", path="/", secure=secure)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.post("/sign-out", dependencies=[needs("self")])
def sign_out(request: Request, team: There, form: Posted) -> Response:
    _end_session(request, team)
    response = RedirectResponse(SIGN_IN, 303)
    for cookie in (SESSION, COOKIE):
        response.delete_cookie(cookie, path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@router.get("/account", dependencies=[needs("self")])
def own_account(request: Request, desk: Here, team: There) -> Response:
    return desk.page(request, "account", reason="")


@router.post("/account", dependencies=[needs("self")])
def change_password(request: Request, desk: Here, team: There, form: Posted) -> Response:
    """Another password, for whoever knows the present one. All sessions end, this one too."""
    account = account_of(request)
    told = {name: value if isinstance(value := form.get(name), str) else "" for name in ("password", "fresh", "again")}
    try:
        if told["fresh"] != told["again"]:
            raise ReportedlyError("The two new passwords differ.")
        ended = team.sign_in(account.name, told["password"], _address(request))
        team.sign_out(ended.secret)
        team.set_password(account.name, told["fresh"], who=account.name)
    except ReportedlyError as error:
        return desk.page(request, "account", 429 if isinstance(error, TooMany) else 400, reason=error.reason)
    return RedirectResponse(SIGN_IN, 303)


@router.get("/team", dependencies=[needs("people")])
@router.get("/team.json", dependencies=[needs("people")])
def people(request: Request, desk: Here, team: There) -> Response:
    view = People(accounts=team.accounts(), rules=team.rules, deeds=tuple(team.deeds(200)))
    return desk.answer(request, "team", view, "json" if request.url.path.endswith(".json") else "html")


def _end_session(request: Request, team: Team) -> None:
    if secret := request.cookies.get(SESSION):
        team.sign_out(secret)


def _inside(back: str) -> str:
    """A path of this desk; anything that a browser could take for another host becomes the first page."""
    good = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() and "\\" not in back
    return back if good else "/"


def _address(request: Request) -> str:
    """Whom to count tries for: an IPv4 address, or the network of an IPv6 address, of which everybody has many."""
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    return str(ip_network(f"{found}/64", strict=False)) if isinstance(found, IPv6Address) else str(found)
