"""Briefs as pages: drawings that are honest and harmless, PDF that reads nothing as markup, watch-lists, the command."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportedly.ledger.values import Change
from reportedly.model import Event, ExportError, PackError
from reportedly.publish import Brief, WatchList, compose, page, watch_list
from reportedly.publish.briefs._graph import origin_graph
from reportedly.publish.briefs._map import event_map, framed, spots_of
from reportedly.publish.briefs._sentences import differences, sentence
from reportedly.publish.briefs._timeline import timeline
from tests.cli.conftest import Run, run, stories  # noqa: F401  (fixtures)
from tests.publish.values import ALERT, CLAIMS, EVENTS, KILLING, NOWHERE, RAID, REPORTS

HOSTILE = '#image("x") *b* $x$ <script>&\'"]]> \\ @cite `raw` = head\n- list \x00\u202e'
SHAPES = {"svg", "rect", "g", "title", "text", "path", "circle", "line"}
TRIANGLE = {"type": "Polygon", "coordinates": [[[30, 50], [40, 50], [40, 55], [30, 50]]]}
BORDER = {"type": "LineString", "coordinates": [[33, 51], [36, 52]]}
LAND = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {}, "geometry": TRIANGLE},
        {"type": "Feature", "properties": {"kind": "disputed"}, "geometry": BORDER},
    ],
}


def made(*events: Event, exact: bool = False, title: str = "Brief") -> Brief:
    claims, reports = {claim.id: claim for claim in CLAIMS}, {report.report: report for report in REPORTS}
    return compose(events or EVENTS, claims, title=title, reports=reports, exact=exact)


def svgs(text: str) -> list[etree._Element]:
    return [etree.fromstring(found.encode()) for found in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def test_every_sentence_has_its_sources_and_its_standing() -> None:
    text = page(made(), "md").decode()
    said = [line for line in text.splitlines() if line.startswith("- ") and line.endswith(")") and " that " in line]
    assert len(said) >= 4
    assert all(re.search(r"\[[\d, ]+\] \((contested|single origin)\)$", line) for line in said if "No origin" not in line)
    for number in re.findall(r"\[(\d+)\]", text):
        assert f"- [{number}] " in text


def test_html_draws_the_map_the_timelines_and_the_graphs_inline() -> None:
    drawn = svgs(page(made(), "html").decode())
    names = [one.get("aria-label") or "" for one in drawn]
    assert [name.split()[0] for name in names].count("Timeline.") >= 2
    assert names[0].startswith("Map of 3 places")
    assert any(name.startswith("Who has it from whom. ") and "Legion" in name for name in names)
    assert all(one.get("role") == "img" for one in drawn)


def test_a_settlement_is_a_dot_and_what_is_less_known_a_dashed_circle() -> None:
    views = made().events
    spots = {(spot.name, spot.numbers): spot.km for spot in spots_of(views, exact=False)}
    assert spots == {("Tyotkino", (1,)): 0.0, ("Tyotkino", (2,)): 11.0, ("Kursk Oblast", (3,)): 75.0}
    assert {spot.km for spot in spots_of(views, exact=True)} == {0.0, 75.0}
    (drawing,) = svgs(event_map(views))
    circles = drawing.findall(".//{*}circle")
    assert sum(one.get("stroke-dasharray") is not None for one in circles) == 2
    assert event_map(made(msgspec.structs.replace(RAID, place=None)).events) == ""


def test_a_country_is_named_under_the_map_and_not_drawn() -> None:
    assert ALERT.place is not None
    country = msgspec.structs.replace(ALERT.place, name="Russia", admin1=None)
    brief = made(RAID, msgspec.structs.replace(ALERT, place=country), msgspec.structs.replace(ALERT, id="e4", place=NOWHERE))
    assert [spot.name for spot in spots_of(brief.events, exact=False)] == ["Tyotkino"]
    html = page(brief, "html").decode()
    assert "Not drawn, since only a country or no place in the gazetteer is known: Russia (2), the valley (3)." in html


def test_every_spot_lies_in_the_frame() -> None:
    spots = spots_of(made().events, exact=False)
    view = framed(spots)
    assert all(0 < view.x(spot.lon) < 720 and 0 < view.y(spot.lat) < view.height for spot in spots)


def test_land_and_borders_lie_under_the_map_where_there_are_any() -> None:
    (drawing,) = svgs(event_map(made().events, land=[LAND]))
    filled, line = drawing.findall("{*}path")
    assert (filled.get("d", "")[-1], line.get("stroke-dasharray")) == ("Z", "4 3")
    assert b"dashed borders are disputed" in page(made(), "html", land=[LAND])
    assert b"dashed borders are disputed" not in page(made(), "html")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_no_words_break_out_of_a_drawing(words: str) -> None:
    assert RAID.place is not None
    origins = tuple(msgspec.structs.replace(origin, speaker=words, party=words) for origin in RAID.origins)
    place = msgspec.structs.replace(RAID.place, name=words)
    (view,) = made(msgspec.structs.replace(RAID, origins=origins, place=place, title=words)).events
    for drawing in (event_map([view]), timeline(view), origin_graph(view)):
        (parsed,) = svgs(drawing)
        assert {etree.QName(one).localname for one in parsed.iter()} <= SHAPES


def test_nothing_is_drawn_of_an_event_without_moments_or_carriers() -> None:
    (view,) = made(msgspec.structs.replace(ALERT, time=None, origins=())).events
    assert (timeline(view), origin_graph(view)) == ("", "")


def test_hostile_words_are_words_in_every_format() -> None:
    origins = tuple(msgspec.structs.replace(origin, speaker=HOSTILE) for origin in RAID.origins)
    brief = made(msgspec.structs.replace(RAID, title=HOSTILE, origins=origins), title=HOSTILE)
    html = page(brief, "html").decode()
    assert "<script" not in html
    assert page(brief, "pdf").startswith(b"%PDF-")
    assert "\n= head" not in page(brief, "md").decode()
    assert json.loads(page(brief, "json"))["title"] == HOSTILE


def test_pdf_shows_markup_as_it_is() -> None:
    """Were it read as markup, the missing file would be an error."""
    assert page(made(title='#read("missing.txt") #panic()'), "pdf").startswith(b"%PDF-")


def test_without_the_extra_pdf_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ExportError, match=r"reportedly\[pdf\]"):
        page(made(), "pdf")


def test_differences_are_said_first_in_plain_words() -> None:
    told = [
        Change(event="e1", title="Raid", what="new"),
        Change(event="e2", title="Old raid", what="gone"),
        Change(event="e1", title="Raid", what="standing", question="happened", before="single origin", after="contested"),
        Change(event="e1", title="Raid", what="answers", question="killed", before=None, after="3"),
        Change(event="e1", title="Raid", what="counts", before="1 reports, 1 outlets", after="2 reports, 1 outlets"),
    ]
    assert differences(told) == [
        "Raid: new · happened was single origin, is contested · killed was no answer, is 3 · reports 1 → 2.",
        "Old raid: no report tells it any more.",
    ]
    brief = msgspec.structs.replace(made(), since="2024-03-12T08:00:00Z", changes=tuple(told))
    text = page(brief, "md").decode()
    assert text.index("## Since 2024-03-12 08:00 UTC") < text.index("happened was single origin") < text.index("## 1.")
    assert b"No change." in page(msgspec.structs.replace(brief, changes=()), "html")


def test_sentences_agree_with_who_says_it() -> None:
    yes, no = RAID.points[0].answers
    assert sentence("happened", yes, ["A"]) == "A says that it happened."
    assert sentence("happened", no, ["A", "B", "C"]) == "A, B and C deny that it happened."
    assert (
        sentence("agent", msgspec.structs.replace(yes, value="X"), list("ABCDEF"))
        == "A, B, C, D and 2 more name X as who did it."
    )
    assert sentence("killed", RAID.points[2].answers[1], ["A"]) == "A gives at least 5 killed, as probable."


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (WatchList(), {"e1aaaa", "e2bbbb", "e3cccc"}),
        (WatchList(places=("tyot",)), {"e1aaaa", "e2bbbb"}),
        (WatchList(places=("kursk oblast",)), {"e1aaaa", "e2bbbb", "e3cccc"}),  # Tyotkino lies in it
        (WatchList(places=("RU",), types=("civilians", "air_alert")), {"e2bbbb", "e3cccc"}),
        (WatchList(parties=("kremlin",)), {"e1aaaa"}),
        (WatchList(speakers=("GOVERNOR",), standings=("contested",)), {"e1aaaa"}),
        (WatchList(speakers=("governor",), types=("air_alert",)), set()),
    ],
)
def test_an_event_is_watched_when_it_fits_every_key(wanted: WatchList, expected: set[str]) -> None:
    assert {event.id for event in (RAID, KILLING, ALERT) if wanted.has(event)} == expected


def test_a_watch_list_is_yaml_or_toml_and_says_what_is_wrong(tmp_path: Path) -> None:
    yaml, toml = tmp_path / "desk.yaml", tmp_path / "desk.toml"
    yaml.write_text("title: Desk\nplaces: [Kursk, RU]\n")
    toml.write_text('title = "Desk"\nplaces = ["Kursk", "RU"]\n')
    assert watch_list(yaml) == watch_list(toml) == WatchList(title="Desk", places=("Kursk", "RU"))
    for text, said in (
        ("places: Kursk", "Expected `array`"),
        ("place: [x]", "unknown field `place`"),
        ("a: [", "not readable"),
        ("", "object"),
    ):
        yaml.write_text(text)
        with pytest.raises(PackError, match=r"desk\.yaml") as caught:
            watch_list(yaml)
        assert said in str(caught.value)
    with pytest.raises(PackError, match="cannot be read"):
        watch_list(tmp_path / "none.yaml")


def test_the_command_writes_files_by_their_names(run: Run, stories: Path, tmp_path: Path) -> None:  # noqa: F811
    run("add", stories)
    for name, begins in (("b.html", b"<!doctype html>"), ("b.pdf", b"%PDF-"), ("b.json", b"{"), ("b.md", b"# Brief")):
        done = run("brief", "--out", tmp_path / name)
        assert (done.exit_code, done.stdout) == (0, ""), done.output
        assert (tmp_path / name).read_bytes().startswith(begins)
    (tmp_path / "watch.yaml").write_text("title: My desk\nplaces: [belgorod]\n")
    watched = run("brief", "--watch", tmp_path / "watch.yaml", "--since", "2001-01-01").stdout
    assert watched.startswith("# My desk")
    assert "Belgorod: new." in watched
    assert "Tyotkino" not in watched
    event = next(json.loads(line)["id"] for line in run("events", "--json").stdout.splitlines())
    assert json.loads(run("brief", "--event", event[:6], "--format", "json").stdout)["events"][0]["event"]["id"] == event
    assert run("brief", "--event", "nothing").exit_code == 3
