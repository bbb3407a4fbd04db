"""Where on the globe, as far as the words say: a box of degrees without a base map. An area is a ring, never a pin."""

from __future__ import annotations

from math import cos, radians
from typing import Literal

import msgspec

from reportedly.model import Place

SIZE = 240
"""SVG pixels of each side."""
_HALF = {1: 3.0, 2: 3.0, 3: 8.0}
"""Degrees of latitude from the middle to the edge, by geo-precision."""

Mark = Literal["point", "near", "area"]


class Grid(msgspec.Struct, frozen=True):
    """One line of the grid with its label; `at` in SVG pixels."""

    at: float
    label: str


class Locator(msgspec.Struct, frozen=True, kw_only=True):
    """The drawing. `mark` tells what stands in the middle."""

    size: int
    mark: Mark
    meridians: tuple[Grid, ...]
    parallels: tuple[Grid, ...]
    coordinates: str


def locator(place: Place | None) -> Locator | None:
    """The box around a place; None when it has no defensible point."""
    if place is None or place.lat is None or place.lon is None or not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        return None
    precision = place.geo_precision or 3
    half = _HALF[precision]
    wide = half / max(0.2, cos(radians(place.lat)))
    marks: dict[int, Mark] = {1: "point", 2: "near", 3: "area"}
    digits = {1: 2, 2: 1, 3: 0}[precision]
    return Locator(
        size=SIZE,
        mark=marks[precision],
        meridians=tuple(_grid(place.lon, wide, "E", "W")),
        parallels=tuple(Grid(round(SIZE - line.at, 1), line.label) for line in _grid(place.lat, half, "N", "S")),
        coordinates=f"{_degrees(place.lat, 'N', 'S', digits)}, {_degrees(place.lon, 'E', 'W', digits)}",
    )


def _grid(middle: float, half: float, plus: str, minus: str) -> list[Grid]:
    """The whole even degrees inside the box that leave room for a label, in pixels from its lower end."""
    step = 2 if half <= 6 else 4
    degrees = range(-int(-(middle - half) // step) * step, int(middle + half) + 1, step)
    lines = (Grid(round((d - middle + half) / (2 * half) * SIZE, 1), _degrees(d, plus, minus, 0)) for d in degrees)
    return [line for line in lines if 14 < line.at < SIZE - 36]


def _degrees(value: float, plus: str, minus: str, digits: int) -> str:
    return f"{abs(value):.{digits}f}° {plus if value >= 0 else minus}"
