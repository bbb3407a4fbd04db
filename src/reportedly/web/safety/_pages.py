"""Media on the desk: what is worth a look about them; pictures veiled until somebody asks, films not shown at all before."""

from __future__ import annotations

import re
from itertools import islice
from typing import Annotated, Literal, get_args

import msgspec
from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ledger import MediaFinding
from reportedly.model import NotFound, UnreadableInput
from reportedly.web._desk import Desk
from reportedly.web._forms import posted
from reportedly.web._links import split
from reportedly.web._looking import desk_of
from reportedly.web.safety._renditions import clear, sheet, veiled
from reportedly.web.team import account_of, needs, team_of

router = APIRouter()
Here = Annotated[Desk, Depends(desk_of)]
Posted = Annotated[FormData, Depends(posted)]
_HASH = re.compile(r"[0-9a-f]{64}")
_SHUT = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
"""A picture opened by itself is still nothing that could run or load anything."""


SHOWN = 100
"""Findings on the page."""
Kind = Literal["reused", "duplicate", "not captured", "no fingerprint"]
_COLUMNS = ("finding", "file", "report", "outlet", "said_at", "places", "first_report", "first_outlet", "first_said_at", "how")


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What is worth a look about media; of one `kind` when it is given. `in_all` are so many, the page has the first."""

    kind: Kind | None
    kinds: tuple[str, ...]
    findings: tuple[MediaFinding, ...]
    in_all: int


@router.get("/media", dependencies=[needs("look")])
@router.get("/media.json", dependencies=[needs("look")])
@router.get("/media.csv", dependencies=[needs("look")])
def media(request: Request, desk: Here, finding: Kind | None = None) -> Response:
    found = [one for one in desk.ledger.media() if finding in (None, one.finding)]
    form = split(request.url.path)[1]
    shown = tuple(islice(found, SHOWN if form == "html" else None))
    view = Findings(kind=finding, kinds=get_args(Kind), findings=shown, in_all=len(found))
    return desk.answer(request, "media", view, form, (_COLUMNS, [_cells(one) for one in shown]))


def _cells(one: MediaFinding) -> tuple[object, ...]:
    first = one.first
    how = one.match.method if one.match else one.same or one.note
    before = (first.report, first.outlet, first.said_at) if first else (None, None, None)
    return one.finding, one.now.name, one.now.report, one.now.outlet, one.now.said_at, "; ".join(one.now.places), *before, how


@router.get("/media/{sha256}", dependencies=[needs("look")])
def shown_veiled(desk: Here, sha256: str) -> Response:
    """Blurred and grey; the clear picture is nowhere in the answer. Raises NotFound, and a 422 for what is no picture."""
    return Response(veiled(_bytes(desk, sha256)), media_type="image/png", headers=_SHUT)


@router.post("/media/{sha256}", dependencies=[needs("clear")])
def shown_clear(request: Request, desk: Here, sha256: str, form: Posted) -> Response:
    """The picture itself, without EXIF and GPS, once; of a film some pictures and no sound.

    Only a form of this desk asks for it, and a team notes who did.
    """
    data = _bytes(desk, sha256)
    try:
        picture = clear(data)
    except UnreadableInput:
        picture = sheet(desk.ledger.originals.path(sha256))
    if team := team_of(request):
        team.note(account_of(request).name, "asked for a picture in the clear", sha256[:12])
    return Response(picture, media_type="image/png", headers=_SHUT)


def _bytes(desk: Desk, sha256: str) -> bytes:
    if not _HASH.fullmatch(sha256):
        raise NotFound("no such picture", where=sha256)
    return desk.ledger.original(sha256)
