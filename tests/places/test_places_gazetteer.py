"""Names made comparable, the file and its manifest, packs and their mistakes."""

from __future__ import annotations

import gzip
import json
import os
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportedly.cli import main
from reportedly.model import PackError
from reportedly.reading.places import Gazetteer, build
from reportedly.reading.places._names import bare, key, skeleton
from reportedly.reading.places._row import table
from reportedly.reading.places.packs import add

HEADER = "id,name,lat,lon,country,admin1,names\n"
SHARED = Path(os.environ.get("REPORTEDLY_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "gazetteer"


def test_romanisations_meet() -> None:
    assert len({skeleton(key(n)) for n in ("Tyotkino", "Tetkino", "Tjotkino", "Тёткино", "Теткино", "Tiotkino")}) == 1


def test_keys() -> None:
    assert key("St. John's") == key("Saint Johns") == "st johns"
    assert key("Deir ez-Zor") == key("DEIR EZ ZOR")
    assert bare(key("Kursk Oblast")) == "kursk"
    assert bare("kursk") is None


def test_typo_only_as_last_resort(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("Belgorod").how == "exact"
    found = gazetteer.search("Westervlile")
    assert (found.how, [e.gid for e in found.entries]) == ("typo", ["13"])
    assert not gazetteer.search("Qqqqqqqq").entries


def test_read_only_shared_and_picklable(gazetteer: Gazetteer, small: Path) -> None:
    before = small.stat().st_mtime_ns
    again = pickle.loads(pickle.dumps(gazetteer))
    assert again.find("sudzha") == gazetteer.find("sudzha")
    again.close()
    assert small.stat().st_mtime_ns == before
    assert not list(small.parent.glob("*-wal"))


def test_manifest(gazetteer: Gazetteer) -> None:
    (said,) = gazetteer.manifests
    assert {"name", "version", "sources", "licence", "date", "sha256", "places"} <= said.keys()
    assert said["places"] == "29"


def test_no_gazetteer_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="places build"):
        Gazetteer([tmp_path / "none.db"])


def test_a_failed_build_leaves_the_old_file(small: Path) -> None:
    before = small.read_bytes()

    def broken() -> object:
        raise PackError("no")
        yield

    with pytest.raises(PackError):
        build(small, again=True, rows=broken(), quiet=True)  # type: ignore[arg-type]
    assert small.read_bytes() == before
    assert not list(small.parent.glob(".small*"))


def test_own_lists_are_sound() -> None:
    codes = [(r["country"], r["code"]) for r in table("admin1")]
    assert len(codes) == len(set(codes))
    for row in table("areas") + table("centres"):
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert row["source"]
    assert all(row["why"] and row["source"] for row in table("disputed"))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REPORTEDLY_DATA", str(tmp_path / "data"))
    return tmp_path


def test_pack_adds_a_village_that_says_its_gazetteer(data: Path, gazetteer: Gazetteer, small: Path) -> None:
    file = data / "front.csv.gz"
    file.write_bytes(gzip.compress(f"{HEADER}x1,Lozova Rudka,50.3,35.6,RU,Belgorod,Лозовая Рудка\n".encode()))
    both = Gazetteer([small, add("csv", file, gazetteer)])
    (entry,) = both.search("Лозовой Рудке").entries or both.search("Лозовая Рудка").entries
    assert (entry.gid, entry.admin1) == ("x1", "09")
    assert entry.gazetteer.startswith("front@")
    both.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,name,lat,lon\n1,A,1,1\n", "row 1: column country missing"),
        ("id,name,lat,lon,country,colour\n1,A,1,1,UA,red\n", 'row 1: unknown column "colour"'),
        (HEADER + "1,A,1,1,UA,,\n2,B,1,1,UA\n", "row 3: not 7 columns"),
        (HEADER + "1,A,1,1,XX,,\n", 'row 2, column country: "XX" is no ISO 3166'),
        (HEADER + "1,A,1,200,UA,,\n", 'row 2, column lon: "200"'),
        (HEADER + "1,A,nan,2,UA,,\n", 'row 2, column lat: "nan"'),
        (HEADER + "1,,1,2,UA,,\n", "row 2, column name: empty"),
        (HEADER, "no place in it"),
    ],
)
def test_a_mistake_refuses_the_pack_whole(content: str, said: str, data: Path, gazetteer: Gazetteer) -> None:
    good = data / "p.csv"
    good.write_text(HEADER + "1,A,1,1,UA,,\n", encoding="utf-8")
    kept = add("csv", good, gazetteer).read_bytes()
    good.write_text(content, encoding="utf-8")
    with pytest.raises(PackError) as error:
        add("csv", good, gazetteer)
    assert str(error.value).startswith(f"{good}: ")
    assert said in str(error.value)
    assert (data / "data" / "packs" / "p.db").read_bytes() == kept


def test_geonames_osm_and_wof(data: Path, gazetteer: Gazetteer) -> None:
    dump = data / "UA.txt"
    line = "77 Robotyne Robotyne Роботине 47.4 35.8 P PPL UA - 05 - - - 480 - - - 2020"
    dump.write_text(line.replace("-", "").replace(" ", "\t") + "\n", encoding="utf-8")
    point = {"type": "Point", "coordinates": [35.8, 47.4]}
    osm = data / "osm.geojson"
    tags = {"name": "Ґ", "place": "village"}
    osm.write_text(json.dumps({"features": [{"id": "node/1", "geometry": point, "properties": tags}]}), encoding="utf-8")
    folder = data / "wof"
    folder.mkdir()
    said = {"wof:id": 5, "wof:name": "Krynky", "geom:latitude": 46.7, "geom:longitude": 33.1, "wof:country": "UA"}
    (folder / "5.geojson").write_text(json.dumps({"properties": {**said, "wof:placetype": "locality"}}))
    paths = [add("geonames", dump, gazetteer), add("osm", osm, gazetteer, country="UA"), add("wof", folder, gazetteer)]
    packs = Gazetteer(paths)
    assert [packs.find(n)[0].gid for n in ("роботине", "ґ", "krynky")] == ["77", "osm:node/1", "wof:5"]
    packs.close()
    (data / "x.osm.pbf").write_bytes(b"")
    with pytest.raises(PackError, match="osmium export"):
        add("osm", data / "x.osm.pbf", gazetteer)
    dump.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(PackError, match="row 1: 2 columns"):
        add("geonames", dump, gazetteer)


def test_osm_xml_is_streamed_and_a_broken_file_refused(data: Path, gazetteer: Gazetteer) -> None:
    file = data / "front.osm.gz"
    tag = '<tag k="place" v="village"/><tag k="name" v="Лозовая Рудка"/><tag k="name:en" v="Lozovaya Rudka"/>'
    text = f'<osm><node id="5" lat="50.3" lon="35.6">{tag}</node><node id="6" lat="1" lon="1"/></osm>'
    file.write_bytes(gzip.compress(text.encode()))
    pack = Gazetteer([add("osm", file, gazetteer, country="RU")])
    assert [(e.gid, e.kind) for e in pack.find(key("Lozovaya Rudka"))] == [("osm:node/5", "city")]
    pack.close()
    kept = (data / "data" / "packs" / "front.db").read_bytes()
    file.write_bytes(gzip.compress(text[:-20].encode()))
    with pytest.raises(PackError, match="not readable as OSM XML"):
        add("osm", file, gazetteer, country="RU")
    file.write_bytes(gzip.compress(text.replace('lat="50.3"', 'lat="95"').encode()))
    with pytest.raises(PackError, match='node/5, column lat: "95"'):
        add("osm", file, gazetteer, country="RU")
    assert (data / "data" / "packs" / "front.db").read_bytes() == kept


@pytest.mark.parametrize(("name", "place"), [("wof_sd", "Abu Hamed"), ("wof_sy", "Ain Al Arab")])
def test_whos_on_first_as_shared(name: str, place: str, data: Path, gazetteer: Gazetteer, small: Path) -> None:
    file = SHARED / f"{name}.csv.gz"
    if not file.exists():
        pytest.skip(f"needs data/gazetteer/{name}.csv.gz")
    with pytest.raises(PackError, match="column country"):
        add("wof", file, gazetteer)  # the small gazetteer knows neither country

    class Wide(Gazetteer):
        names_of_countries = {"SD": "Sudan", "SY": "Syria"}  # noqa: RUF012

    wide = Wide([small])
    pack = Gazetteer([add("wof", file, wide)])
    assert pack.find(key(place))
    wide.close()
    pack.close()


def test_command_line(data: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.reading.places._default.default_path", lambda: small)
    run = CliRunner()
    found = run.invoke(main, ["places", "find", "Суджей"])
    assert found.exit_code == 0
    assert "Sudzha  city  RU.41" in found.output
    file = data / "bad.csv"
    file.write_text("x\n", encoding="utf-8")
    refused = run.invoke(main, ["places", "add", "csv", str(file)])
    assert refused.exit_code == 4
    assert "row 1" in refused.output
    listed = run.invoke(main, ["places", "list", "--json"])
    assert json.loads(listed.output)["places"] == "29"
