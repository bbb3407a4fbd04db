"""Pages to look at; nothing is written here. Every one is also there as `.json`, lists as `.csv`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly.web import _day, _people
from reportedly.web import _words as words
from reportedly.web._desk import STYLE, Desk, attachment
from reportedly.web._event import event_page
from reportedly.web._links import split
from reportedly.web._report import original, proof_page, report_page
from reportedly.web._search import COLUMNS, Search, cells, hit
from reportedly.web.team import needs

router = APIRouter(dependencies=[needs("look")])
public = APIRouter(dependencies=[needs(None)])


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


Here = Annotated[Desk, Depends(desk_of)]


class About(msgspec.Struct, frozen=True):
    """The page on words and proofs; standings and certainties with their meanings."""

    standings: dict[str, str]
    certainties: dict[str, str]
    steps: dict[str, str]


@public.get("/static/desk.css")
def style() -> Response:
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"})


@router.get("/")
@router.get("/day.json")
@router.get("/day.csv")
def day(request: Request, desk: Here) -> Response:
    view = _day.day(desk.ledger, _day.Filters.of(request.query_params))
    form = split(request.url.path)[1]
    return desk.answer(request, "day", view, form, (_day.COLUMNS, [_day.cells(row) for row in view.events]))


@router.get("/event/{name}")
def event(request: Request, desk: Here, name: str, as_of: str = "") -> Response:
    event_id, form = split(name)
    if as_of:
        words.asked(as_of)
    return desk.answer(request, "event", event_page(desk.ledger, event_id, as_of or None), form)


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
    view = _people.speaker_page(desk.ledger, who)
    return desk.answer(request, "people", view, form, (_people.COLUMNS, [_people.cells(one) for one in view.claims]))


@router.get("/outlet/{name:path}")
def outlet(request: Request, desk: Here, name: str) -> Response:
    who, form = split(name)
    view = _people.outlet_page(desk.ledger, who)
    return desk.answer(request, "people", view, form, (_people.COLUMNS, [_people.cells(one) for one in view.claims]))


@router.get("/search")
@router.get("/search.json")
@router.get("/search.csv")
def search(request: Request, desk: Here, q: str = "") -> Response:
    if len(q) > 500:
        raise HTTPException(400, "The search is too long: at most 500 characters.")
    hits = tuple(hit(one, q) for one in desk.ledger.search(q)) if q.strip() else ()
    rows = (COLUMNS, [cells(one) for one in hits])
    return desk.answer(request, "search", Search(q=q, hits=hits), split(request.url.path)[1], rows)


@router.get("/about")
@router.get("/about.json")
def about(request: Request, desk: Here) -> Response:
    return desk.answer(request, "about", About(words.STANDINGS, words.CERTAINTIES, words.EDGES), split(request.url.path)[1])
