"""JSON-LD and the feeds: golden files, and what a parser finds in them."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from reportedly.model import Event, Judgement, Point, Standing
from reportedly.publish import Content
from reportedly.publish._feeds import news
from tests.publish.values import ALERT, CONTENT, EVENTS, KILLING, MERIDIAN, RAID, VOLGA, revisions, text_of

GOLDEN = Path(__file__).parent / "golden"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def standing(event: Event, to: Standing, **more: Any) -> Event:
    """The event with its first point standing otherwise."""
    first: Point = msgspec.structs.replace(event.points[0], standing=to)
    return msgspec.structs.replace(event, points=(first, *event.points[1:]), **more)


EARLIER = (
    standing(RAID, "single origin"),
    msgspec.structs.replace(KILLING, points=()),
    standing(ALERT, "single origin", id="e9"),
)
FEED = msgspec.structs.replace(CONTENT, earlier=lambda: EARLIER)


def written(name: str, content: Content = FEED) -> str:
    return text_of(name, content)


@pytest.mark.parametrize("name", ["jsonld", "ftm", "annotations", "atom", "jsonfeed"])
def test_golden(name: str) -> None:
    assert written(name, CONTENT).encode() == (GOLDEN / name).read_bytes()


def nodes(content: Content = CONTENT) -> dict[str, dict[str, list[Any]]]:
    """All properties of each node, merged as a JSON-LD processor merges them."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for node in json.loads(written("jsonld", content))["@graph"]:
        for key, value in node.items():
            found[node["@id"]][key] += value if isinstance(value, list) else [value]
    return found


def test_every_link_leads_to_a_node_or_to_a_claim_that_was_not_exported() -> None:
    found = nodes()
    links = [
        target
        for node in found.values()
        for key in ("about", "appearance", "prov:wasQuotedFrom", "prov:wasRevisionOf", "prov:specializationOf", "rp:report")
        for target in node.get(key, [])
        if not target.startswith("urn:reportedly:revision:r")
    ]
    assert links
    assert set(links) <= found.keys()


def test_carriers_quote_origins_and_revisions_follow_one_another() -> None:
    found = nodes()
    meridian = found["urn:reportedly:report:url%3Ahttps%3A//meridian.example/a%7Cb"]
    assert meridian["identifier"] == [MERIDIAN]
    assert meridian["prov:wasQuotedFrom"] == ["urn:reportedly:origin:e1aaaa.o1", "urn:reportedly:origin:e1aaaa.o2"]
    first, second = (f"urn:reportedly:revision:{revision.id}" for revision in revisions(VOLGA))
    assert found[second]["prov:wasRevisionOf"] == [first]
    assert "prov:wasRevisionOf" not in found[first]
    (activity,) = found["urn:reportedly:origin:e1aaaa.o1"]["prov:wasGeneratedBy"]
    assert activity["prov:wasAssociatedWith"] == {"@type": "prov:Agent", "name": "Legion", "rp:party": "Anti-Kremlin units"}


def test_reports_that_nothing_exported_rests_on_are_left_out() -> None:
    assert not [id_ for id_ in nodes() if "other.example" in id_]
    assert not nodes(msgspec.structs.replace(CONTENT, events=tuple, claims=tuple))


def test_a_claim_is_schema_orgs_and_its_place_is_blurred_where_civilians_are() -> None:
    claim = nodes()["urn:reportedly:claim:r2/c2"]
    assert claim["@type"] == ["Claim", "prov:Entity"]
    assert claim["contentLocation"][0]["geo"] == {"@type": "GeoCoordinates", "latitude": 51.3, "longitude": 34.3}
    exact = nodes(msgspec.structs.replace(CONTENT, exact=True))["urn:reportedly:claim:r2/c2"]
    assert exact["contentLocation"][0]["geo"]["latitude"] == 51.28128


def test_news_are_changed_new_and_gone_points() -> None:
    found = {one.point: (one.before, one.after) for one in news(EARLIER, EVENTS, at="2024-03-12T13:00:00Z")}
    assert found == {
        "e1aaaa.happened": ("single origin", "contested"),
        "e2bbbb.killed.farmers": (None, "single origin"),
        "e2bbbb.agent": (None, "withdrawn"),
        "e2bbbb.happened": (None, "single origin"),
    }
    gone = list(news(EVENTS, (), at="2024-03-12T13:00:00Z", standing="withdrawn"))
    assert [(one.point, one.after, one.at) for one in gone] == [("e2bbbb.agent", None, "2024-03-12T13:00:00Z")]


def test_news_by_standing_are_those_to_it_and_from_it() -> None:
    for wanted in ("single origin", "contested"):
        found = [one.point for one in news(EARLIER[:1], EVENTS[:1], at="", standing=wanted)]
        assert found == ["e1aaaa.happened"]
    assert not list(news(EARLIER[:1], EVENTS[:1], at="", standing="confirmed"))
    assert not list(news(EVENTS, EVENTS, at=""))


def test_a_change_keeps_its_id_whatever_is_compared() -> None:
    wide = {one.point: one.id for one in news(EARLIER, EVENTS, at="2024-03-12T13:00:00Z")}
    narrow = {one.point: one.id for one in news(EARLIER[:1], EVENTS[:1], at="2025-01-01T00:00:00Z")}
    assert narrow["e1aaaa.happened"] == wide["e1aaaa.happened"]
    assert len(set(wide.values())) == len(wide)
    gone, later = (next(news(EVENTS, (), at=at)) for at in ("2024-03-12T13:00:00Z", "2025-01-01T00:00:00Z"))
    assert (gone.id, gone.at) == (later.id, "2024-03-12T13:00:00Z")


def test_a_judgement_dates_the_change_that_it_makes() -> None:
    decided = Judgement(id="j1", by="Ann", at="2024-03-14T09:00:00Z", what=RAID.id, decision="confirm", reason="seen")
    (one,) = news([RAID], [standing(RAID, "confirmed", judgements=(decided,))], at="2024-03-15T00:00:00Z")
    assert (one.at, one.after) == ("2024-03-14T09:00:00Z", "confirmed")


def test_atom_has_what_the_standard_asks_of_feed_and_entries() -> None:
    feed = etree.fromstring(written("atom").encode())
    assert feed.xpath("a:id|a:title|a:updated|a:author/a:name", namespaces=ATOM)
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == 4
    for entry in entries:
        for name in ("id", "title", "updated", "content"):
            assert len(entry.findall(f"a:{name}", ATOM)) == 1
    assert entries[0].findtext("a:title", None, ATOM) == "Ground raid, Tyotkino: happened: single origin → contested"
    assert entries[0].findtext("a:content", None, ATOM) == "Legion asserts it\nthe governor denies it"
    assert [c.get("term") for c in entries[0].findall("a:category", ATOM)] == ["contested", "happened"]


def test_hostile_words_stay_words_in_atom() -> None:
    title = 'A <script>&\x00\x0b\ud800 "raid"'
    event = msgspec.structs.replace(RAID, title=title)
    feed = etree.fromstring(written("atom", Content(events=lambda: [event], at="2024-03-12T13:00:00Z")).encode())
    found = feed.findtext("a:entry/a:title", None, ATOM)
    assert found == 'A <script>&\ufffd\ufffd\ufffd "raid": happened: new → contested'


def test_json_feed_holds_the_same_entries_as_atom() -> None:
    feed = json.loads(written("jsonfeed"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    atom = etree.fromstring(written("atom").encode())
    assert [item["id"] for item in feed["items"]] == [e.text for e in atom.findall("a:entry/a:id", ATOM)]
    assert feed["items"][0]["_reportedly"] == {
        "event": "e1aaaa",
        "point": "e1aaaa.happened",
        "before": "single origin",
        "after": "contested",
    }
    assert all({"id", "content_text", "date_published"} <= item.keys() for item in feed["items"])
