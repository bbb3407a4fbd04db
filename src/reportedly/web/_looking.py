"""Pages to look at; nothing is written here. Every one is also there as `.json`, lists as `.csv`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.reading.places import Box
from reportedly.web import _day, _map, _people, _search
from reportedly.web import _words as words
from reportedly.web._desk import Desk, attachment, geojson
from reportedly.web._event import event_page
from reportedly.web._links import Form, address, query, split
from reportedly.web._report import original, proof_page, report_page
from reportedly.web.team import needs, takes_two

router = APIRouter(dependencies=[needs("look")])


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


Here = Annotated[Desk, Depends(desk_of)]
Start = Annotated[int, Query(ge=0, le=10_000_000)]
Degree = Annotated[float, Query(ge=-720, le=720, allow_inf_nan=False)]


class About(msgspec.Struct, frozen=True):
    """The page on words and proofs; standings and certainties with their meanings."""

    standings: dict[str, str]
    certainties: dict[str, str]
    steps: dict[str, str]


def _most(form: Form, page: int = words.PAGE) -> int | None:
    """A page holds some of a list, data all of it."""
    return page if form == "html" else None


@router.get("/")
@router.get("/day.json")
@router.get("/day.csv")
@router.get("/day.geojson")
def day(request: Request, desk: Here, start: Start = 0) -> Response:
    form = split(request.url.path)[1]
    view = _day.day(desk.ledger, _day.Filters.of(request.query_params), start, _most(form))
    rows = (_day.COLUMNS, [_day.cells(row) for row in view.events])
    return desk.answer(request, "day", view, form, rows, lambda: _map.map_page(desk.ledger, view.filters, desk.around()).all)


@router.get("/map")
@router.get("/map.json")
@router.get("/map.csv")
@router.get("/map.geojson")
def places(request: Request, desk: Here) -> Response:
    form = split(request.url.path)[1]
    view = _map.map_page(desk.ledger, _day.Filters.of(request.query_params), desk.around(), _map.MOST.get(form))
    rows = (_map.COLUMNS, list(_map.cells(view.all)))
    return desk.answer(request, "map", view, form, rows, lambda: view.all)


@router.get("/map/labels.geojson")
def labels(desk: Here, west: Degree, south: Degree, east: Degree, north: Degree, zoom: float = 3) -> Response:
    """Names for the part of the map that is looked at."""
    return geojson(_map.labels(desk.around(), Box(west, south, east, north), zoom))


@router.get("/event/{name}")
def event(request: Request, desk: Here, name: str, as_of: str = "", step: str = "") -> Response:
    event_id, form = split(name)
    if step:
        return RedirectResponse(_stepped(desk, event_id, step), 303)
    if as_of:
        words.asked(as_of)
    view = event_page(desk.ledger, event_id, as_of or None, two_people=takes_two(request))
    return desk.answer(request, "event", view, form, spots=lambda: _map.spots_of([view.event], desk.around()))


def _stepped(desk: Desk, event_id: str, step: str) -> str:
    """The address for a step of the slider: the moment of that number, the last being now."""
    moments = event_page(desk.ledger, event_id, None).moments
    number = int(step) if step.isdecimal() and len(step) < 6 else len(moments)
    return address("event", event_id) + query({"as_of": moments[number] if number < len(moments) - 1 else None})


@router.get("/report/{name:path}")
def report(request: Request, desk: Here, name: str, claim: str = "") -> Response:
    report_id, form = split(name)
    return desk.answer(request, "report", report_page(desk.ledger, report_id, claim or None), form)


@router.get("/proof/{name}")
def proof(request: Request, desk: Here, name: str) -> Response:
    revision, form = split(name)
    return desk.answer(request, "proof", proof_page(desk.ledger, revision), form)


@router.get("/original/{sha256}", dependencies=[needs("original")])
def bytes_of(desk: Here, sha256: str) -> Response:
    """Always saved, never shown: what outlets wrote is nobody's page here."""
    headers = attachment(f"original-{sha256[:12]}.txt") | {"Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(original(desk.ledger, sha256), media_type="text/plain", headers=headers)


@router.get("/speaker/{name:path}")
def speaker(request: Request, desk: Here, name: str) -> Response:
    who, form = split(name)
    view = _people.speaker_page(desk.ledger, who, _most(form, _people.SHOWN))
    return desk.answer(request, "people", view, form, (_people.COLUMNS, [_people.cells(one) for one in view.claims]))


@router.get("/outlet/{name:path}")
def outlet(request: Request, desk: Here, name: str) -> Response:
    who, form = split(name)
    view = _people.outlet_page(desk.ledger, who, _most(form, _people.SHOWN))
    return desk.answer(request, "people", view, form, (_people.COLUMNS, [_people.cells(one) for one in view.claims]))


@router.get("/search")
@router.get("/search.json")
@router.get("/search.csv")
def search(request: Request, desk: Here, q: str = "") -> Response:
    if len(q) > 500:
        raise HTTPException(400, "The search is too long: at most 500 characters.")
    view = _search.search(desk.ledger, q)
    rows = (_search.COLUMNS, [_search.cells(one) for one in view.hits])
    return desk.answer(request, "search", view, split(request.url.path)[1], rows)


@router.get("/about")
@router.get("/about.json")
def about(request: Request, desk: Here) -> Response:
    return desk.answer(request, "about", About(words.STANDINGS, words.CERTAINTIES, words.EDGES), split(request.url.path)[1])
