"""The door: finds out who asks before anything is answered, and sends those who have not signed in to do so."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from reportedly.team import LOCAL, Account, Team
from reportedly.web._forms import SESSION
from reportedly.web._trouble import trouble
from reportedly.web.team._needs import KEY, TEAM, seen_by

SIGN_IN = "/sign-in"
_OPEN = (SIGN_IN, "/static/")
"""What those see who have not signed in: nothing of it comes from the ledger."""
_BEARER = "bearer "


class Door:
    """With a team, only its accounts get in, by the session's cookie or a token; without one, this machine's user does."""

    def __init__(self, app: ASGIApp, team: Team | None = None) -> None:
        self.app = app
        self._team = team

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        account = LOCAL if self._team is None else await run_in_threadpool(_who, self._team, request)
        scope.setdefault("state", {}).update({KEY: account, TEAM: self._team})
        if account is None and not request.url.path.startswith(_OPEN):
            await _turned_away(request)(scope, receive, send)
        else:
            with seen_by(account):
                await self.app(scope, receive, send)


def _who(team: Team, request: Request) -> Account | None:
    """A token decides alone when one is sent, so that a page cannot lend a program its visitor's session."""
    told = request.headers.get("authorization")
    if told is not None:
        return team.of_token(told[len(_BEARER) :].strip()) if told.lower().startswith(_BEARER) else None
    secret = request.cookies.get(SESSION)
    return team.of_session(secret) if secret else None


def _turned_away(request: Request) -> Response:
    path = request.url.path
    if path.startswith("/api/"):
        return trouble(401, "Sign in first, or send a token.", headers={"WWW-Authenticate": "Bearer"})
    if path.endswith((".json", ".csv", ".geojson")) or "authorization" in request.headers:
        return JSONResponse({"error": "Sign in first, or send a token."}, 401, {"WWW-Authenticate": "Bearer"})
    if request.method not in ("GET", "HEAD"):
        return RedirectResponse(SIGN_IN, 303)
    back = path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{SIGN_IN}?back={quote(back, safe='/')}", 303)
