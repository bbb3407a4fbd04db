"""One row of a gazetteer, and the lists of our own that rows come from."""

from __future__ import annotations

import csv
from importlib.resources import files

import msgspec

KINDS = ("country", "admin1", "city", "area", "water", "admin2")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One place to store. `names` are canonical (the first) and alternate; lat/lon in degrees WGS84, None when unknown.

    `borne`: keys of names that a settlement of this region bears too; they are first of all the settlement's."""

    gid: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str = ""
    admin1: str = ""
    population: int = 0
    capital: bool = False
    names: tuple[str, ...] = ()
    source: str = ""
    wide: bool = False
    borne: tuple[str, ...] = ()


def table(name: str) -> list[dict[str, str]]:
    """One of the package's own lists."""
    text = files("reportedly.reading.places").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
