"""Events as GeoJSON (RFC 7946): a point only where there is one, and never sharper than the words or safety allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportedly.ledger import lead
from reportedly.model import Event, family
from reportedly.publish._content import Content, spot
from reportedly.publish._json import listed


def geojson(content: Content) -> Iterator[str]:
    """One FeatureCollection, a feature on each line."""
    yield '{"type":"FeatureCollection","features":[\n'
    yield from listed(feature(event, exact=content.exact) for event in content.events())
    yield "]}\n"


def feature(event: Event, *, exact: bool) -> dict[str, Any]:
    """One event; without coordinates its geometry is null."""
    shown = spot(event.place, event.event_type, exact=exact)
    at = None if shown.lat is None else {"type": "Point", "coordinates": [shown.lon, shown.lat]}
    properties = _properties(event) | ({"uncertainty": shown.note} if shown.note else {})
    return {"type": "Feature", "id": event.id, "geometry": at, "properties": properties}


def _properties(event: Event) -> dict[str, Any]:
    place, time = event.place, event.time
    return {
        "title": event.title,
        "event_type": event.event_type,
        "family": family(event.event_type),
        "standing": lead(event.points),
        "place": place.name if place else None,
        "country": place.country if place else None,
        "geo_precision": place.geo_precision if place else None,
        "disputed": place.disputed if place else None,
        "time_from": time.first if time else None,
        "time_to": time.last if time else None,
        "time_precision": time.time_precision if time else None,
        "first_seen": event.first_seen,
        "last_change": event.last_change,
        "counts": event.counts,
        "points": [{"question": point.question, "standing": point.standing} for point in event.points],
    }
