"""Regions and counties from the settlements in them."""

from __future__ import annotations

import pytest

from reportedly.reading.places import _regions
from reportedly.reading.places._regions import Settled, county_rows, region_rows
from reportedly.reading.places._store import name_keys


def city(number: int, name: str, country: str, admin1: str, lat: float, lon: float, people: int) -> dict[str, object]:
    return {
        "geonameid": number, "name": name, "countrycode": country, "admin1code": admin1, "latitude": lat, "longitude": lon,
        "population": people,
    }  # fmt: skip


CITIES = [
    city(1, "Bigtown", "XX", "01", 10.0, 20.0, 900_000),
    city(2, "Smallham", "XX", "01", 10.2, 20.2, 3_000),
    city(3, "Lonely", "XX", "02", 40.0, 50.0, 800),
]


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [
        Settled("XX", "Bigtown", 10.0, 20.0, "Bigtown", "West County"),
        Settled("XX", "Smallham", 10.2001, 20.2001, "Bigtown", "East County"),
    ]
    by_point = {(s.country_code, s.latitude, s.longitude): s for s in known}
    by_name = {(s.country_code, s.city): [s] for s in known}
    monkeypatch.setattr(_regions, "_tables", lambda: (by_point, by_name))


def test_a_region_has_the_name_its_settlements_tell() -> None:
    (row,) = [r for r in region_rows(CITIES, {}, {}) if r.country == "XX"]  # type: ignore[arg-type]
    assert (row.gid, row.name, row.admin1) == ("adm1:XX.01", "Bigtown", "01")
    assert row.lat == pytest.approx(10.05, abs=0.2)


def test_a_plain_name_is_first_of_all_that_of_the_largest_settlement() -> None:
    (row,) = [r for r in region_rows(CITIES, {}, {}) if r.country == "XX"]  # type: ignore[arg-type]
    assert name_keys(row) == {"bigtown": 2}


def test_counties_lie_at_their_settlements() -> None:
    rows = {r.name: r for r in county_rows(CITIES, [{"state": "01", "name": "Nowhere County", "fips": "01999"}])}
    assert (rows["East County"].gid, rows["East County"].kind) == ("adm2:XX.01.East County", "admin2")
    assert (rows["East County"].lat, rows["East County"].lon) == (pytest.approx(10.2, abs=0.03), pytest.approx(20.2, abs=0.03))
    assert (rows["Nowhere County"].gid, rows["Nowhere County"].lat) == ("adm2:US.01.999", None)


def test_a_region_called_as_its_seat_is_written_elsewhere_is_not_meant_by_the_bare_name() -> None:
    seat = city(4, "Mykolayiv", "YY", "07", 46.9, 32.0, 400_000) | {"alternatenames": ["Mykolaiv", "Nikolaev", "Vermoleon"]}
    assert _regions._borne(["Mykolaiv", "Vermoleon"], [seat]) == ("mykolaiv",)


def test_a_state_keeps_its_name_from_the_city_called_after_it() -> None:
    seat = city(5, "Oklahoma City", "US", "OK", 35.4, -97.5, 600_000) | {"alternatenames": ["Oklahoma"]}
    others = [city(6, f"Town {i}", "US", "OK", 36.0, -97.0, 900_000) for i in range(4)]
    assert _regions._borne(["Oklahoma"], [seat, *others]) == ()
