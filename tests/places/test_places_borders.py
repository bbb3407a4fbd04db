"""Names on both sides of a border: what the words put in one country is never placed in another (own sentences).

The decoys are what a machine-coded record of this war got wrong: Russian villages, depots and pipelines put at namesakes in
Ukraine, an oblast put at a village, a missile put at a village of its name.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportedly.reading.places import Gazetteer, build, resolve
from reportedly.reading.places._row import Row

_DECOYS = """
101 Lyubymivka|Любимівка|Любимовка UA 08 46.80 33.50 2900
102 Koreneve|Коренево UA 21 51.20 34.30 700
103 Korenevo|Коренево RU 41 51.41 34.90 6000
104 Luch|Луч UA 16 46.97 32.01 900
105 Druzhba|Дружба UA 05 48.30 38.10 1400
106 Sloviansk|Slavyansk|Слов'янськ UA 05 48.85 37.62 105000
107 Slavyansk-na-Kubani|Славянск-на-Кубани RU 38 45.26 38.12 65000
108 Tuapse|Туапсе RU 38 44.10 39.08 63000
109 Kuibyshev|Куйбышев RU 53 55.45 78.32 43000
110 Samara|Самара RU 65 53.20 50.15 1140000
111 Belgorod|Белгород RU 09 50.61 36.58 345000
112 Palianytsia|Паляниця UA 06 48.50 24.50 600
113 Voronyne|Воронине UA 21 51.11 34.12 500
114 Engels|Энгельс RU 67 51.48 46.12 196000
"""
_AREAS = """
country|c:RU|Russia,Россия,Russian|RU||60|100
country|c:UA|Ukraine,Украина,Ukrainian|UA||49|32
admin1|adm1:RU.41|Kursk Oblast,Курская область|RU|41|51.7|36.1
admin1|adm1:RU.09|Belgorod Oblast,Белгородская область|RU|09|50.7|37.3
admin1|adm1:RU.10|Bryansk Oblast,Брянская область|RU|10|53.0|33.4
admin1|adm1:RU.38|Krasnodar Krai|RU|38|45.4|39.5
admin1|adm1:RU.67|Saratov Oblast|RU|67|51.5|46.8
admin1|adm1:UA.21|Sumy Oblast,Сумська область,Сумщина|UA|21|51.0|34.0
"""


def _rows() -> Iterator[Row]:
    for line in _AREAS.strip().splitlines():
        kind, gid, names, country, admin1, lat, lon = line.split("|")
        said = tuple(names.split(","))
        yield Row(gid=gid, name=said[0], kind=kind, lat=float(lat), lon=float(lon), country=country, admin1=admin1, names=said)
    for line in _DECOYS.strip().splitlines():
        gid, name, country, admin1, lat, lon, people = line.split(" ")
        said = tuple(name.split("|"))
        yield Row(
            gid=gid, name=said[0], kind="city", lat=float(lat), lon=float(lon), country=country, admin1=admin1,
            population=int(people), names=said,
        )  # fmt: skip


@pytest.fixture(scope="module")
def border(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    opened = Gazetteer([build(tmp_path_factory.mktemp("border") / "border.db", rows=_rows(), quiet=True)])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "mention", "gid", "precision"),
    [
        ("Fighters pulled out of Lyubimovka in Kursk Oblast.", "Lyubimovka", "adm1:RU.41", 3),
        ("Бой шёл в Любимовке Курской области.", "Любимовке", "adm1:RU.41", 3),
        ("A column burned in Korenevo, Kursk oblast.", "Korenevo", "103", 1),
        ("Shells fell on Hordiivka in Kursk Oblast.", "Hordiivka", "adm1:RU.41", 3),
        ("A drone hit the Luch substation in Belgorod.", "Luch substation in Belgorod", "111", 2),
        ("The Druzhba pipeline in Bryansk Oblast leaked.", "Druzhba", "adm1:RU.10", 3),
        ("Fuel burned at the port of Tuapse in Russia.", "port of Tuapse", "108", 1),
        ("A refinery in Slavyansk-na-Kubani, Krasnodar Krai, burned.", "Slavyansk-na-Kubani", "107", 1),
        ("Drones reached the Kuibyshev refinery in Samara.", "Kuibyshev refinery in Samara", "110", 2),
        ("Blasts at Engels airbase, Saratov region.", "Engels airbase", "114", 2),
        ("На Сумщині було чути вибухи.", "Сумщині", "adm1:UA.21", 3),
        ("Blasts were heard across Sumy Oblast.", "Sumy Oblast", "adm1:UA.21", 3),
        ("The village of Zzhuravka in Sumy region was shelled.", "Zzhuravka", "adm1:UA.21", 3),
    ],
)
def test_where_the_words_put_it(text: str, mention: str, gid: str, precision: int, border: Gazetteer) -> None:
    start = text.index(mention)
    (place,) = resolve(text, [(start, start + len(mention))], border)
    assert (place.gazetteer_id, place.geo_precision) == (gid, precision)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Kyiv showed its new missile “Palianytsia”.", "Palianytsia"),
        ("The Druzhba pipeline was shut.", "Druzhba"),
        ("The Luch substation lost power.", "Luch"),
    ],
)
def test_a_thing_of_a_towns_name_is_no_place(text: str, mention: str, border: Gazetteer) -> None:
    start = text.index(mention)
    (place,) = resolve(text, [(start, start + len(mention))], border)
    assert place.gazetteer_id is None
