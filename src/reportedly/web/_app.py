"""The application: its layers, its routes, and how errors are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from reportedly.ledger import Ledger
from reportedly.model import ReportedlyError
from reportedly.reading import Reader, default_reader
from reportedly.reading.places import Around, default_gazetteer
from reportedly.team import Team
from reportedly.web import _acting, _looking, review, safety
from reportedly.web._desk import Desk
from reportedly.web._guard import Guard
from reportedly.web._static import static_files
from reportedly.web._trouble import status_of, trouble
from reportedly.web.api import PREFIX, Access, create_api, local, of_account
from reportedly.web.team import Door, declared
from reportedly.web.team import _pages as _team_pages

LOOPBACK = ("127.0.0.1", "localhost", "::1")

_TITLES = {
    400: "That cannot be asked",
    401: "Sign in first",
    403: "Not accepted",
    404: "Not found",
    405: "Not done this way",
    413: "Too large",
    422: "Cannot be taken in",
    503: "The ledger is busy",
}


def create_app(
    ledger: Ledger,
    *,
    reader: Callable[[], Reader] = default_reader,
    around: Callable[[], Around] = lambda: Around(default_gazetteer()),
    hosts: Iterable[str] = LOOPBACK,
    addresses: bool = False,
    access: Access | None = None,
    team: Team | None = None,
) -> FastAPI:
    """The desk on an open ledger; closing the ledger stays with the caller.

    `hosts` are the names by which browsers may ask for it; with `addresses` any numeric address is answered too.
    With a `team`, only its accounts get in; without one, whoever asks may do everything. `access` tells who asks the API;
    default: the account, or where there are none, callers on this machine.
    """
    app = FastAPI(
        title="reportedly",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[Middleware(Guard, hosts=tuple(hosts), addresses=addresses), Middleware(Door, team=team)],
        dependencies=[Depends(declared)],
    )
    app.state.desk = Desk(ledger, reader, around)
    app.mount(PREFIX, create_api(app.state.desk, access or (of_account if team else local)))
    app.state.team = team
    app.include_router(_acting.router)
    app.include_router(_looking.router)
    app.include_router(_team_pages.router)
    app.include_router(review.router)
    app.include_router(safety.router)
    app.mount("/static", static_files())
    app.add_exception_handler(ReportedlyError, _told)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misasked)
    return app


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, ReportedlyError)
    return _error(request, status_of(error), str(error))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reason = "There is no such page." if error.detail == "Not Found" else error.detail
    response = _error(request, error.status_code, reason)
    response.headers.update(error.headers or {})
    return response


def _misasked(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = ", ".join(f"{one['loc'][-1]}: {one['msg'].lower()}" for one in error.errors())
    return _error(request, 400, wrong)


def _error(request: Request, status: int, reason: str) -> Response:
    if request.url.path.startswith("/api/"):
        return trouble(status, reason)
    if request.url.path.endswith((".json", ".csv", ".geojson")):
        return JSONResponse({"error": reason}, status)
    desk: Desk = request.app.state.desk
    return desk.page(request, "error", status, title=_TITLES.get(status, "That did not work"), reason=reason)
