"""Forms that write: bring in, judge, undo. Nothing else on the desk writes."""

from __future__ import annotations

from typing import Annotated, get_args

import msgspec
from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.model import Decision
from reportedly.web._bring import Pasted, Uploaded, bring
from reportedly.web._desk import Desk
from reportedly.web._forms import field, files, posted
from reportedly.web._guard import MOST_UPLOADED
from reportedly.web._links import address
from reportedly.web._looking import desk_of
from reportedly.web.team import account_of, may_decide, may_undo, needs, signer

router = APIRouter()
Here = Annotated[Desk, Depends(desk_of)]
Posted = Annotated[FormData, Depends(posted)]


@router.get("/add", dependencies=[needs("bring")])
def form(request: Request, desk: Here) -> Response:
    return desk.page(request, "add", most=MOST_UPLOADED >> 20)


async def _uploads(form: Posted) -> list[Uploaded]:
    return [Uploaded(file.filename or "file", await file.read()) for file in files(form, "files")]


@router.post("/add", dependencies=[needs("bring")])
def add(request: Request, desk: Here, form: Posted, uploaded: Annotated[list[Uploaded], Depends(_uploads)]) -> Response:
    told = {name: field(form, name) for name in ("title", "outlet", "url", "published")}
    pasted = Pasted(text=field(form, "text", MOST_UPLOADED), **told)
    if not pasted.text and not uploaded:
        raise HTTPException(400, "Nothing was given: paste a text or choose a file.")
    with desk.writing:
        brought = bring(desk.ledger, desk.reader(), pasted, uploaded)
    return desk.page(request, "added", view=brought)


@router.post("/event/{event}/judge", dependencies=[needs("judge")])
def judge(request: Request, desk: Here, event: str, form: Posted) -> Response:
    decision = field(form, "decision")
    if decision not in get_args(Decision):
        raise HTTPException(400, "Choose confirm, refute or unsure.")
    what, decided = field(form, "what") or event, msgspec.convert(decision, Decision)
    may_decide(request, decided)
    with desk.writing:
        desk.ledger.judge(what, decided, **_signed(request, form))
    return RedirectResponse(f"{address('event', event)}#judgements", 303)


@router.post("/event/{event}/undo/{judgement}", dependencies=[needs("judge")])
def undo(request: Request, desk: Here, event: str, judgement: str, form: Posted) -> Response:
    may_undo(account_of(request), desk.ledger, judgement)
    with desk.writing:
        desk.ledger.undo(judgement, **_signed(request, form))
    return RedirectResponse(f"{address('event', event)}#judgements", 303)


def _signed(request: Request, form: FormData) -> dict[str, str]:
    """Who decides and why; neither may be left out. Where there are accounts, a name on the form counts for nothing."""
    told = {"by": signer(request, field(form, "by")), "reason": field(form, "reason")}
    if not all(told.values()):
        raise HTTPException(400, "A judgement needs a name and a reason; both stay in the log.")
    return told
