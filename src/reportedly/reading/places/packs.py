"""`places add`: further gazetteers as files of their own. A pack is taken whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from reportedly.model import PackError
from reportedly.reading.places import _formats
from reportedly.reading.places._default import data_folder
from reportedly.reading.places._formats import Record
from reportedly.reading.places._gazetteer import Gazetteer
from reportedly.reading.places._names import bare, key
from reportedly.reading.places._row import Row
from reportedly.reading.places._store import locked, write

FORMATS: dict[str, Callable[[Path], Iterator[Record]]] = {
    "csv": _formats.csv_records,
    "geonames": _formats.geonames_records,
    "osm": _formats.osm_records,
    "wof": _formats.wof_records,
}
LICENCES = {
    "geonames": "CC BY 4.0 (GeoNames)",
    "osm": "ODbL 1.0 (OpenStreetMap contributors)",
    "wof": "see whosonfirst.org/docs/licenses (CC0 and CC BY 4.0 parts)",
    "csv": "not stated",
}
_KINDS = {
    "country": "country", "region": "admin1", "admin1": "admin1", "county": "admin2", "admin2": "admin2", "district": "admin2",
    "locality": "city", "city": "city", "town": "city", "village": "city", "hamlet": "city", "isolated_dwelling": "city",
    "settlement": "city", "": "city", "water": "water", "river": "water", "sea": "water", "area": "area",
}  # fmt: skip


def add(form: str, path: Path, gazetteer: Gazetteer, *, country: str = "", licence: str = "") -> Path:
    """Makes a pack of a file (or, for `wof`, a folder) and returns it.

    PackError names file, row and column; nothing has changed then.
    `country` is the ISO 3166 code for rows that have none.
    """
    if not path.exists():
        raise PackError("no such file", where=str(path))
    name = re.sub(r"\W+", "-", path.name.split(".")[0].lower()).strip("-") or form
    target = data_folder() / "packs" / f"{name}.db"
    digest = _sha256(path)
    manifest = {
        "name": name,
        "version": digest[:8],
        "sources": f"{form} {path.name}",
        "licence": licence or LICENCES[form],
        "date": datetime.now(UTC).date().isoformat(),
        "sha256": digest,
    }
    rows = (_row(record, form, path, gazetteer, country) for record in FORMATS[form](path))
    with locked(target):
        write(target, _at_least_one(rows, path), manifest)
    return target


def _at_least_one(rows: Iterator[Row], path: Path) -> Iterator[Row]:
    first = next(rows, None)
    if first is None:
        raise PackError("no place in it", where=str(path))
    yield first
    yield from rows


def _row(record: Record, form: str, path: Path, gazetteer: Gazetteer, default: str) -> Row:
    """A checked record as a row. PackError says which column is wrong."""
    country = (record.country or default).upper()
    if country not in gazetteer.names_of_countries:
        said = f'"{country}" is no ISO 3166 country code' if country else "no country code (give --country)"
        raise PackError(said, where=str(path), place=f"{record.place}, column country")
    if not record.name.strip():
        raise PackError("empty name", where=str(path), place=f"{record.place}, column name")
    lat = _degrees(record.lat, 90, path, f"{record.place}, column lat")
    lon = _degrees(record.lon, 180, path, f"{record.place}, column lon")
    if record.population and not record.population.isdigit():
        raise PackError(f'"{record.population}" is no number', where=str(path), place=f"{record.place}, column population")
    kind = _KINDS.get(record.feature, "spot")
    admin1 = _admin1(record.admin1 or (record.name if kind == "admin1" else ""), country, gazetteer)
    region = gazetteer.regions.get((country, admin1)) if kind == "admin1" else None
    return Row(
        gid=region.gid if region else record.geonames_id or record.id, name=record.name, kind=kind, lat=lat, lon=lon,
        country=country, admin1=admin1, population=int(record.population or 0),
        names=(record.name, *record.names), source=form,
    )  # fmt: skip


def _degrees(value: str, limit: int, path: Path, place: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not -limit <= number <= limit:
        raise PackError(f'"{value}" is no number of degrees between -{limit} and {limit}', where=str(path), place=place)
    return number


def _admin1(said: str, country: str, gazetteer: Gazetteer) -> str:
    """The GeoNames code of a region given by code or name; empty when the default gazetteer does not know it."""
    if not said or (country, said) in gazetteer.regions:
        return said
    names = filter(None, (key(said), bare(key(said))))
    found = (e.admin1 for n in names for e in gazetteer.find(n) if e.kind == "admin1" and e.country == country)
    return next(found, "")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*.geojson")) if path.is_dir() else [path]:
        digest.update(file.read_bytes())
    return digest.hexdigest()
