"""Outlet packs from end to end: zones of pages, home regions, proposals of pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from reportedly.capture import capture, utc_now
from reportedly.cli import main
from reportedly.ledger import open_ledger
from reportedly.model import Captured, Place, Revision
from reportedly.packs import default_registry, outlet_zone
from reportedly.packs._parse import parse
from reportedly.reading._outlets import Outlets
from reportedly.reading.places import Gazetteer, Home, homes
from tests.fakes import FakeReader
from tests.places.conftest import rows

PAGE = """<!doctype html><html lang="en"><head><title>Fire at depot</title>
<link rel="canonical" href="{url}"><meta property="og:site_name" content="{site}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Fire at depot", "datePublished": "{when}",
"publisher": {{"@type": "Organization", "name": "{site}", "url": "{home}", "sameAs": {same}}}}}</script></head>
<body><article><h1>Fire at depot</h1><p>A depot burned on the edge of the town after a drone fell, the governor said on
Tuesday morning. Nobody was hurt, and the road was opened again by noon, his office added in a statement.</p></article></body>
</html>"""


def page(folder: Path, name: str = "a.html", **said: object) -> Path:
    filled = {"url": "https://kyivpost.com/a", "site": "Kyiv Post", "when": "2024-03-12T09:20:00", "home": "https://kyivpost.com"}
    path = folder / name
    path.write_text(PAGE.format(**(filled | {"same": "[]"} | said)), encoding="utf-8")
    return path


def captured(path: Path) -> Revision:
    (found,) = capture([path], zone_of=outlet_zone)
    assert isinstance(found, Captured)
    return found.revision


def test_a_clock_without_zone_is_read_in_the_outlets(tmp_path: Path) -> None:
    winter, summer = captured(page(tmp_path)), captured(page(tmp_path, when="2024-07-12 09:20"))
    assert winter.published_at == datetime(2024, 3, 12, 7, 20, tzinfo=UTC)
    assert summer.published_at == datetime(2024, 7, 12, 6, 20, tzinfo=UTC)
    assert winter.notes == ("published: 2024-03-12T09:20:00, taken as Europe/Kyiv, the outlet's zone",)


def test_an_unknown_outlet_leaves_the_time_unknown(tmp_path: Path) -> None:
    found = captured(page(tmp_path, url="https://nobody.example/a", site="Nobody Knows"))
    assert found.published_at is None
    assert found.notes == ("published: 2024-03-12T09:20:00, zone unknown",)


def test_a_zone_that_the_page_gives_is_not_touched(tmp_path: Path) -> None:
    assert captured(page(tmp_path, when="2024-03-12T09:20:00+05:00")).published_at == datetime(2024, 3, 12, 4, 20, tzinfo=UTC)


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    from reportedly.reading.places import build

    return Gazetteer([build(tmp_path / "small.db", rows=rows(), quiet=True)])


def revision(**said: object) -> Revision:
    plain = {"report": "text:x", "sha256": "0" * 64, "media_type": "text/plain", "captured_at": utc_now(), "text": "x"}
    return Revision(**(plain | said))  # type: ignore[arg-type]


def test_the_reader_knows_an_outlets_zone_and_home(gazetteer: Gazetteer) -> None:
    outlets = Outlets(default_registry(), {}, lambda: gazetteer)
    told = revision(outlet="Kyiv Post")
    assert outlets.zone(told) == ZoneInfo("Europe/Kyiv")
    assert (home := outlets.home(told)) is not None
    assert home.without("x").countries == {"UA": 0.5}
    assert outlets.home(revision(outlet="Nobody Knows")) is None
    assert outlets.zone(revision(outlet=None)) is None


def test_what_was_learnt_goes_before_the_packs_region(gazetteer: Gazetteer) -> None:
    learnt = {"Kyiv Post": Home.learn([[place("Kursk")], [place("Sudzha")]])}
    home = Outlets(default_registry(), learnt, lambda: gazetteer).home(revision(url="https://www.kyivpost.com/post/1"))
    assert home is not None
    assert set(home.without("x").countries) == {"RU"}


def place(name: str) -> Place:
    return Place(text=name, start=0, end=len(name), name=name, lat=51.0, lon=36.0, country="RU", admin1="41", geo_precision=1)


def test_homes_are_learnt_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_DATA", str(tmp_path))
    assert homes.saved() == {}
    few = [("Rare", [place("Kursk")])] * 2
    learnt = homes.learn([*few, *[("Often", [place(n)]) for n in ("Kursk", "Sudzha", "Rylsk")]])
    assert set(learnt) == {"Often"}
    homes.save(learnt)
    assert homes.saved() == learnt
    homes.homes_file().write_text("[", encoding="utf-8")
    with pytest.raises(Exception, match="learn it again"):
        homes.saved()


def test_homes_command_on_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_DATA", str(tmp_path))
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        ledger.add(capture([page(tmp_path)]), FakeReader())
    run = CliRunner().invoke(main, ["places", "homes", "--ledger", str(tmp_path / "l.db"), "--json"])
    assert run.exit_code == 0, run.output
    assert homes.homes_file().exists()


def test_pages_propose_outlets_that_no_pack_knows(tmp_path: Path) -> None:
    same = json.dumps(["https://t.me/borderdaily", "https://x.com/borderdaily", "https://borderdaily.example"])
    page(tmp_path, "new.html", url="https://borderdaily.news/a", site="Border Daily", home="https://borderdaily.news", same=same)
    page(tmp_path, "known.html", same=json.dumps(["https://t.me/newchannel_kp"]))
    run = CliRunner().invoke(main, ["parties", "propose", str(tmp_path)])
    assert run.exit_code == 0, run.output
    entries = {e.name: e for e in parse(run.stdout, "proposals").entries}
    assert set(entries) == {"Border Daily", "Kyiv Post"}
    assert entries["Border Daily"].domains == ("borderdaily.news", "borderdaily.example")  # type: ignore[attr-defined]
    assert entries["Border Daily"].handles == ("borderdaily",)  # type: ignore[attr-defined]
    assert entries["Kyiv Post"].domains == ()  # type: ignore[attr-defined]
    assert "says of itself" in entries["Kyiv Post"].source


def test_nothing_new_proposes_nothing(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["parties", "propose", str(page(tmp_path))])
    assert run.stdout == ""
