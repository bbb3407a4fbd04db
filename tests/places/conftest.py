"""A small gazetteer of our own rows, so that the tests need no big build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportedly.reading.places import Gazetteer, build
from reportedly.reading.places._row import Row

_CITIES = """
1 Tëtkino|Tyotkino|Тёткино RU 41 51.281 34.294 3852
2 Sudzha|Суджа RU 41 51.191 35.271 5000
3 Kursk|Курск RU 41 51.737 36.187 409000
4 Belgorod|Белгород RU 09 50.611 36.587 345000
5 Pokrovsk|Покровск UA 05 48.280 37.177 61000
6 Engels|Pokrovsk RU 67 51.485 46.127 196000
7 Avdiivka|Авдіївка|Авдеевка UA 05 48.140 37.750 35000
8 Paris FR 11 48.853 2.349 2138551
9 Paris US TX 33.661 -95.556 25000
10 Dublin IE L 53.333 -6.249 1024027
11 Dublin US OH 40.099 -83.114 45000
12 Columbus US OH 39.961 -82.999 800000
13 Westerville US OH 40.126 -82.929 39000
14 Rudka PL 80 52.700 22.700 1900
15 Simferopol UA 11 44.957 34.111 336000
16 Robotnik PL 80 52.800 22.900 900
"""
_AREAS = """
country|c:RU|Russia,Россия,Russian|RU||60|100
country|c:UA|Ukraine,Украина,Ukrainian|UA||49|32
country|c:US|United States,US|US||38|-97
country|c:FR|France,French|FR||46|2
country|c:IE|Ireland|IE||53|-8
country|c:PL|Poland,Polish|PL||52|20
admin1|adm1:RU.41|Kursk Oblast,Курская область|RU|41|51.7|36.1
admin1|adm1:RU.09|Belgorod Oblast,Белгородская область|RU|09|50.7|37.3
admin1|adm1:UA.05|Donetsk Oblast,Донецкая область|UA|05|48.1|37.7
admin1|adm1:UA.11|Crimea,Крым|UA|11|45.2|34.4
admin1|adm1:US.TX|Texas,TX|US|TX|31|-99
admin1|adm1:US.OH|Ohio,OH|US|OH|40.3|-82.8
water|area:black-sea|Black Sea|||43.4|34.3
"""


def rows() -> Iterator[Row]:
    for line in _AREAS.strip().splitlines():
        kind, gid, names, *rest = line.split("|")
        country, admin1, lat, lon = rest[-4:]
        said = tuple(names.split(","))
        yield Row(gid=gid, name=said[0], kind=kind, lat=float(lat), lon=float(lon), country=country, admin1=admin1, names=said)
    for line in _CITIES.strip().splitlines():
        gid, name, country, admin1, lat, lon, people = line.split(" ")
        said = tuple(name.split("|"))
        yield Row(
            gid=gid, name=said[0], kind="city", lat=float(lat), lon=float(lon), country=country, admin1=admin1,
            population=int(people), capital=gid in ("8", "10"), names=said,
        )  # fmt: skip


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("places") / "small.db", rows=rows(), quiet=True)


@pytest.fixture(scope="session")
def gazetteer(small: Path) -> Iterator[Gazetteer]:
    opened = Gazetteer([small])
    yield opened
    opened.close()
