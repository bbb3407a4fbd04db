"""Events, their points and origins, and the claims that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from starlette.responses import Response

from reportedly.ledger import LedgerClaim
from reportedly.model import Event
from reportedly.web.api import _parameters as ask
from reportedly.web.api._cursors import Page, page
from reportedly.web.api._documents import gives
from reportedly.web.api._here import Here, Reads
from reportedly.web.api._values import OriginOf, PointOf

router = APIRouter(tags=["events"])


@router.get("/events", **gives(Page[Event]))
def events(
    here: Reads,
    as_of: ask.AsOf = None,
    place: ask.Place = None,
    standing: ask.Stands = None,
    event_type: ask.Kind = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """The events, with their points, origins, revisions and judgements."""

    def found() -> Iterable[Event]:
        listed = here.ledger.events(as_of, place=place, standing=standing)
        return (event for event in listed if event_type in (None, event.event_type))

    return here.give(page(here.request, found, lambda event: event.id, cursor=cursor, limit=limit))


@router.get("/events/{event}", **gives(Event))
def event(here: Reads, event: ask.Name, as_of: ask.AsOf = None) -> Response:
    """One event, by its id or the unique beginning of it."""
    return here.give(here.ledger.event(event, as_of))


@router.get("/points", **gives(Page[PointOf]))
def points(
    here: Reads,
    as_of: ask.AsOf = None,
    event: ask.EventId = None,
    question: ask.Question = None,
    standing: ask.Stands = None,
    place: ask.Place = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """The questions that claims answer, and how each stands."""

    def found() -> Iterator[PointOf]:
        for one in _chosen(here, event, as_of, place):
            for point in one.points:
                if question in (None, point.question) and standing in (None, point.standing):
                    yield PointOf(event=one.id, title=one.title, point=point)

    return here.give(page(here.request, found, lambda one: one.point.id, cursor=cursor, limit=limit))


@router.get("/origins", **gives(Page[OriginOf]))
def origins(
    here: Reads,
    as_of: ask.AsOf = None,
    event: ask.EventId = None,
    speaker: ask.Speaker = None,
    party: ask.Party = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """Where claims first entered, and who carried them on."""

    def found() -> Iterator[OriginOf]:
        for one in _chosen(here, event, as_of, None):
            for origin in one.origins:
                named = speaker is None or speaker.casefold() in (origin.speaker or "").casefold()
                if named and party in (None, origin.party):
                    yield OriginOf(event=one.id, title=one.title, origin=origin)

    return here.give(page(here.request, found, lambda one: f"{one.event} {one.origin.id}", cursor=cursor, limit=limit))


@router.get("/claims", **gives(Page[LedgerClaim]))
def claims(
    here: Reads,
    as_of: ask.AsOf = None,
    place: ask.Place = None,
    speaker: ask.Speaker = None,
    outlet: ask.OutletName = None,
    since: ask.Since = None,
    until: ask.Until = None,
    standing: ask.Stands = None,
    event: ask.EventId = None,
    superseded: ask.Superseded = False,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """Who said what happened, in which words; by publication time."""

    def found() -> Iterable[LedgerClaim]:
        about = here.ledger.event(event, as_of).id if event else None
        listed = here.ledger.claims(
            place=place, speaker=speaker, since=since, until=until, standing=standing, event=about, as_of=as_of,
            superseded=superseded,
        )  # fmt: skip
        return (one for one in listed if outlet in (None, one.outlet))

    return here.give(page(here.request, found, lambda one: one.id, cursor=cursor, limit=limit))


@router.get("/claims/{revision}/{claim}", **gives(LedgerClaim))
def claim(here: Reads, revision: ask.Name, claim: ask.Name, as_of: ask.AsOf = None) -> Response:
    """One claim, also of an earlier revision."""
    return here.give(here.ledger.claim(f"{revision}/{claim}", as_of))


def _chosen(here: Here, event: str | None, as_of: str | None, place: str | None) -> Iterable[Event]:
    return [here.ledger.event(event, as_of)] if event else here.ledger.events(as_of, place=place)
