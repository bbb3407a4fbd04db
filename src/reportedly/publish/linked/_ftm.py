"""FollowTheMoney entities, one a line: events, who is an origin of them, which articles carry them, and the claims as notes.

What is claimed stays a claim: an origin is linked to an event by what it says of it, never as one who took part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from reportedly.ledger import lead
from reportedly.ledger.values import LedgerClaim, ReportSummary
from reportedly.model import Event, Origin, Place, event_types
from reportedly.publish._content import Content, spot
from reportedly.publish.linked._jsonld import address

DATASET = "reportedly"


def ftm(content: Content) -> Iterator[str]:
    """JSON lines. Speakers and places are written once each."""
    told: set[str] = set()
    for report in content.reports():
        yield _line(article(report))
    for event in content.events():
        for entity in event_entities(event, exact=content.exact):
            if entity["id"] not in told:
                if entity["schema"] in ("LegalEntity", "Address"):
                    told.add(entity["id"])
                yield _line(entity)
    for claim in content.claims():
        yield _line(note(claim))


def article(report: ReportSummary) -> dict[str, Any]:
    """A report; its headline is its title."""
    return _entity(
        "Article",
        key("report", report.report),
        title=report.title or report.report,
        publisher=report.outlet,
        sourceUrl=address(report.url),
        publishedAt=_second(report.published_at),
        retrievedAt=_second(report.first_captured),
    )


def event_entities(event: Event, *, exact: bool) -> Iterator[dict[str, Any]]:
    """The event, its place, and for each origin the speaker, what it is to the event, and the reports that carry it."""
    id_, where = key("event", event.id), _address(event.place, event.event_type, exact=exact)
    known = event_types().get(event.event_type)
    if where:
        yield where
    yield _entity(
        "Event",
        id_,
        name=event.title,
        startDate=_second(event.time.first if event.time else None),
        endDate=_second(event.time.last if event.time else None),
        country=_code(event.place),
        location=event.place.name if event.place else None,
        addressEntity=where["id"] if where else None,
        keywords=[f"type: {known.label if known else event.event_type}", f"standing: {lead(event.points)}"],
        summary=[f"{point.question}: {point.standing}. {'; '.join(point.reasons)}" for point in event.points],
        recordId=event.id,
        modifiedAt=_second(event.last_change),
    )
    for origin in event.origins:
        yield from _origin(id_, event, origin)


def note(said: LedgerClaim) -> dict[str, Any]:
    """A claim: its words, who says them, how surely, and the events that it is about."""
    claim = said.claim
    held = f"{claim.event_type}; {claim.polarity}; {claim.certainty}; {claim.modality}"
    return _entity(
        "Note",
        key("claim", said.id),
        name=f"Claim of {said.speaker}" if said.speaker else "Claim in the report's own voice",
        description=claim.text,
        notes=[held],
        publisher=said.outlet,
        entity=sorted({key("event", point.event) for point in said.points}),
        proof=key("report", said.report),
        createdAt=_second(said.said_at),
    )


def _origin(event_id: str, event: Event, origin: Origin) -> Iterator[dict[str, Any]]:
    articles = [key("report", carrier) for carrier in origin.carriers]
    if origin.speaker:
        who = key("speaker", origin.speaker)
        yield _entity("LegalEntity", who, name=origin.speaker, notes=[f"party: {origin.party}"] if origin.party else [])
        yield _entity(
            "UnknownLink",
            key("origin", origin.id),
            subject=who,
            object=event_id,
            role=f"{_side(event, origin)} (origin)",
            date=_second(origin.uttered_at),
            description=f"medium: {origin.medium}" if origin.medium else None,
            proof=articles,
        )
    for carrier, document in zip(origin.carriers, articles, strict=True):
        yield _entity(
            "Documentation",
            key("carrier", f"{origin.id}\n{carrier}"),
            document=document,
            entity=event_id,
            role=f"repeats {origin.speaker or 'an unnamed source'}",
        )


def _side(event: Event, origin: Origin) -> str:
    """What the origin says of whether it happened."""
    sides = {a.polarity for p in event.points if p.question == "happened" for a in p.answers if origin.id in a.origins}
    return " and ".join(f"{side} it" for side in sorted(sides)) or "spoke of it"


def _address(place: Place | None, event_type: str, *, exact: bool) -> dict[str, Any] | None:
    if place is None:
        return None
    shown = spot(place, event_type, exact=exact)
    at = None if shown.lat is None else (f"{shown.lat}", f"{shown.lon}")
    return _entity(
        "Address",
        key("place", f"{place.name}\n{place.country}\n{at}"),
        full=place.name,
        country=_code(place),
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        remarks=shown.note or None,
    )


def key(kind: str, id_: str) -> str:
    """An id of FollowTheMoney's form."""
    return f"{DATASET}-{kind}-{hashlib.sha1(id_.encode(), usedforsecurity=False).hexdigest()}"


def _code(place: Place | None) -> str | None:
    return place.country.lower() if place and place.country else None


def _second(at: str | None) -> str | None:
    """A day, or a moment to the second, as FollowTheMoney spells it."""
    return at[:19] if at else None


def _entity(schema: str, id_: str, **values: str | list[str] | None) -> dict[str, Any]:
    listed = {name: value if isinstance(value, list) else [value] for name, value in values.items() if value}
    return {"id": id_, "schema": schema, "datasets": [DATASET], "properties": listed}


def _line(entity: dict[str, Any]) -> str:
    return msgspec.json.encode(entity).decode() + "\n"
