"""What lies around: names to write on a map, and about how far a region's settlements spread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from math import cos, hypot, radians
from typing import NamedTuple

import msgspec

from reportedly.reading.places._gazetteer import Gazetteer

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""
Ring = tuple[Point, ...]
"""Corners, the first one again at the end."""

_DIGITS = 2
_DIG = 1.8
"""How many times longer than the shorter way to a point inside a side must be, to be broken there."""


class Box(NamedTuple):
    """Degrees."""

    west: float
    south: float
    east: float
    north: float


class Label(msgspec.Struct, frozen=True):
    """A name to write on a map; `people` tells which of two names that collide is kept."""

    name: str
    kind: str
    lat: float
    lon: float
    people: int


class Around:
    """A gazetteer asked by place instead of by name. Each question looks at every row once: some hundredths of a second."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.outline = lru_cache(maxsize=256)(self._outline)

    def settlements(self, box: Box, most: int) -> list[Label]:
        """The largest settlements inside a box, at most so many, the largest first."""
        rows = self._gazetteer.rows(
            "SELECT name, CASE capital WHEN 1 THEN 'capital' ELSE 'settlement' END, lat, lon, population FROM place "
            "WHERE kind = 'city' AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ? ORDER BY population DESC, name LIMIT ?",
            (box.west, box.east, box.south, box.north, most),
        )
        return sorted((Label(*row) for row in rows), key=lambda one: (-one.people, one.name))[:most]

    @cached_property
    def countries(self) -> tuple[Label, ...]:
        """Every country at its middle."""
        return self._kind("country", "country")

    @cached_property
    def regions(self) -> tuple[Label, ...]:
        """Every first-level region at its middle."""
        return self._kind("admin1", "region")

    def _kind(self, kind: str, shown: str) -> tuple[Label, ...]:
        rows = self._gazetteer.rows(
            "SELECT name, ?, lat, lon, population FROM place WHERE kind = ? AND lat IS NOT NULL", (shown, kind)
        )
        return tuple(Label(*row) for row in rows)

    def _outline(self, country: str, admin1: str) -> Ring:
        """Where the settlements of a region (its code) lie: about its shape, no border. Empty with fewer than three."""
        sql = "SELECT lon, lat FROM place WHERE kind = 'city' AND country = ? AND admin1 = ?"
        points = {(round(lon, _DIGITS), round(lat, _DIGITS)) for lon, lat in self._gazetteer.rows(sql, (country, admin1))}
        return dug(hull(points), points)


def hull(points: Iterable[Point]) -> Ring:
    """The convex hull, counter-clockwise as GeoJSON has it (monotone chain); empty when it has no area."""
    ordered = sorted(set(points))
    lower, upper = _half(ordered), _half(ordered[::-1])
    return (*lower[:-1], *upper[:-1], lower[0]) if len(lower) + len(upper) > 4 else ()


def dug(ring: Ring, points: Iterable[Point]) -> Ring:
    """A hull dug in wherever a side is long against the way over the nearest point inside (after Park and Oh).

    A convex hull of a region would cover parts of its neighbours. Points must be those that the hull was made of.
    """
    corners, inner = list(ring[:-1]), set(points) - set(ring)
    flat = cos(radians(sum(lat for _, lat in corners) / max(1, len(corners))))
    index = 0
    while index < len(corners) and inner:
        a, b = corners[index], corners[(index + 1) % len(corners)]
        beside = (corners[index - 1], a), (b, corners[(index + 2) % len(corners)])
        best = min(inner, key=lambda p: (_away(p, a, b, flat), p))
        near = _away(best, a, b, flat)
        reach = min(_apart(best, a, flat), _apart(best, b, flat))
        if _apart(a, b, flat) > _DIG * reach and all(near < _away(best, *side, flat) for side in beside):
            corners.insert(index + 1, best)
            inner.remove(best)
        else:
            index += 1
    return (*corners, corners[0]) if corners else ()


def _half(ordered: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _apart(a: Point, b: Point, flat: float) -> float:
    return hypot((a[0] - b[0]) * flat, a[1] - b[1])


def _away(p: Point, a: Point, b: Point, flat: float) -> float:
    """From a point to a side, in degrees of latitude."""
    x, y = (b[0] - a[0]) * flat, b[1] - a[1]
    px, py = (p[0] - a[0]) * flat, p[1] - a[1]
    along = max(0.0, min(1.0, (px * x + py * y) / (x * x + y * y or 1.0)))
    return hypot(px - along * x, py - along * y)
