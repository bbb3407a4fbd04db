"""Pictures on the desk: veiled until somebody asks, then shown once."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from reportedly.model import NotFound
from reportedly.web._desk import Desk
from reportedly.web._forms import posted
from reportedly.web._looking import desk_of
from reportedly.web.safety._renditions import clear, veiled
from reportedly.web.team import account_of, needs
from reportedly.web.team._door import team_of

router = APIRouter()
Here = Annotated[Desk, Depends(desk_of)]
Posted = Annotated[FormData, Depends(posted)]
_HASH = re.compile(r"[0-9a-f]{64}")
_SHUT = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
"""A picture opened by itself is still nothing that could run or load anything."""


@router.get("/media/{sha256}", dependencies=[needs("look")])
def shown_veiled(desk: Here, sha256: str) -> Response:
    """Blurred and grey; the clear picture is nowhere in the answer. Raises NotFound, and a 422 for what is no picture."""
    return Response(veiled(_bytes(desk, sha256)), media_type="image/png", headers=_SHUT)


@router.post("/media/{sha256}", dependencies=[needs("clear")])
def shown_clear(request: Request, desk: Here, sha256: str, form: Posted) -> Response:
    """The picture itself, without EXIF and GPS, once: only a form of this desk asks for it, and a team notes who did."""
    picture = clear(_bytes(desk, sha256))
    if team := team_of(request):
        team.note(account_of(request).name, "asked for a picture in the clear", sha256[:12])
    return Response(picture, media_type="image/png", headers=_SHUT)


def _bytes(desk: Desk, sha256: str) -> bytes:
    if not _HASH.fullmatch(sha256):
        raise NotFound("no such picture", where=sha256)
    return desk.ledger.original(sha256)
