"""The application under /api/v1: its routes, its document, and how errors are told."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly import __version__
from reportedly.model import ReportedlyError
from reportedly.web._desk import Desk
from reportedly.web._trouble import status_of, trouble
from reportedly.web.api import _events, _names, _news, _texts, _writing
from reportedly.web.api._access import Access, local
from reportedly.web.api._documents import document, gives
from reportedly.web.api._here import Reads
from reportedly.web.api._values import Service

PREFIX = "/api/v1"

router = APIRouter(tags=["service"])


@router.get("/", **gives(Service))
def service(here: Reads) -> Response:
    """What answers here, in which state the ledger is, and what the caller may do."""
    state = here.ledger.state
    return here.give(
        Service(
            name="reportedly",
            version=__version__,
            api="1",
            entries=state.entries,
            behind=state.behind,
            last_entry=state.last_entry,
            may=tuple(sorted(here.caller.may)),
        )
    )


def create_api(desk: Desk, access: Access = local) -> FastAPI:
    """The API on a desk's ledger, to be mounted at PREFIX. `access` tells who asks."""
    app = FastAPI(title="reportedly", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.desk, app.state.access = desk, access
    for one in (router, _events.router, _texts.router, _names.router, _news.router, _writing.router):
        app.include_router(one)
    app.openapi = lambda: document(app, address=PREFIX)  # type: ignore[method-assign]
    app.add_api_route("/openapi.json", _document, include_in_schema=False)
    app.add_exception_handler(ReportedlyError, _of_the_package)
    app.add_exception_handler(RequestValidationError, _of_a_parameter)
    app.add_exception_handler(HTTPException, _of_the_protocol)
    return app


def _document(request: Request) -> dict[str, Any]:
    """The document; needs no permission, for it tells nothing of the ledger."""
    made: dict[str, Any] = request.app.openapi()
    return made


def _of_the_package(request: Request, error: Exception) -> Response:
    assert isinstance(error, ReportedlyError)
    return trouble(status_of(error), error.reason, where=error.where, place=error.place)


def _of_a_parameter(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return trouble(422, str(first["msg"]), where=str(first["loc"][-1]), place=str(first["loc"][0]))


def _of_the_protocol(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 304:
        return Response(status_code=304, headers=headers)
    reason = "There is no such address in this API." if error.detail == "Not Found" else error.detail
    return trouble(error.status_code, reason, headers=headers)
