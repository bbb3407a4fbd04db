"""Pages of the review queue. All works by keyboard and without JavaScript: links, forms and access keys."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.ledger import Ledger, LinkToReview, Review, Reviewed, Step, ToReview
from reportedly.model import Decision, Judgement, NotFound
from reportedly.web._desk import Desk
from reportedly.web._event import Asked, event_page
from reportedly.web._forms import field, posted
from reportedly.web._links import address, query, split
from reportedly.web._looking import desk_of
from reportedly.web.review._shared import Run, shared
from reportedly.web.team import account_of, needs, signer, takes_two

router = APIRouter()
Here = Annotated[Desk, Depends(desk_of)]
Posted = Annotated[FormData, Depends(posted)]
SHOWN = 40
"""Points or links on one page of the queue."""
Of = Literal["points", "links"]
_REVIEWS = [needs("review")]


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what waits: points, or links; `after` so many; `further` when there are more; `signed` the step just made."""

    of: Of
    waiting: tuple[ToReview, ...] = ()
    links: tuple[LinkToReview, ...] = ()
    signed: Reviewed | None = None
    after: int
    further: int | None
    two_people: bool


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One point with its evidence. While it needs a second person, the first one's verdict is not in it."""

    event: str
    title: str
    point: Asked
    review: Review
    two_people: bool


class LinkItem(msgspec.Struct, frozen=True, kw_only=True):
    """One link with both texts, earlier and later; in each, what the other has too."""

    link: LinkToReview
    earlier: tuple[Run, ...]
    later: tuple[Run, ...]
    review: Review
    two_people: bool


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what: all steps of reviews and all judgements, newest first."""

    steps: tuple[Reviewed, ...]
    judgements: tuple[Judgement, ...]


@router.get("/review", dependencies=_REVIEWS)
@router.get("/review.json", dependencies=_REVIEWS)
def queue(
    request: Request, desk: Here, of: Of = "points", after: Annotated[int, Query(ge=0, le=10_000_000)] = 0, signed: str = ""
) -> Response:
    """What waits. With `signed`, also the step that was just made, to take it back."""
    ledger = desk.ledger
    points = ledger.to_review(limit=SHOWN + 1, after=after) if of == "points" else ()
    links = ledger.links_to_review(limit=SHOWN + 1, after=after) if of == "links" else ()
    view = Queue(
        of=of,
        waiting=points[:SHOWN],
        links=links[:SHOWN],
        signed=next((one for one in ledger.reviewed() if one.id == signed), None) if signed else None,
        after=after,
        further=after + SHOWN if len(points) + len(links) > SHOWN else None,
        two_people=takes_two(request),
    )
    return desk.answer(request, "review", view, split(request.url.path)[1])


@router.get("/review/{name}", dependencies=_REVIEWS)
def item(request: Request, desk: Here, name: str) -> Response:
    what, form = split(name)
    account = account_of(request)
    found = desk.ledger.review(what, None if account.local else account.name)
    if "~" in what:
        return desk.answer(request, "review_link", _link(desk.ledger, what, found, takes_two(request)), form)
    page = event_page(desk.ledger, what.partition(".")[0], None)
    point = next((one for one in page.points if one.id == what), None)
    if point is None:
        raise NotFound("no such point", where=what)
    view = Item(event=page.event.id, title=page.event.title, point=point, review=found, two_people=takes_two(request))
    return desk.answer(request, "review_item", view, form)


def _link(ledger: Ledger, what: str, found: Review, two_people: bool) -> LinkItem:
    link = ledger.link(what)
    later, earlier = (ledger.revision(one.revision).text for one in (link.start, link.end))
    return LinkItem(link=link, earlier=shared(earlier, later), later=shared(later, earlier), review=found, two_people=two_people)


@router.post("/review/{what}/{step}", dependencies=_REVIEWS)
def step(request: Request, desk: Here, what: str, step: str, form: Posted) -> Response:
    by, reason = signer(request, field(form, "by")), field(form, "reason")
    if step not in get_args(Step):
        raise HTTPException(404, "There is no such step.")
    if not by or not (reason or step == "take"):
        raise HTTPException(400, "A review needs a name and a reason; both stay in the log.")
    verdict = field(form, "verdict") or None
    if step == "sign" and verdict not in get_args(Decision):
        raise HTTPException(400, "Choose a verdict.")
    with desk.writing:
        kind, decided = msgspec.convert(step, Step), msgspec.convert(verdict, Decision) if step == "sign" else None
        found = desk.ledger.review_step(what, kind, by=by, reason=reason, verdict=decided, two_people=takes_two(request))
    if step == "take":
        return RedirectResponse(address("review", what), 303)
    asked = {"of": "links" if "~" in what else None, "signed": found.signatures[-1].id if step == "sign" else None}
    return RedirectResponse(f"/review{query(asked)}", 303)


@router.post("/audit/undo/{step}", dependencies=_REVIEWS)
def undo(request: Request, desk: Here, step: str, form: Posted) -> Response:
    """Takes a step back: one's own, or another's by whoever may overrule."""
    by, reason = signer(request, field(form, "by")), field(form, "reason")
    if not by or not reason:
        raise HTTPException(400, "Taking back needs a name and a reason; both stay in the log.")
    account = account_of(request)
    made_by = next((one.by for one in desk.ledger.reviewed() if one.id == step), account.name)
    if made_by != account.name and not account.may("overrule"):
        raise HTTPException(403, "Your role does not let you take other people's steps back.")
    with desk.writing:
        desk.ledger.undo_step(step, by=by, reason=reason)
    return RedirectResponse({"points": "/review", "links": "/review?of=links"}.get(field(form, "back"), "/audit"), 303)


@router.get("/audit", dependencies=[needs("audit")])
@router.get("/audit.json", dependencies=[needs("audit")])
def audit(request: Request, desk: Here) -> Response:
    view = Audit(steps=desk.ledger.reviewed()[::-1], judgements=desk.ledger.judgements()[::-1])
    return desk.answer(request, "audit", view, split(request.url.path)[1])
