"""The map says no more than the words do: a spot is a spot, an area an area, and what has no place is in the list."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from geojson_pydantic import FeatureCollection
from msgspec.structs import replace

from reportedly.ledger import Ledger
from reportedly.model import Event, Place
from reportedly.reading.places import Around
from reportedly.web import _map, _static
from reportedly.web._map import circle, features, spots_of
from tests.web.conftest import browser


@pytest.fixture(scope="module")
def mapped(told: Ledger, around: Around) -> TestClient:
    return browser(told, lambda: around)


def place(name: str, lat: float | None, lon: float | None, **more: object) -> Place:
    return replace(Place(text=name, start=0, end=len(name), name=name, lat=lat, lon=lon), **more)


def drawn(told: Ledger, around: Around, where: Place) -> dict[str, object]:
    event: Event = replace(told.events()[0], place=where)
    (one,) = features(spots_of([event], around))
    return {**one["properties"], "geometry": one["geometry"]}


def test_each_place_is_drawn_as_precisely_as_it_is_named(told: Ledger, around: Around) -> None:
    spot = drawn(told, around, place("Tëtkino", 51.28, 34.29, country="RU", admin1="41", geo_precision=1))
    near = drawn(told, around, place("near Tëtkino", 51.28, 34.29, country="RU", admin1="41", geo_precision=2))
    sea = drawn(told, around, place("Black Sea", 43.4, 34.3, geo_precision=3, gazetteer_id="area:black-sea"))
    nowhere = drawn(told, around, place("Lozova Rudka", None, None))
    assert (spot["mark"], spot["geometry"]) == ("spot", {"type": "Point", "coordinates": [34.29, 51.28]})
    assert (near["mark"], near["geometry"]["type"]) == ("near", "Polygon")  # type: ignore[index]
    assert (sea["mark"], sea["geometry"]["type"]) == ("area", "Polygon")  # type: ignore[index]
    assert (nowhere["mark"], nowhere["geometry"], nowhere["centre"]) == ("nowhere", None, None)


def test_a_region_is_drawn_where_its_settlements_lie(told: Ledger, around: Around) -> None:
    region = drawn(told, around, place("Kursk Oblast", 51.7, 36.1, country="RU", admin1="41", geo_precision=3))
    (ring,) = region["geometry"]["coordinates"]  # type: ignore[index]
    assert set(ring) == {(34.29, 51.28), (35.27, 51.19), (36.19, 51.74)}
    assert ring[0] == ring[-1]


def test_a_country_is_its_own_shape_on_the_base_map_and_never_a_pin(told: Ledger, around: Around) -> None:
    country = drawn(told, around, place("Russia", 60.0, 100.0, country="RU", geo_precision=3, gazetteer_id="2017370"))
    assert (country["mark"], country["code"], country["geometry"]) == ("country", "RUS", None)


def test_a_circle_is_as_wide_as_it_says_and_turns_as_geojson_wants() -> None:
    ring = circle(60.0, 30.0, 111.2)
    assert ring[0] == ring[-1]
    assert max(lat for _, lat in ring) == pytest.approx(61.0, abs=0.01)
    assert max(lon for lon, _ in ring) == pytest.approx(32.0, abs=0.05)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    assert area > 0


def test_the_table_beside_says_the_same_as_the_features(mapped: TestClient) -> None:
    page = mapped.get("/map").text
    found = mapped.get("/map.geojson")
    assert found.headers["content-type"].startswith("application/geo+json")
    FeatureCollection.model_validate_json(found.text)
    told = {event["id"] for one in found.json()["features"] for event in one["properties"]["events"]}
    assert told == set(re.findall(r'href="/event/(\w+)"', page))
    rows = list(csv.DictReader(io.StringIO(mapped.get("/map.csv").text)))
    assert {row["event"] for row in rows} == told
    assert {row["mark"] for row in rows} == {"spot", "area", "nowhere"}
    assert "Lozova Rudka" in page[page.index("Without a place on the map") :]


def test_a_table_that_holds_a_part_says_so(mapped: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = mapped.get("/map.json").json()
    monkeypatch.setitem(_map.MOST, "html", 1)
    page = mapped.get("/map").text
    assert f"The first 1 of {every['shown']} events" in page
    assert "Contested ones come first" in page
    assert page.count('href="/event/') == 1
    assert every["held"] == every["shown"] == len(mapped.get("/map.csv").text.splitlines()) - 1


def test_filters_and_moments_hold_on_the_map(mapped: TestClient) -> None:
    assert mapped.get("/map.json?type=armed_clash").json()["shown"] == 1
    assert mapped.get("/map.json?as_of=2024-03-11").json()["shown"] == 0
    assert mapped.get("/day.geojson?type=armed_clash").json()["features"][0]["properties"]["name"].startswith("Tyotkino")
    assert mapped.get("/map?place=nowhere+at+all").status_code == 200


def test_an_event_as_geojson(mapped: TestClient, event_id: Callable[[str], str]) -> None:
    area = mapped.get(f"/event/{event_id('Ground raid in Belgorod Oblast')}.geojson").json()["features"]
    assert [one["geometry"]["type"] for one in area] == ["Polygon"]
    assert mapped.get("/proof/x.geojson").status_code == 404


def test_names_for_the_part_that_is_looked_at(mapped: TestClient) -> None:
    def names(zoom: float) -> dict[str, str]:
        asked = {"west": 33, "south": 50, "east": 38, "north": 53, "zoom": zoom}
        found = mapped.get("/map/labels.geojson", params=asked).json()["features"]
        return {one["properties"]["name"]: one["properties"]["kind"] for one in found}

    assert names(3)["Russia"] == "country"
    assert names(6) == {
        "Kursk": "settlement",
        "Belgorod": "settlement",
        "Sudzha": "settlement",
        "Tëtkino": "settlement",
        "Kursk Oblast": "region",
        "Belgorod Oblast": "region",
    }
    assert "Paris" not in names(9)


@pytest.mark.parametrize(
    "query", ["", "west=1&south=1&east=1&north=nan", "west=x&south=1&east=2&north=3", "west=1e9&south=0&east=1&north=1"]
)
def test_odd_boxes_are_refused_in_the_same_shape(mapped: TestClient, query: str) -> None:
    answer = mapped.get(f"/map/labels.geojson?{query}")
    assert answer.status_code == 400
    assert answer.json().keys() == {"error"}


def test_without_the_scripts_the_page_says_so_and_works(
    mapped: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_static, "FOLDER", tmp_path)
    _static.asset.cache_clear()
    try:
        page = mapped.get("/map").text
    finally:
        _static.asset.cache_clear()
    assert "The map was not built" in page
    assert "data-places" not in page
    assert "vendor" not in page
    assert "Ground raid in Tyotkino" in page


def test_the_map_names_what_is_dashed_and_where_it_is_from(mapped: TestClient) -> None:
    if not _static.dashed():
        pytest.skip("the map's files were not built here (needs npm once)")
    page = mapped.get("/map").text
    assert "disputed or not agreed</strong>, by a list of reportedly’s own" in page
    for why in ("Crimea: Ukraine; administered by Russia since 2014", "Golan Heights", "Kosovo: declared independence"):
        assert why in page
