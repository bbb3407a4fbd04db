"""Every format opens in a tool that was made for it, and says there what the ledger says."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import feedparser
import geojson_pydantic
import polars
import pyarrow.parquet as pq
import pyshacl
import pytest
import rdflib
from followthemoney import model

from reportedly.publish import FORMATS, encoded
from tests.publish.values import CONTENT, EVENTS, OBSERVED

TABLES = ("claims", "statements", "events", "origins", "reports", "points")
SHAPES = Path(__file__).parent / "shapes.ttl"
SCHEMA = rdflib.Namespace("https://schema.org/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
INSIDE_RDFLIB = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:(rdflib|pyshacl)")
TERMS = rdflib.Namespace("urn:reportedly:terms:")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format in its file."""
    made = tmp_path_factory.mktemp("exports")
    for form in FORMATS.values():
        (made / form.file).write_bytes(b"".join(encoded(form.write(CONTENT))))
    return made


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", [*TABLES, "acled", "ucdp"])
def test_duckdb_and_polars_read_the_csv(folder: Path, db: duckdb.DuckDBPyConnection, name: str) -> None:
    path, expected = folder / f"{name}.csv", rows(folder, name)
    relation = db.sql(f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true, quote = '\"', escape = '\"')")
    assert (relation.columns, len(relation.fetchall())) == (list(expected[0]), len(expected))
    frame = polars.read_csv(path, infer_schema_length=None)
    assert (frame.columns, frame.height) == (list(expected[0]), len(expected))


@pytest.mark.parametrize("name", TABLES)
def test_parquet_holds_what_the_csv_holds_with_types(folder: Path, db: duckdb.DuckDBPyConnection, name: str) -> None:
    path, expected = folder / f"{name}.parquet", rows(folder, name)
    relation = db.sql(f"SELECT * FROM '{path}'")
    columns = relation.columns
    found = [dict(zip(columns, row, strict=True)) for row in relation.fetchall()]
    assert polars.read_parquet(path).to_dicts()[0].keys() == expected[0].keys()
    dictionary = {table["url"]: table for table in json.loads((folder / "csv-metadata.json").read_text())["tables"]}
    described = dictionary[f"{name}.csv"]["tableSchema"]["columns"]
    assert [column["name"] for column in described] == columns
    for wide, told in zip(found, expected, strict=True):
        for column in described:
            assert _same(wide[column["name"]], told[column["name"]], column), column["name"]


def _same(value: Any, cell: str, column: dict[str, Any]) -> bool:
    """Whether a typed value is what the cell says."""
    if value is None or value == []:
        return cell == ""
    if "separator" in column:
        return "|".join(one.replace("|", "%7C") for one in value) == cell.removeprefix("'")
    if column["datatype"] in ("integer", "decimal"):
        return bool(value == float(cell))
    if column["datatype"] == "boolean":
        return value is (cell == "true")
    if column["datatype"] == "dateTime":
        return bool(value.strftime("%Y-%m-%dT%H:%M:%S") == cell[:19])
    return bool(value == cell.removeprefix("'"))


def test_parquet_says_what_its_columns_mean_and_what_it_loses(folder: Path) -> None:
    for name in TABLES:
        schema = pq.read_schema(folder / f"{name}.parquet")
        assert schema.metadata[b"loses"].decode() == FORMATS[f"{name}.csv"].loses
        assert all(field.metadata[b"description"] for field in schema)


def test_geojson_is_a_feature_collection(folder: Path) -> None:
    found: Any = geojson_pydantic.FeatureCollection.model_validate_json((folder / "events.geojson").read_bytes())
    assert [feature.id for feature in found.features] == [event.id for event in EVENTS]


@INSIDE_RDFLIB
def test_json_ld_is_rdf_that_keeps_its_shapes(folder: Path) -> None:
    graph = rdflib.Graph().parse(folder / "ledger.jsonld", format="json-ld")
    conforms, _, told = pyshacl.validate(graph, shacl_graph=str(SHAPES), advanced=False)
    assert conforms, told
    claim = rdflib.URIRef("urn:reportedly:claim:r1/c1")
    assert (claim, rdflib.RDF.type, SCHEMA.Claim) in graph
    assert (claim, SCHEMA.about, rdflib.URIRef("urn:reportedly:event:e1aaaa")) in graph
    carriers = list(graph.subjects(PROV.wasQuotedFrom, rdflib.URIRef("urn:reportedly:origin:e1aaaa.o2")))
    assert len(carriers) == 2
    assert len(list(graph.objects(None, TERMS.standing))) == len(EVENTS) + sum(len(event.points) for event in EVENTS)


@INSIDE_RDFLIB
def test_a_shape_that_is_broken_is_found(folder: Path) -> None:
    broken = (folder / "ledger.jsonld").read_text().replace('"rp:polarity":"denied"', '"rp:polarity":"refused"')
    broken = broken.replace('"rp:polarity":"asserted"', '"rp:polarity":"maybe"')
    graph = rdflib.Graph().parse(data=broken, format="json-ld")
    assert not pyshacl.validate(graph, shacl_graph=str(SHAPES))[0]


def test_every_entity_is_valid_in_followthemoney(folder: Path) -> None:
    entities = {}
    for line in (folder / "entities.ftm.json").read_text().splitlines():
        told = json.loads(line)
        entity = model.get_proxy(told, cleaned=False)
        entity.schema.validate(told)
        for name, values in told["properties"].items():
            assert len(entity.get(name)) == len(set(values)), (name, values)  # nothing was dropped as invalid
        entities[entity.id] = entity
    assert {entity.schema.name for entity in entities.values()} >= {"Event", "Article", "LegalEntity", "Note", "UnknownLink"}
    for entity in entities.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert value in entities
                assert entities[value].schema.is_a(prop.range), (prop.name, entities[value].schema.name)


def test_feedparser_finds_nothing_wrong_in_atom(folder: Path) -> None:
    found: Any = feedparser.parse((folder / "changes.atom").read_bytes())
    assert (found.bozo, found.version) == (False, "atom10")
    assert len(found.entries) == sum(len(event.points) for event in EVENTS)
    assert all(entry.id and entry.title and entry.updated_parsed for entry in found.entries)


def test_json_feed_has_what_its_standard_asks(folder: Path) -> None:
    """JSON Feed 1.1: required members, and dates as RFC 3339."""
    found = json.loads((folder / "changes.json").read_text())
    assert (found["version"], bool(found["title"])) == ("https://jsonfeed.org/version/1.1", True)
    ids = [item["id"] for item in found["items"]]
    assert len(set(ids)) == len(ids) == sum(len(event.points) for event in EVENTS)
    for item in found["items"]:
        assert item["content_text"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(isinstance(tag, str) for tag in item["tags"])


def test_annotations_quote_what_stands_at_their_position(folder: Path) -> None:
    page = json.loads((folder / "annotations.jsonld").read_text())
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    text, ids = OBSERVED.revision.text, set()
    for one in page["items"]:
        ids.add(one["id"])
        quote, position = one["target"]["selector"]
        start, end = position["start"], position["end"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert quote["exact"] == text[start:end] != ""
        assert text[:start].endswith(quote.get("prefix", ""))
        assert text[end:].startswith(quote.get("suffix", ""))
        assert one["target"]["source"]["id"] == f"urn:reportedly:revision:{OBSERVED.revision.id}"
        assert one["type"] == "Annotation"
        assert all(body["type"] in ("TextualBody", "SpecificResource") for body in one["body"])
    assert len(ids) == len(page["items"])
    links = {body["source"] for one in page["items"] for body in one["body"] if body["purpose"] == "linking"}
    assert links
    assert links <= ids
