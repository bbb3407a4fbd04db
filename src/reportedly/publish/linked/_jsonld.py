"""Claims, events, origins and reports as JSON-LD: schema.org's Claim and Event, PROV for who repeats and revises whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from reportedly.ledger import lead
from reportedly.ledger.values import LedgerClaim, ReportSummary
from reportedly.model import Answer, Event, Origin, Place, Point, Revision
from reportedly.publish._content import Content, Spot, spot
from reportedly.publish._json import full, listed

_LINKS = ("prov:wasQuotedFrom", "prov:wasRevisionOf", "prov:specializationOf", "rp:claim", "rp:origin", "rp:report")
_TIMES = ("prov:endedAtTime", "rp:capturedAt", "rp:firstObservedAt", "rp:firstSeen", "rp:lastChange")
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "rp": "urn:reportedly:terms:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "about": {"@type": "@id"},
    "appearance": {"@type": "@id"},
    "url": {"@type": "@id"},
    **{name: {"@type": "@id"} for name in _LINKS},
    **{name: {"@type": "xsd:dateTime"} for name in _TIMES},
}
"""Inline, so that nobody has to fetch it."""


def jsonld(content: Content) -> Iterator[str]:
    """One document, a node on each line. A node's properties may be spread over several lines, as JSON-LD allows."""
    yield f'{{"@context":{msgspec.json.encode(CONTEXT).decode()},"@graph":[\n'
    yield from listed(_nodes(content))
    yield "]}\n"


def _nodes(content: Content) -> Iterator[dict[str, Any]]:
    wanted: set[str] = set()
    for claim in content.claims():
        wanted.add(claim.report)
        yield claim_node(claim, exact=content.exact)
    for event in content.events():
        yield event_node(event, exact=content.exact)
        for origin in event.origins:
            wanted.update(origin.carriers)
            yield from origin_nodes(event.id, origin)
    for report in content.reports():
        if report.report in wanted:
            yield report_node(report)
            yield from revision_nodes(report.report, content.revisions(report.report))


def claim_node(said: LedgerClaim, *, exact: bool) -> dict[str, Any]:
    """A claim with its words, who says it, and the revision where it appears."""
    claim = said.claim
    places = [_place(place, spot(place, claim.event_type, exact=exact)) for place in claim.places]
    return full(
        {
            "@id": iri("claim", said.id),
            "@type": ["Claim", "prov:Entity"],
            "text": claim.text,
            "datePublished": said.said_at,
            "creditText": said.outlet,
            "rp:speaker": said.speaker,
            "appearance": iri("revision", said.revision),
            "rp:report": iri("report", said.report),
            "about": sorted({iri("event", point.event) for point in said.points}),
            "contentLocation": places,
            "temporalCoverage": _span(claim.time.first, claim.time.last) if claim.time else None,
            "rp:eventType": claim.event_type,
            "rp:polarity": claim.polarity,
            "rp:certainty": claim.certainty,
            "rp:modality": claim.modality,
            "rp:actor": [{"rp:role": actor.role, "name": actor.name} for actor in claim.actors],
            "rp:quantity": [
                full({"rp:kind": q.kind, "minValue": q.low, "maxValue": q.high, "rp:of": q.of, "text": q.text})
                for q in claim.quantities
            ],
        }
    )


def event_node(event: Event, *, exact: bool) -> dict[str, Any]:
    """An event with its points and their answers."""
    where = _place(event.place, spot(event.place, event.event_type, exact=exact)) if event.place else None
    return full(
        {
            "@id": iri("event", event.id),
            "@type": "Event",
            "name": event.title,
            "startDate": event.time.first if event.time else None,
            "endDate": event.time.last if event.time else None,
            "location": where,
            "rp:eventType": event.event_type,
            "rp:standing": lead(event.points),
            "rp:firstSeen": event.first_seen,
            "rp:lastChange": event.last_change,
            "rp:point": [_point(point) for point in event.points],
        }
    )


def origin_nodes(event: str, origin: Origin) -> Iterator[dict[str, Any]]:
    """The utterance as an entity that an activity made, then each report that repeats it."""
    agent = full({"@type": "prov:Agent", "name": origin.speaker, "rp:party": origin.party}) if origin.speaker else None
    activity = {"@type": "prov:Activity", "prov:endedAtTime": origin.uttered_at, "prov:wasAssociatedWith": agent}
    id_ = iri("origin", origin.id)
    yield full(
        {
            "@id": id_,
            "@type": "prov:Entity",
            "about": iri("event", event),
            "rp:medium": origin.medium,
            "rp:firstObservedAt": origin.first_observed_at,
            "prov:wasGeneratedBy": full(activity),
            "rp:link": [
                {"rp:kind": e.kind, "rp:from": e.start, "rp:to": e.end, "rp:score": e.score, "rp:evidence": e.evidence}
                for e in origin.edges
            ],
        }
    )
    for carrier in origin.carriers:
        yield {"@id": iri("report", carrier), "prov:wasQuotedFrom": id_}


def report_node(report: ReportSummary) -> dict[str, Any]:
    return full(
        {
            "@id": iri("report", report.report),
            "@type": ["CreativeWork", "prov:Entity"],
            "identifier": report.report,
            "name": report.title,
            "url": address(report.url),
            "publisher": {"name": report.outlet} if report.outlet else None,
            "datePublished": report.published_at,
        }
    )


def revision_nodes(report: str, revisions: Iterable[Revision]) -> Iterator[dict[str, Any]]:
    """The captured states of a report in their order, each a revision of the one before."""
    before = None
    for revision in revisions:
        id_ = iri("revision", revision.id)
        yield full(
            {
                "@id": id_,
                "@type": ["CreativeWork", "prov:Entity"],
                "prov:specializationOf": iri("report", report),
                "prov:wasRevisionOf": before,
                "rp:capturedAt": revision.captured_at.isoformat(),
                "sha256": revision.sha256,
            }
        )
        before = id_


def iri(kind: str, id_: str) -> str:
    """A name for a thing of the ledger: `urn:reportedly:KIND:ID`, the id percent-encoded."""
    return f"urn:reportedly:{kind}:{quote(id_, safe='/')}"


def address(url: str | None) -> str | None:
    """A page's address as an IRI, what an IRI cannot hold percent-encoded; None for what is no address of the web."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")


def _point(point: Point) -> dict[str, Any]:
    return {
        "@id": iri("point", point.id),
        "@type": "rp:Point",
        "rp:question": point.question,
        "rp:standing": point.standing,
        "rp:reason": list(point.reasons),
        "rp:answer": [_answer(answer) for answer in point.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return full(
        {
            "@type": "rp:Answer",
            "value": answer.value,
            "minValue": answer.low,
            "maxValue": answer.high,
            "rp:polarity": answer.polarity,
            "rp:certainty": answer.certainty,
            "rp:superseded": answer.superseded,
            "rp:origin": [iri("origin", id_) for id_ in answer.origins],
            "rp:claim": [iri("claim", id_) for id_ in answer.claims],
        }
    )


def _place(place: Place, shown: Spot) -> dict[str, Any]:
    geo = {"@type": "GeoCoordinates", "latitude": shown.lat, "longitude": shown.lon} if shown.lat is not None else None
    return full(
        {
            "@type": "Place",
            "name": place.name,
            "addressCountry": place.country,
            "geo": geo,
            "rp:geoPrecision": place.geo_precision,
            "rp:uncertainty": shown.note or None,
        }
    )


def _span(first: str | None, last: str | None) -> str | None:
    """An ISO 8601 interval; an end that is not known is written `..`."""
    return f"{first or '..'}/{last or '..'}" if first or last else None
