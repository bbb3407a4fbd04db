"""The brief's map: where events are said to have been, as precisely as the words allow, drawn without anything from outside.

A settlement is a dot. A place near one or a region is a dashed circle: it says that no point is known, and it is not the
outline of the area. A country is not drawn: a mark in its middle would say something. Where a base map is at hand, land and
borders lie under it; else a grid of degrees must do.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from reportedly.ledger import ORDER
from reportedly.model import Place
from reportedly.publish._content import spot
from reportedly.publish.briefs import _svg as svg
from reportedly.publish.briefs._values import EventView

WIDTH = 720
_LOWEST, _HIGHEST = 220, 460
_LEAST_SPAN = 0.8
"""Degrees of latitude shown at least: nobody needs to see streets that are not in the ledger."""
_KM = {1: 0.0, 2: 25.0, 3: 75.0}
"""Radius by grade; blurred settlements get that of their rounding."""
_BLURRED_KM = 11.0
_DEGREE_KM = 111.2
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30)
_MOST = 40
"""Spots that get a label."""

Land = dict[str, Any]


class Spot(msgspec.Struct, frozen=True):
    """Events at one place: degrees, radius in km, the place's name, the events' numbers, and how the worst of them stands."""

    lat: float
    lon: float
    km: float
    name: str
    numbers: tuple[int, ...]
    standing: str


class View(msgspec.Struct, frozen=True):
    """The part of the world that is shown, and how degrees become pixels."""

    west: float
    south: float
    scale_x: float
    scale_y: float
    height: int

    def x(self, lon: float) -> float:
        return (lon - self.west) * self.scale_x

    def y(self, lat: float) -> float:
        return self.height - (lat - self.south) * self.scale_y

    @property
    def east(self) -> float:
        return self.west + WIDTH / self.scale_x

    @property
    def north(self) -> float:
        return self.south + self.height / self.scale_y


def event_map(views: Sequence[EventView], *, exact: bool = False, land: Sequence[Land] = ()) -> str:
    """The map as SVG, empty when no event has coordinates. `land`: GeoJSON collections of polygons and lines."""
    spots = spots_of(views, exact=exact)
    if not spots:
        return ""
    view = framed(spots)
    parts = [f'<rect width="{WIDTH}" height="{view.height}" fill="{svg.SEA if land else svg.PAPER}"/>']
    for collection in land:
        parts += _shapes(collection, view)
    parts += _grid(view)
    parts += [_drawn(one, view) for one in spots]
    parts += _labels(spots, view)
    parts.append(f'<rect width="{WIDTH}" height="{view.height}" fill="none" stroke="{svg.LINE}"/>')
    named = ", ".join(one.name for one in spots[:10])
    return svg.figure(WIDTH, view.height, f"Map of {len(spots)} places: {named}", parts)


def spots_of(views: Iterable[EventView], *, exact: bool) -> list[Spot]:
    """Events by where they are shown, the largest circles first, so that dots lie on top."""
    found: dict[tuple[float, float, float, str], list[EventView]] = defaultdict(list)
    for view in views:
        place = view.event.place
        shown = spot(place, view.event.event_type, exact=exact)
        if place and shown.lat is not None and shown.lon is not None and not _country(place):
            km = _KM.get(place.geo_precision or 3, _KM[3])
            found[shown.lat, shown.lon, max(km, _BLURRED_KM) if shown.blurred else km, place.name].append(view)
    spots = [
        Spot(lat, lon, km, name, tuple(v.number for v in views), min((v.standing for v in views), key=ORDER.index))
        for (lat, lon, km, name), views in found.items()
    ]
    return sorted(spots, key=lambda one: (-one.km, one.numbers))


def undrawn(views: Iterable[EventView]) -> str:
    """Places that the map cannot show, with the numbers of their events: `Russia (9), the valley (3, 4)`."""
    found: dict[str, list[str]] = defaultdict(list)
    for view in views:
        place = view.event.place
        if place is None or place.lat is None or _country(place):
            found[place.name if place else "place not stated"].append(str(view.number))
    return ", ".join(f"{name} ({', '.join(numbers)})" for name, numbers in found.items())


def _country(place: Place) -> bool:
    return place.geo_precision == 3 and place.admin1 is None


def framed(spots: Sequence[Spot]) -> View:
    """A frame around all spots and their circles, neither too near nor too flat."""
    middle = math.radians((min(s.lat for s in spots) + max(s.lat for s in spots)) / 2)
    shrink = max(0.2, math.cos(middle))
    pad = [max(s.km / _DEGREE_KM, 0.05) for s in spots]
    south, north = (
        min(s.lat - p for s, p in zip(spots, pad, strict=True)),
        max(s.lat + p for s, p in zip(spots, pad, strict=True)),
    )
    west = min(s.lon - p / shrink for s, p in zip(spots, pad, strict=True))
    east = max(s.lon + p / shrink for s, p in zip(spots, pad, strict=True))
    tall, wide = max(north - south, _LEAST_SPAN) * 1.25, max((east - west) * shrink, _LEAST_SPAN) * 1.25
    height = round(min(_HIGHEST, max(_LOWEST, WIDTH * tall / wide)))
    scale_y = min(height / tall, WIDTH / wide)
    scale_x = scale_y * shrink
    return View(
        west=(west + east) / 2 - WIDTH / scale_x / 2,
        south=(south + north) / 2 - height / scale_y / 2,
        scale_x=scale_x,
        scale_y=scale_y,
        height=height,
    )


def _drawn(one: Spot, view: View) -> str:
    colour, x, y = svg.STANDINGS.get(one.standing, svg.INK), view.x(one.lon), view.y(one.lat)
    if one.km:
        radius = max(8.0, one.km / _DEGREE_KM * view.scale_y)
        mark = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.08" '
            f'stroke="{colour}" stroke-dasharray="5 4"/>'
        )
    else:
        mark = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}" stroke="{svg.PAPER}"/>'
    return svg.titled(f"{one.name}: {one.standing}", mark)


def _labels(spots: Sequence[Spot], view: View) -> Iterator[str]:
    """Names beside their spots, each pushed down until it covers no other."""
    taken: list[tuple[float, float, float]] = []
    for one in spots[-_MOST:]:
        numbers = ", ".join(map(str, one.numbers[:6])) + (" …" if len(one.numbers) > 6 else "")
        words = f"{svg.shortened(one.name, 30)} ({numbers})"
        width, right = len(words) * 6.4, view.x(one.lon) + 8
        x = right if right + width < WIDTH else max(2.0, view.x(one.lon) - 8 - width)
        y = min(view.height - 4.0, max(12.0, view.y(one.lat) + 4))
        while any(abs(y - ty) < 13 and x < tx + tw and tx < x + width for tx, ty, tw in taken) and y < view.height - 14:
            y += 13
        taken.append((x, y, width))
        yield (
            f'<g stroke="{svg.PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
            f"{svg.text(x, y, words)}</g>{svg.text(x, y, words)}"
        )


def _grid(view: View) -> Iterator[str]:
    step = next((s for s in _STEPS if (view.north - view.south) / s <= 5), _STEPS[-1])
    for at in _multiples(view.south, view.north, step):
        yield svg.line(0, view.y(at), WIDTH, view.y(at), width=0.6)
        yield svg.text(3, view.y(at) - 3, _degrees(at, "N", "S"), size=10, fill=svg.SOFT)
    for at in _multiples(view.west, view.east, step * 2):
        yield svg.line(view.x(at), 0, view.x(at), view.height, width=0.6)
        yield svg.text(view.x(at) + 3, view.height - 4, _degrees(at, "E", "W"), size=10, fill=svg.SOFT)


def _multiples(low: float, high: float, step: float) -> Iterator[float]:
    number = math.ceil(low / step)
    while number * step <= high:
        yield number * step
        number += 1


def _degrees(at: float, positive: str, negative: str) -> str:
    return f"{abs(at):.4g}°{positive if at >= 0 else negative}"


def _shapes(collection: Land, view: View) -> Iterator[str]:
    for feature in collection.get("features", ()):
        geometry = feature.get("geometry") or {}
        rings = list(_rings(geometry))
        data = "".join(_path(ring, view, closed="Polygon" in geometry["type"]) for ring in rings if _near(ring, view))
        if not data:
            continue
        if "Polygon" in geometry["type"]:
            yield f'<path d="{data}" fill="{svg.LAND}"/>'
        else:
            dashed = ' stroke-dasharray="4 3"' if feature.get("properties", {}).get("kind") == "disputed" else ""
            yield f'<path d="{data}" fill="none" stroke="{svg.SOFT}" stroke-width="0.8"{dashed}/>'


def _rings(geometry: Any) -> Iterator[Any]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", ())
    if kind == "LineString":
        yield coordinates
    elif kind in ("Polygon", "MultiLineString"):
        yield from coordinates
    elif kind == "MultiPolygon":
        for polygon in coordinates:
            yield from polygon


def _near(ring: Any, view: View) -> bool:
    lons, lats = [float(point[0]) for point in ring], [float(point[1]) for point in ring]
    return min(lons) < view.east and max(lons) > view.west and min(lats) < view.north and max(lats) > view.south


def _path(ring: Any, view: View, *, closed: bool) -> str:
    """The ring in pixels; what moves less than a pixel is left out, what lies far outside is drawn no farther than it must."""
    points: list[tuple[float, float]] = []
    for lon, lat in ring:
        x = min(3.0 * WIDTH, max(-2.0 * WIDTH, view.x(lon)))
        y = min(3.0 * view.height, max(-2.0 * view.height, view.y(lat)))
        if not points or abs(x - points[-1][0]) + abs(y - points[-1][1]) > 1:
            points.append((x, y))
    return f"M{'L'.join(f'{x:.0f} {y:.0f}' for x, y in points)}{'Z' if closed else ''}"
