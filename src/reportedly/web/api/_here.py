"""What a route needs: the ledger, who asks, whether the answer is still the one the caller has, and how to give it."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly import __version__
from reportedly.ledger import Ledger
from reportedly.model import ReportedlyError
from reportedly.web._desk import Desk
from reportedly.web.api._access import Access, Caller, permitted, same_site

T = TypeVar("T")
_KEPT = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}


class Here(msgspec.Struct, frozen=True):
    """One request's view of the desk."""

    request: Request
    desk: Desk
    caller: Caller

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    def give(self, value: Any, *, status: int = 200) -> Response:
        """The value as JSON."""
        return self.give_text(msgspec.json.encode(value), "application/json", status=status)

    def give_text(self, body: bytes, media_type: str, *, status: int = 200) -> Response:
        """A body that is ready."""
        etag = getattr(self.request.state, "etag", None)
        return Response(body, status, media_type=media_type, headers=_KEPT | ({"ETag": etag} if etag else {}))


def _here(request: Request) -> Here:
    access: Access = request.app.state.access
    _only_known(request)
    return Here(request, request.app.state.desk, access(request))


def _reading(request: Request, here: Annotated[Here, Depends(_here)]) -> Here:
    permitted(here.caller, "read")
    request.state.etag = _etag(here)
    if request.state.etag in request.headers.get("if-none-match", "").replace("W/", "").split(", "):
        raise HTTPException(304, headers={"ETag": request.state.etag, **_KEPT})
    return here


def _adding(request: Request, here: Annotated[Here, Depends(_here)]) -> Here:
    same_site(request)
    permitted(here.caller, "add")
    return here


def _judging(request: Request, here: Annotated[Here, Depends(_here)]) -> Here:
    same_site(request)
    permitted(here.caller, "judge")
    return here


Reads = Annotated[Here, Depends(_reading)]
Adds = Annotated[Here, Depends(_adding)]
Judges = Annotated[Here, Depends(_judging)]


async def _body(request: Request) -> bytes:
    """The bytes of a body that says it is JSON; a form of another site's page cannot say so unasked."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "The body must be application/json.")
    return await request.body()


Body = Annotated[bytes, Depends(_body)]


def read_body(body: bytes, kind: type[T]) -> T:
    """The body as a value. Raises ReportedlyError naming the field at fault."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        reason, _, place = str(error).partition(" - at ")
        raise ReportedlyError(reason or "is not JSON", where="body", place=place.strip("`") or None) from error


def _etag(here: Here) -> str:
    """Names the answer: the ledger's state and what it must not tell, the question, who asks, the version that answers.

    A publish delay lets answers change with the clock; to the minute, then.
    """
    ledger, request, caller = here.ledger, here.request, here.caller
    hidden = (ledger.protection.safety, (ledger.publishable() or "")[:16])
    told = (__version__, ledger.state, hidden, caller.name, sorted(caller.may), request.url.path, request.url.query)
    return f'"{hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:24]}"'


def _only_known(request: Request) -> None:
    """A parameter that is not known is an error: `standng=contested` must not answer with everything."""
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    for name in request.query_params:
        if name not in known:
            raise ReportedlyError(f"no such parameter; known are: {', '.join(sorted(known)) or 'none'}", where=name[:100])
