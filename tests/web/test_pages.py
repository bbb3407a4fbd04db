"""Every page shows what the ledger holds, as a page and as data."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from msgspec.structs import replace

from reportedly.ledger import Ledger, open_ledger
from reportedly.model import Event, Judgement, Observed, Point
from tests.web.conftest import browser
from tests.web.story import ScriptedReader, link, story

EventId = Callable[[str], str]
RAID, CLASH = "Ground raid in Tyotkino", "Armed clash in Tyotkino"


def text(page: str) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def titles(answer: str) -> list[str]:
    return re.findall(r'<h3><a href="/event/\w+" dir="auto">([^<]+)</a>', answer)


def test_the_day_shows_contested_events_first_with_outlets_and_origins(desk: TestClient) -> None:
    page = desk.get("/").text
    assert titles(page)[:2] == [RAID, CLASH]
    assert "denied by Roman Starovoit" in text(page)
    assert "7 outlets , 2 origins" in text(page)
    assert "Tyotkino, Kursk Oblast, RU (the named place itself)" in text(page)
    assert "Belgorod Oblast, RU (a whole area, not a point)" in text(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=starovoit raid", [RAID]),
        ("place=belgorod", ["Ground raid in Belgorod Oblast", "Territory captured nonstate in Lozova Rudka"]),
        ("place=xx", []),
        ("party=Russia%27s+side", [RAID, CLASH]),
        ("type=armed_clash", [CLASH]),
        ("standing=contested", [RAID]),
        ("standing=agreed+across+parties&type=armed_clash", [CLASH]),
        ("day=2024-03-12&q=tyotkino", [RAID, CLASH]),
        ("day=2024-03-13", []),
        ("as_of=2024-03-12T07:00", []),
        ("q=&place=&standing=&day=&since=&as_of=&type=armed_clash", [CLASH]),
    ],
)
def test_filters_are_in_the_address(desk: TestClient, query: str, found: list[str]) -> None:
    assert titles(desk.get(f"/?{query}").text) == found
    assert [row["title"] for row in desk.get(f"/day.json?{query}").json()["events"]] == found


def test_as_of_and_new_since(desk: TestClient) -> None:
    morning = desk.get("/day.json", params={"as_of": "2024-03-12T08:30"}).json()
    assert {row["title"]: row["standing"] for row in morning["events"]}[RAID] == "single origin"
    since = desk.get("/day.json", params={"since": "2024-03-12T08:30"}).json()
    news = {row["title"]: row["news"] for row in since["events"]}
    assert "Did it happen? single origin → contested" in news[RAID]
    assert any("outlets 2 → 7" in one for one in news[RAID])
    assert desk.get("/day.json", params={"since": "2024-03-11"}).json()["events"][0]["news"] == ["New event"]
    assert all(row["news"] == [] for row in desk.get("/day.json", params={"since": "2024-03-13"}).json()["events"])


@pytest.mark.parametrize("query", ["standing=true", "as_of=yesterday", "since=2024-13-01", "day=12.3."])
def test_what_cannot_be_asked_is_said_in_plain_words(desk: TestClient, query: str) -> None:
    answer = desk.get(f"/?{query}")
    assert answer.status_code == 400
    assert "That cannot be asked" in answer.text
    assert desk.get(f"/day.json?{query}").json().keys() == {"error"}


def test_lists_as_csv(desk: TestClient) -> None:
    answer = desk.get("/day.csv?standing=contested")
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["title"], row["outlets"], row["origins"]) == (RAID, "7", "2")
    assert row["points"] == "happened: contested; agent: single origin"
    assert desk.get("/event/x.csv").status_code == 404


def test_the_claim_matrix_says_who_denies_and_leads_to_the_words(desk: TestClient, event_id: EventId) -> None:
    view = desk.get(f"/event/{event_id(RAID)}.json").json()
    said = {line["origin"]["speaker"]: line["cells"][0][0] for line in view["matrix"]}
    assert said["Roman Starovoit"]["polarity"] == "denied"
    assert said["Freedom of Russia Legion"]["polarity"] == "asserted"
    words = said["Roman Starovoit"]["words"][0]
    assert words["text"] == "any armed group had entered Tyotkino"
    report = desk.get(words["link"])
    claim = words["claim"].partition("/")[2]
    assert f'<span id="{claim}"></span>' in report.text
    assert re.search(r'<mark class="[^"]*focus"[^>]*>any armed group had entered Tyotkino</mark>', report.text)
    page = desk.get(f"/event/{event_id(RAID)}").text
    assert "× denies" not in text(page)
    assert re.search(r"no denies certain “any armed group had entered Tyotkino” in Volga Wire", text(page))


def test_the_same_words_of_one_speaker_are_shown_once_with_all_that_repeat_them(desk: TestClient, event_id: EventId) -> None:
    view = desk.get(f"/event/{event_id(RAID)}.json").json()
    denial = next(answer for answer in view["points"][0]["answers"] if answer["polarity"] == "denied")
    (words,) = denial["words"]
    assert len(words["also"]) == 5
    assert len({one["outlet"] for one in (words, *words["also"])}) == 6


def test_the_timeline_keeps_four_times_apart(desk: TestClient, event_id: EventId) -> None:
    steps = desk.get(f"/event/{event_id(RAID)}.json").json()["timeline"]
    assert {step["kind"] for step in steps} == {"event", "utterance", "publication", "capture"}
    assert [step["at"][:16] for step in steps] == sorted(step["at"][:16] for step in steps)
    assert [step["words"] for step in steps if step["kind"] == "capture"] == [
        "2 reports came in",
        "1 changed text came in",
        "5 reports came in",
    ]


def test_the_graph_and_its_table_say_the_same(desk: TestClient, event_id: EventId) -> None:
    graph = desk.get(f"/event/{event_id(RAID)}.json").json()["graph"]
    names = {node["id"]: node["full"] for node in graph["origins"]}
    assert {(names[link["end"]], link["start"]) for link in graph["links"]} == {(r["origin"], r["report"]) for r in graph["rows"]}
    tops = [node["y"] for node in graph["carriers"]]
    assert len(set(tops)) == len(tops)
    assert max(tops) + graph["carriers"][0]["height"] <= graph["height"]


def test_an_area_is_never_a_pin(desk: TestClient, event_id: EventId) -> None:
    point = desk.get(f"/event/{event_id(RAID)}").text
    area = desk.get(f"/event/{event_id('Ground raid in Belgorod Oblast')}").text
    nowhere = desk.get(f"/event/{event_id('Territory captured nonstate in Lozova Rudka')}").text
    assert 'class="spot"' in point
    assert 'class="spot"' not in area
    assert 'class="ring dashed"' in area
    assert 'class="locator"' not in nowhere
    assert "No point is drawn" in nowhere


def test_an_event_as_of_the_morning(desk: TestClient, event_id: EventId) -> None:
    page = desk.get(f"/event/{event_id(RAID)}?as_of=2024-03-12T08:30").text
    assert "See it as it stands now" in page
    assert "Starovoit" not in page
    assert 'class="judge"' not in page
    assert desk.get(f"/event/{event_id(RAID)}?as_of=2024-03-11").status_code == 404


def test_revisions_and_silent_edits(desk: TestClient, event_id: EventId) -> None:
    page = text(desk.get(f"/event/{event_id(RAID)}").text)
    assert "The Meridian silent edit" in page
    assert re.search(r"added any armed group had entered Tyotkino", page)


def test_a_report_shows_statements_claims_hedges_and_its_revisions(desk: TestClient, told: Ledger) -> None:
    name = next(one.report for one in told.reports() if one.outlet == "The Meridian")
    page = desk.get(f"/report/{name}").text
    assert re.search(r'<mark class="statement[^"]*hedge[^"]*"[^>]*>reportedly</mark>', page)
    assert "<del>The claims could not be verified. It is claimed </del>" in page
    assert "<ins>Governor Roman Starovoit denied </ins>" in page
    assert "2 paragraphs the same" not in page
    first = told.revisions(name)[0].id
    assert "This is an earlier revision" in desk.get(f"/report/{first}").text
    view = desk.get(f"/report/{first}.json").json()
    assert "".join(piece["text"] for piece in view["text"]) == told.revision(first).text


def test_the_original_is_saved_never_shown(desk: TestClient, told: Ledger) -> None:
    sha256 = told.revision(told.reports()[0].latest).sha256
    answer = desk.get(f"/original/{sha256}")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.content == told.originals.read(sha256)


def test_the_proof_of_a_revision(desk: TestClient, told: Ledger) -> None:
    revision = told.reports()[0].latest
    proof = desk.get(f"/proof/{revision}.json").json()["proof"]
    assert proof == desk.get(f"/proof/{revision}.json").json()["proof"]
    assert revision in proof["entry"]
    assert proof["root"] in desk.get(f"/proof/{revision}").text


def test_speakers_and_outlets(desk: TestClient) -> None:
    speaker = desk.get("/speaker/Roman Starovoit.json").json()
    assert speaker["party"] == "Russia's side"
    assert {claim["polarity"] for claim in speaker["claims"]} == {"asserted", "denied"}
    assert ["contested", 6] in speaker["standings"]
    assert desk.get("/speaker/Starovoit").status_code == 404
    outlet = desk.get("/outlet/The Meridian.json").json()
    assert {other["name"] for other in outlet["others"]} == {"Freedom of Russia Legion", "Roman Starovoit"}
    assert len(list(csv.DictReader(io.StringIO(desk.get("/outlet/The Meridian.csv").text)))) == 4
    assert "What it claimed" in desk.get("/outlet/The Meridian").text


def test_a_claim_is_shown_on_the_side_on_which_linking_counts_it(tmp_path: Path) -> None:
    def turned(observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
        return tuple(
            replace(event, points=tuple(denied(point) for point in event.points)) for event in link(observed, judgements)
        )

    def denied(point: Point) -> Point:
        return replace(point, answers=tuple(replace(answer, polarity="denied") for answer in point.answers))

    with open_ledger(tmp_path / "desk.db", linker=turned) as ledger:
        item = story()[1]
        ledger.add([item], ScriptedReader())
        client = browser(ledger)
        listed = client.get(f"/report/{item.revision.id}.json").json()["listed"]
        assert {told["polarity"] for one in listed for told in one["claims"]} == {"denied"}
        assert {told["claim"]["polarity"] for one in listed for told in one["claims"]} == {"asserted"}
        claims = client.get("/outlet/The Meridian.json").json()["claims"]
        assert {one["polarity"] for one in claims} == {"denied"}


def test_search_marks_the_words(desk: TestClient) -> None:
    page = desk.get("/search", params={"q": "gunfight Tyotkino"}).text
    assert "<mark>gunfight</mark>" in page
    assert "No text has all of these words" in desk.get("/search?q=zeppelin").text
    assert desk.get("/search", params={"q": "x" * 501}).status_code == 400
    assert len(desk.get("/search.json?q=gunfight").json()["hits"]) == 7


def test_every_page_is_whole_on_its_own(desk: TestClient, told: Ledger, event_id: EventId) -> None:
    revision = told.reports()[0].latest
    pages = ["/", "/add", "/about", "/search?q=raid", "/nothing", f"/event/{event_id(RAID)}", f"/report/{revision}"]
    for path in [*pages, f"/proof/{revision}", "/speaker/Roman Starovoit", "/outlet/The Meridian"]:
        page = desk.get(path).text
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels)), (path, levels)
        ids = re.findall(r'\sid="([^"]*)"', page)
        assert len(set(ids)) == len(ids), path
        labels = set(re.findall(r'<label[^>]* for="([^"]*)"', page))
        fields = re.findall(r"<(?:input|select|textarea)\b(?![^>]*type=\"(?:hidden|radio)\")[^>]*", page)
        assert {re.search(r'id="([^"]*)"', one)[1] for one in fields} <= labels, path  # type: ignore[index]
        assert page.index('class="skip"') < page.index("<header")
        assert not re.search(r"<script(?![^>]*\ssrc=)|<script[^>]*>[^<]", page), path
        assert not re.search(r'\s(?:style|on\w+)="', page)
        outside = re.findall(r'(?:src|href|action)="((?:https?:)?//[^"]*)"', page)
        assert all(f'<a href="{one}" rel="noreferrer' in page for one in outside), (path, outside)


def test_what_was_taken_back_is_marked_and_counts_for_no_side(tmp_path: Path) -> None:
    def taken_back(observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
        return tuple(
            replace(event, points=tuple(without(point) for point in event.points)) for event in link(observed, judgements)
        )

    def without(point: Point) -> Point:
        return replace(point, answers=tuple(replace(one, superseded=one.polarity == "denied") for one in point.answers))

    with open_ledger(tmp_path / "desk.db", linker=taken_back) as ledger:
        ledger.add(story(), ScriptedReader())
        client = browser(ledger)
        row = client.get("/day.json?type=ground_raid&place=tyotkino").json()["events"][0]
        assert (row["asserted_by"], row["denied_by"]) == (["Freedom of Russia Legion"], [])
        assert "denied by" not in text(client.get("/?type=ground_raid").text)
        view = client.get(f"/event/{row['id']}.json").json()
        assert [side["polarity"] for side in view["sides"]] == ["asserted"]
        assert "no denies certain superseded" in text(client.get(f"/event/{row['id']}").text)


def test_both_sides_stand_at_the_top_with_their_words(desk: TestClient, event_id: EventId) -> None:
    sides = desk.get(f"/event/{event_id(RAID)}.json").json()["sides"]
    told = {
        side["polarity"]: [(one["origin"]["speaker"], one["outlets"], one["words"]["text"]) for one in side["holders"]]
        for side in sides
    }
    assert told["denied"] == [("Roman Starovoit", 6, "any armed group had entered Tyotkino")]
    assert [name for name, _, _ in told["asserted"]] == ["Freedom of Russia Legion"]


def test_the_slider_leads_to_a_moment_without_scripts(desk: TestClient, event_id: EventId) -> None:
    base = f"/event/{event_id(RAID)}"
    view = desk.get(f"{base}.json").json()
    assert view["moments"] == ["2024-03-12T08:00", "2024-03-12T12:30"]
    answer = desk.get(f"{base}?step=0", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{base}?as_of=2024-03-12T08%3A00")
    assert desk.get(f"{base}?step=1", follow_redirects=False).headers["location"] == base
    assert desk.get(f"{base}?step=99999999", follow_redirects=False).headers["location"] == base
    morning = desk.get(f"{base}?step=0").text
    assert re.search(r'id="step"[^>]* max="1" value="0"', morning)
    assert re.search(r'id="step"[^>]* max="1" value="1"', desk.get(base).text)


def test_the_lanes_hold_every_step_of_the_timeline(desk: TestClient, event_id: EventId) -> None:
    view = desk.get(f"/event/{event_id(RAID)}.json").json()
    drawn = {lane["kind"]: sum(dot["count"] for dot in lane["dots"]) for lane in view["lanes"]["lanes"]}
    counted = {kind: sum(step["kind"] == kind for step in view["timeline"]) for kind in drawn}
    assert drawn == {**counted, "event": 0}
    assert view["lanes"]["lanes"][0]["band"]


def test_a_page_holds_forty_events_and_data_holds_all(tmp_path: Path) -> None:
    def many(observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
        first = link(observed, judgements)[0]
        return tuple(replace(first, id=f"e{number:03}", title=f"Raid {number:03}", points=()) for number in range(95))

    with open_ledger(tmp_path / "desk.db", linker=many) as ledger:
        ledger.add(story()[:1], ScriptedReader())
        client = browser(ledger)
        assert len(client.get("/day.json").json()["events"]) == 95
        first, last = client.get("/").text, client.get("/?start=80").text
        assert titles(first) == [f"Raid {number:03}" for number in range(40)]
        assert 'href="/?start=40" rel="next">Next 40<' in first
        assert titles(last) == [f"Raid {number:03}" for number in range(80, 95)]
        assert 'href="/?start=40" rel="prev"' in last
        assert 'rel="next"' not in last
        assert len(first.encode()) < 70_000
        assert client.get("/?start=-1").status_code == 400


def test_what_else_the_same_reports_tell_of(desk: TestClient, event_id: EventId) -> None:
    beside = desk.get(f"/event/{event_id(RAID)}.json").json()["beside"]
    assert beside[0]["title"] == CLASH
    assert {one["title"] for one in beside} == {
        CLASH,
        "Ground raid in Belgorod Oblast",
        "Territory captured nonstate in Lozova Rudka",
    }


def test_revisions_name_the_claims_that_came_and_went(desk: TestClient, told: Ledger) -> None:
    name = next(one.report for one in told.reports() if one.outlet == "The Meridian")
    first, second = desk.get(f"/report/{told.revisions(name)[-1].id}.json").json()["editions"]
    assert (first["added"], first["dropped"]) == ([], [])
    assert second["added"] == ["any armed group had entered Tyotkino", "There was a gunfight in Tyotkino"]
    assert second["dropped"] == ["the village of Lozova Rudka has been captured"]


def test_search_finds_events_by_the_words_of_their_place_without_accents(desk: TestClient) -> None:
    found = desk.get("/search.json?q=Týotkino").json()
    assert [one["title"] for one in found["events"]][:2] == [RAID, CLASH]


def test_search_also_finds_the_events_that_the_found_texts_tell_of(desk: TestClient) -> None:
    found = desk.get("/search.json?q=verified").json()
    assert [one["outlet"] for one in found["hits"]] == ["The Meridian"]
    assert {one["title"] for one in found["events"]} >= {RAID, "Territory captured nonstate in Lozova Rudka"}


def test_events_by_the_section_of_a_report(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "desk.db", linker=link) as ledger:
        items = story()
        ledger.add([replace(items[1], revision=replace(items[1].revision, section="World news")), items[3]], ScriptedReader())
        client = browser(ledger)
        everything = titles(client.get("/").text)
        found = titles(client.get("/?section=world").text)
        assert CLASH in everything
        assert RAID in found
        assert CLASH not in found
        assert titles(client.get("/?section=sport").text) == []


def test_an_empty_ledger_leads_to_the_first_report(empty: Ledger) -> None:
    page = browser(empty).get("/")
    assert page.status_code == 200
    assert 'href="/add">Bring in the first report' in page.text
