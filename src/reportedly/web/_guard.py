"""Around every request: only known hosts (DNS rebinding), bounded bodies, security headers on every answer."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.web._trouble import trouble

MOST_UPLOADED = 32 * 1024 * 1024
"""Bytes of one bring-in, all its files together."""
MOST_POSTED = 64 * 1024
"""Bytes of any other form."""

_UPLOADS = ("/add", "/api/v1/add")
_API = "/api/"

POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with `no-referrer` browsers send `Origin: null`, and no form would count
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cache-Control": "no-store",
}


class Guard:
    """The outermost layer of the desk.

    `hosts`: names by which the desk may be asked for. With `addresses`, any numeric address is fine too: a name server can
    rebind names, not numbers.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], *, addresses: bool = False) -> None:
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = MOST_UPLOADED if scope["path"] in _UPLOADS else MOST_POSTED
        if not self._known(headers.get("host", "")):
            await _refusal(scope, 421, "This desk is not known by that name.")(scope, receive, _safe(send))
        elif _announced(headers) > limit:
            await _refusal(scope, 413, f"Too large: at most {limit >> 10} KB.")(scope, receive, _safe(send))
        else:
            await self.app(scope, _bounded(receive, limit), _safe(send))

    def _known(self, header: str) -> bool:
        try:
            name = urlsplit(f"//{header}").hostname or ""
        except ValueError:
            return False
        return name in self._hosts or (self._addresses and _numeric(name))


def _refusal(scope: Scope, status: int, reason: str) -> Response:
    """Programs get the API's shape of errors, browsers a sentence."""
    return trouble(status, reason) if scope["path"].startswith(_API) else PlainTextResponse(reason, status)


def _numeric(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _bounded(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, f"Too large: at most {limit >> 10} KB.")
        return message

    return bounded


def _safe(send: Send) -> Send:
    async def safe(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return safe
