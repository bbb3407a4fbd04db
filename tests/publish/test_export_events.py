"""Events in ACLED's columns and as GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reportedly.model import Answer, Event, Point, Standing
from reportedly.publish import Content
from reportedly.publish.tables._acled import Figures, fatalities
from tests.publish.values import ALERT, CONTENT, KILLING, NOWHERE, RAID, text_of

GOLDEN = Path(__file__).parent / "golden"
ACLED_COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 "
    "assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude "
    "geo_precision source source_scale notes fatalities tags timestamp"
).split()
UCDP_COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id "
    "dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources "
    "source_article source_office source_date source_headline source_original where_prec where_coordinates where_description "
    "adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end "
    "deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
).split()


def acled(content: Content = CONTENT) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of("acled.csv", content), newline="")))


def ucdp(content: Content = CONTENT) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of("ucdp.csv", content), newline="")))


def features(content: Content = CONTENT) -> list[dict[str, Any]]:
    found = json.loads(text_of("geojson", content))
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


@pytest.mark.parametrize("name", ["acled.csv", "ucdp.csv", "geojson"])
def test_golden(name: str) -> None:
    assert text_of(name).encode() == (GOLDEN / name).read_bytes()


def test_acleds_columns_come_first_and_in_its_order() -> None:
    rows = acled()
    assert list(rows[0])[: len(ACLED_COLUMNS)] == ACLED_COLUMNS
    assert [(row["event_type"], row["sub_event_type"]) for row in rows] == [
        ("Battles", "Armed clash"),
        ("Violence against civilians", "Attack"),
        ("", ""),
    ]
    assert rows[0]["country"] == "Russia"
    assert rows[0]["source"] == "'=Volga Wire; The Meridian"


def test_rounded_coordinates_do_not_claim_a_settlements_precision() -> None:
    assert [row["geo_precision"] for row in acled()] == ["1", "2", "3"]
    assert acled(msgspec.structs.replace(CONTENT, exact=True))[1]["geo_precision"] == "1"


@pytest.mark.parametrize(
    "point",
    [
        {"answers": (Answer(value="no", polarity="denied"),)},
        {"answers": (Answer(value="yes", superseded=True),), "standing": "withdrawn"},
        {"standing": "refuted"},
        {"question": "agent"},
    ],
)
def test_what_nobody_says_happened_is_no_row(point: dict[str, Any]) -> None:
    event = msgspec.structs.replace(ALERT, points=(msgspec.structs.replace(ALERT.points[0], **point),))
    assert acled(Content(events=lambda: [event])) == []
    assert len(features(Content(events=lambda: [event]))) == 1


def killed(*answers: Answer, scope: str = "", standing: Standing = "single origin") -> Point:
    suffix = f".{scope}" if scope else ""
    return Point(id=f"e1aaaa.killed{suffix}", question="killed", standing=standing, reasons=(), answers=answers)


def counted(*points: Point) -> Figures:
    return fatalities(msgspec.structs.replace(RAID, points=points))


def number(low: int | None, high: int | None, **more: Any) -> Answer:
    return Answer(value="n", low=low, high=high, **more)


def test_deaths_are_the_range_of_what_is_claimed_now() -> None:
    assert counted() == Figures()
    assert counted(killed(number(3, 3), number(5, 7))) == Figures(3, 7, most=7)
    assert counted(killed(number(3, 3), number(5, None))) == Figures(3, None, most=5)
    assert counted(killed(number(None, None))) == Figures(None, None)
    assert counted(killed(number(3, 3), number(9, 9, superseded=True), number(8, 8, polarity="denied"))) == Figures(3, 3, most=3)
    assert counted(killed(number(3, 3), standing="refuted")) == Figures()


def test_deaths_of_several_groups_are_not_added_up() -> None:
    soldiers, farmers = killed(number(3, 3), scope="soldiers"), killed(number(2, 2), scope="farmers")
    assert counted(soldiers, farmers) == Figures()
    assert counted(soldiers) == Figures(3, 3, "soldiers", most=3)
    assert counted(soldiers, killed(number(9, 9))) == Figures(9, 9, most=9)
    assert counted(soldiers).single is None
    assert counted(killed(number(9, 9))).single == 9


def test_ucdps_columns_come_first_and_only_events_with_claimed_deaths() -> None:
    raid, killing = ucdp()
    assert list(raid)[: len(UCDP_COLUMNS)] == UCDP_COLUMNS
    assert (raid["id"], raid["low"], raid["best"], raid["high"], raid["high_open"]) == ("e1aaaa", "3", "", "5", "true")
    assert (killing["low"], killing["high"], killing["deaths_of"], killing["high_open"]) == ("2", "2", "farmers", "false")
    assert (raid["type_of_violence"], killing["type_of_violence"]) == ("", "3")
    assert raid["source_original"] == "Legion; @governor"
    assert raid["source_office"] == "'=Volga Wire; The Meridian"
    assert 'The Meridian, 2024-03-12, "Units <cross>"' in raid["source_article"]
    assert (raid["where_prec"], killing["where_prec"]) == ("1", "2")
    assert (raid["date_prec"], raid["date_start"], raid["date_end"]) == ("1", "2024-03-12", "2024-03-12")
    assert raid["geom_wkt"] == "POINT (34.29382 51.28128)"


@pytest.mark.parametrize(
    ("last", "code"), [("2024-03-12", "1"), ("2024-03-14", "2"), ("2024-03-18", "3"), ("2024-03-31", "4"), ("2024-12-31", "5")]
)
def test_a_span_of_days_has_ucdps_precision(last: str, code: str) -> None:
    assert RAID.time is not None
    event = msgspec.structs.replace(RAID, time=msgspec.structs.replace(RAID.time, last=last))
    assert ucdp(Content(events=lambda: [event]))[0]["date_prec"] == code


def test_best_is_only_what_a_person_confirmed() -> None:
    def best(*points: Point) -> tuple[str, str]:
        event = msgspec.structs.replace(RAID, points=(RAID.points[0], *points))
        (row,) = ucdp(Content(events=lambda: [event]))
        return row["best"], row["deaths_civilians"]

    assert best(killed(number(4, 4))) == ("", "")
    assert best(killed(number(4, 4), standing="confirmed")) == ("4", "")
    assert best(killed(number(4, 6), standing="confirmed")) == ("", "")
    assert best(killed(number(2, 2), standing="confirmed", scope="civilians")) == ("", "2")


def test_a_feature_has_longitude_before_latitude_and_says_how_sure_the_spot_is() -> None:
    raid, killing, alert = features()
    assert raid["geometry"] == {"type": "Point", "coordinates": [34.29382, 51.28128]}
    assert "uncertainty" not in raid["properties"]
    assert killing["geometry"]["coordinates"] == [34.3, 51.3]
    assert alert["properties"]["uncertainty"] == "area centroid, precision 3"
    assert alert["geometry"]["coordinates"] == [36.1, 51.8]


def test_exact_lifts_the_blur_of_civilians_but_never_sharpens_an_area() -> None:
    _, killing, alert = features(msgspec.structs.replace(CONTENT, exact=True))
    assert killing["geometry"]["coordinates"] == [34.29382, 51.28128]
    assert alert["geometry"]["coordinates"] == [36.1, 51.8]


@pytest.mark.parametrize("place", [None, NOWHERE])
def test_without_coordinates_the_geometry_is_null(place: Any) -> None:
    event = msgspec.structs.replace(RAID, place=place)
    (found,) = features(Content(events=lambda: [event]))
    assert found["geometry"] is None
    assert found["properties"]["title"] == RAID.title


@pytest.mark.parametrize("events", [(), (KILLING,), (KILLING, ALERT)])
def test_any_number_of_features_is_json(events: tuple[Event, ...]) -> None:
    assert [feature["id"] for feature in features(Content(events=lambda: events))] == [event.id for event in events]
