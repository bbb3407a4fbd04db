"""Pack formats read as records of text; what is wrong in a row is said with its place."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from reportedly.model import PackError

NEEDED = ("id", "name", "lat", "lon", "country")
OPTIONAL = ("feature", "admin1", "admin2", "population", "geonames_id", "names")
_GEONAMES_COLUMNS = 19


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One row as text, unchecked. `place` says where in the file it is."""

    id: str
    name: str
    lat: str
    lon: str
    country: str
    place: str
    feature: str = ""
    admin1: str = ""
    population: str = ""
    geonames_id: str = ""
    names: tuple[str, ...] = ()


def csv_records(path: Path) -> Iterator[Record]:
    """A CSV file (also .gz) with the columns id, name, lat, lon, country, and optionally more; `names` are separated by |."""
    with _text(path) as handle:
        try:
            rows = csv.DictReader(handle, strict=True)
            header = rows.fieldnames or []
            if missing := [n for n in NEEDED if n not in header]:
                said = f"column {', '.join(missing)} missing; needed are {', '.join(NEEDED)}"
                raise PackError(said, where=str(path), place="row 1")
            if unknown := [n for n in header if n not in NEEDED + OPTIONAL]:
                said = f'unknown column "{unknown[0]}"; known are {", ".join(NEEDED + OPTIONAL)}'
                raise PackError(said, where=str(path), place="row 1")
            for number, row in enumerate(rows, 2):
                if None in row or None in row.values():
                    raise PackError(f"not {len(header)} columns", where=str(path), place=f"row {number}")
                names = tuple(filter(None, row.pop("names", "").split("|")))
                row.pop("admin2", None)
                yield Record(**row, names=names, place=f"row {number}")
        except (csv.Error, UnicodeDecodeError, OSError, EOFError) as error:
            raise PackError(f"not readable as UTF-8 CSV: {error}", where=str(path)) from error


def geonames_records(path: Path) -> Iterator[Record]:
    """A GeoNames dump (CC.txt, unpacked): 19 columns separated by tabs."""
    with _text(path) as handle:
        try:
            for number, line in enumerate(handle, 1):
                row = line.rstrip("\n").split("\t")
                if len(row) != _GEONAMES_COLUMNS:
                    said = f"{len(row)} columns, a GeoNames dump has {_GEONAMES_COLUMNS}; unpack a .zip first"
                    raise PackError(said, where=str(path), place=f"row {number}")
                yield Record(
                    id=row[0], geonames_id=row[0], name=row[1], names=tuple(filter(None, row[3].split(","))),
                    lat=row[4], lon=row[5], feature=_geonames_kind(row[6], row[7]), country=row[8], admin1=row[10],
                    population=row[14], place=f"row {number}",
                )  # fmt: skip
        except (UnicodeDecodeError, OSError) as error:
            raise PackError(f"not readable as a GeoNames dump: {error}", where=str(path)) from error


def _geonames_kind(feature: str, code: str) -> str:
    if feature == "A":
        return {"ADM1": "admin1", "ADM2": "admin2", "PCLI": "country"}.get(code, "area")
    return {"P": "city", "H": "water", "L": "area"}.get(feature, "spot")


def osm_records(path: Path) -> Iterator[Record]:
    """OpenStreetMap places with a name: an OSM XML file (.osm, .xml, also .gz) or GeoJSON points."""
    if path.name.removesuffix(".gz").endswith((".osm", ".xml")):
        yield from _osm_xml(path)
        return
    if path.suffix == ".pbf":
        way = "osmium tags-filter FILE.pbf n/place -o p.pbf && osmium export p.pbf -f geojson -o places.geojson"
        raise PackError(f"a .pbf must be converted first: {way}", where=str(path))
    for number, feature in enumerate(_features(path), 1):
        tags, place = feature.get("properties") or {}, f"feature {number}"
        geometry = feature.get("geometry") or {}
        point = geometry.get("coordinates")
        if geometry.get("type") != "Point" or not isinstance(point, list) or len(point) < 2:
            raise PackError("not a point", where=str(path), place=place)
        identity = str(feature.get("id") or tags.get("@id") or f"{path.stem}/{number}")
        yield _osm_record(identity, tags, str(point[1]), str(point[0]), place)


def _osm_xml(path: Path) -> Iterator[Record]:
    """The nodes that are places, streamed: an extract may be larger than memory."""
    from lxml import etree

    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as handle:
            nodes = etree.iterparse(handle, tag="node", resolve_entities=False, no_network=True)
            for _, node in nodes:
                tags = {str(tag.get("k")): str(tag.get("v")) for tag in node.iter("tag")}
                identity = f"node/{node.get('id')}"
                if "place" in tags and "name" in tags:
                    yield _osm_record(identity, tags, str(node.get("lat")), str(node.get("lon")), identity)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
    except (etree.XMLSyntaxError, OSError, EOFError) as error:
        raise PackError(f"not readable as OSM XML: {error}", where=str(path)) from error


def _osm_record(identity: str, tags: dict[str, Any], lat: str, lon: str, place: str) -> Record:
    population = str(tags.get("population") or "").replace(" ", "").replace(",", "")
    return Record(
        id=f"osm:{identity}", name=str(tags.get("name") or ""), lat=lat, lon=lon, place=place,
        country=str(tags.get("addr:country") or tags.get("is_in:country_code") or ""), feature=str(tags.get("place") or ""),
        population=population if population.isdigit() else "",
        names=tuple(str(v) for k, v in sorted(tags.items()) if k.startswith(("name:", "alt_name", "old_name")) and v),
    )  # fmt: skip


def wof_records(path: Path) -> Iterator[Record]:
    """A Who's On First folder of GeoJSON files, or a CSV made of one."""
    if path.is_file():
        yield from csv_records(path)
        return
    for file in sorted(path.rglob("*.geojson")):
        feature = _json(file)
        said = feature.get("properties") or {}
        if str(said.get("mz:is_current", "1")) == "0" or "alt" in file.stem:
            continue
        names = (n for k, v in sorted(said.items()) if k.startswith("name:") and isinstance(v, list) for n in v)
        yield Record(
            id=f"wof:{said.get('wof:id', file.stem)}", name=str(said.get("wof:name") or ""),
            lat=str(said.get("geom:latitude", "")), lon=str(said.get("geom:longitude", "")),
            country=str(said.get("wof:country") or ""), place=file.name,
            feature=str(said.get("wof:placetype") or ""), names=tuple(str(n) for n in names),
            geonames_id=str((said.get("wof:concordances") or {}).get("gn:id", "")),
        )  # fmt: skip


def _features(path: Path) -> list[dict[str, Any]]:
    found = _json(path).get("features")
    if not isinstance(found, list):
        raise PackError("no GeoJSON FeatureCollection", where=str(path))
    return found


def _json(path: Path) -> dict[str, Any]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (msgspec.DecodeError, OSError) as error:
        raise PackError(f"not GeoJSON: {error}", where=str(path)) from error


def _text(path: Path) -> IO[str]:
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8", newline="")
        return path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise PackError(f"cannot be opened: {error.strerror}", where=str(path)) from error
