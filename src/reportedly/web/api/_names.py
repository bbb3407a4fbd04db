"""Who speaks and who publishes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from fastapi import APIRouter
from starlette.responses import Response

from reportedly.ledger import LedgerClaim, ReportSummary
from reportedly.model import Event, Standing
from reportedly.web.api import _parameters as ask
from reportedly.web.api._cursors import Page, page
from reportedly.web.api._documents import gives
from reportedly.web.api._here import Reads
from reportedly.web.api._values import OutletOf, SpeakerOf

router = APIRouter(tags=["names"])


@router.get("/speakers", **gives(Page[SpeakerOf]))
def speakers(
    here: Reads,
    as_of: ask.AsOf = None,
    speaker: ask.Speaker = None,
    party: ask.Party = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """Whom claims are attributed to, by name; how what they claim stands."""

    def found() -> Iterable[SpeakerOf]:
        listed = _speakers(here.ledger.claims(as_of=as_of), here.ledger.events(as_of))
        named = (one for one in listed if speaker is None or speaker.casefold() in one.name.casefold())
        return (one for one in named if party in (None, one.party))

    return here.give(page(here.request, found, lambda one: one.name, cursor=cursor, limit=limit))


@router.get("/outlets", **gives(Page[OutletOf]))
def outlets(here: Reads, as_of: ask.AsOf = None, cursor: ask.Cursor = None, limit: ask.Limit = ask.USUAL_LIMIT) -> Response:
    """Who publishes, by name."""

    def found() -> Iterable[OutletOf]:
        return _outlets(here.ledger.reports(as_of))

    return here.give(page(here.request, found, lambda one: one.name, cursor=cursor, limit=limit))


def _speakers(claims: Iterable[LedgerClaim], events: Iterable[Event]) -> list[SpeakerOf]:
    parties = {origin.speaker: origin.party for event in events for origin in event.origins if origin.party}
    said: dict[str, list[LedgerClaim]] = defaultdict(list)
    for claim in claims:
        for name in filter(None, (claim.speaker or "").split("; ")):
            said[name].append(claim)
    return [_speaker(name, found, parties.get(name)) for name, found in sorted(said.items())]


def _speaker(name: str, claims: list[LedgerClaim], party: str | None) -> SpeakerOf:
    standings: Counter[Standing] = Counter(standing for one in claims for standing in {point.standing for point in one.points})
    return SpeakerOf(
        name=name,
        party=party,
        claims=len(claims),
        outlets=tuple(sorted({one.outlet for one in claims if one.outlet})),
        standings=dict(sorted(standings.items())),
    )


def _outlets(reports: Iterable[ReportSummary]) -> list[OutletOf]:
    by_name: dict[str, list[ReportSummary]] = defaultdict(list)
    for one in reports:
        if one.outlet:
            by_name[one.outlet].append(one)
    return [
        OutletOf(
            name=name,
            reports=len(found),
            claims=sum(one.claims for one in found),
            first_captured=min(one.first_captured for one in found),
            last_captured=max(one.last_captured for one in found),
        )
        for name, found in sorted(by_name.items())
    ]
