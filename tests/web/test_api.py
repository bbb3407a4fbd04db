"""The HTTP API on the story: answers, pages, the past, errors of one shape, ETags, writing."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from fastapi.testclient import TestClient
from lxml import etree
from starlette.exceptions import HTTPException

from reportedly.ledger import Change, Ledger, LedgerClaim, ReportSummary, Safety
from reportedly.model import Event, Judgement, Reading, ReportedlyError
from reportedly.web import create_app
from reportedly.web.api import Caller
from reportedly.web.api._cursors import Page
from reportedly.web.api._values import Found, OriginOf, OutletOf, PointOf, RevisionOf, SpeakerOf, StandingChange, StatementOf
from tests.fakes import FakeReader, captured
from tests.web.conftest import BASE
from tests.web.story import ScriptedReader

ROOT = "/api/v1"
MORNING, NIGHT = "2024-03-12T09:00Z", "2024-03-12T23:00Z"


def client(ledger: Ledger, **options: Any) -> TestClient:
    app = create_app(ledger, reader=ScriptedReader, **options)
    return TestClient(app, base_url=BASE, client=("127.0.0.1", 50000), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def api(told: Ledger) -> TestClient:
    return client(told)


def whole(api: TestClient, address: str, limit: int = 2) -> list[Any]:
    """Every item of a list, page by page."""
    items, cursor = [], None
    while True:
        params = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        told = api.get(ROOT + address, params=params).json()
        items += told["items"]
        cursor = told["next"]
        if cursor is None:
            return items


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/events", Event),
        ("/points", PointOf),
        ("/origins", OriginOf),
        ("/claims", LedgerClaim),
        ("/statements", StatementOf),
        ("/reports", ReportSummary),
        ("/revisions", RevisionOf),
        ("/speakers", SpeakerOf),
        ("/outlets", OutletOf),
        ("/search?q=gunfight", Found),
        ("/diff?from=" + MORNING, Change),
        ("/changes?since=" + MORNING, StandingChange),
    ],
)
def test_every_list_comes_as_its_type_and_in_pages_that_join_to_the_whole(api: TestClient, address: str, kind: type) -> None:
    at_once = api.get(ROOT + address)
    assert at_once.status_code == 200
    page = msgspec.json.decode(at_once.content, type=Page[kind])  # type: ignore[valid-type]
    assert len(page.items) > 1
    base, _, query = address.partition("?")
    params = dict(part.split("=", 1) for part in query.split("&")) if query else {}
    items, cursor = [], None
    for _ in range(100):
        asked = params | {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        told = api.get(ROOT + base, params=asked).json()
        items += told["items"]
        cursor = told["next"]
        if cursor is None:
            break
    assert items == at_once.json()["items"]


def test_one_thing_is_found_by_its_id(api: TestClient, told: Ledger) -> None:
    event = told.events()[0]
    assert msgspec.json.decode(api.get(f"{ROOT}/events/{event.id[:6]}").content, type=Event) == event
    claim = told.claims()[0]
    assert msgspec.json.decode(api.get(f"{ROOT}/claims/{claim.id}").content, type=LedgerClaim) == claim
    report = told.reports()[0]
    assert msgspec.json.decode(api.get(f"{ROOT}/reports/{report.report}").content, type=ReportSummary) == report
    revision = api.get(f"{ROOT}/revisions/{report.latest}").json()
    assert revision["id"] == report.latest
    reading = msgspec.json.decode(api.get(f"{ROOT}/revisions/{report.latest}/reading").content, type=Reading)
    assert reading == told.reading(report.latest)


def test_filters_choose(api: TestClient, told: Ledger) -> None:
    def ids(address: str) -> list[Any]:
        return [one.get("id") or one.get("name") or one["report"] for one in api.get(ROOT + address).json()["items"]]

    contested = told.events(standing="contested")
    assert ids("/events?standing=contested") == [event.id for event in contested]
    assert ids("/events?event_type=armed_clash") == [e.id for e in told.events() if e.event_type == "armed_clash"]
    assert ids("/claims?outlet=Kyiv Courier") == [one.id for one in told.claims() if one.outlet == "Kyiv Courier"]
    assert ids(f"/claims?event={contested[0].id[:5]}") == [one.id for one in told.claims(event=contested[0].id)]
    assert ids("/reports?outlet=Kyiv Courier") == [one.report for one in told.reports() if one.outlet == "Kyiv Courier"]
    assert ids("/speakers?speaker=starovoit") == ["Roman Starovoit"]
    named = [one["statement"]["source"] for one in api.get(f"{ROOT}/statements?speaker=starovoit").json()["items"]]
    assert named
    assert all("Roman Starovoit" in [source["text"], *source["speakers"]] for source in named)
    asked = api.get(f"{ROOT}/points?question=killed").json()["items"]
    assert {one["point"]["question"] for one in asked} == {"killed"}
    assert {one["origin"]["party"] for one in api.get(f"{ROOT}/origins?party=Russia's side").json()["items"]} == {"Russia's side"}


def test_the_past_is_shown_as_it_was(api: TestClient, told: Ledger) -> None:
    assert api.get(f"{ROOT}/events?as_of={MORNING}").json()["items"] == json.loads(msgspec.json.encode(told.events(MORNING)))
    then = api.get(f"{ROOT}/reports?as_of={MORNING}").json()["items"]
    now = api.get(f"{ROOT}/reports").json()["items"]
    assert 0 < len(then) < len(now)
    assert api.get(f"{ROOT}/reports?as_of={NIGHT}").json()["items"] == now
    edited = next(one for one in now if one["revisions"] == 2)
    before = api.get(f"{ROOT}/reports/{edited['report']}?as_of={MORNING}").json()
    assert (before["revisions"], before["latest"] == edited["latest"]) == (1, False)
    assert len(api.get(f"{ROOT}/revisions?report={edited['report']}&as_of={MORNING}").json()["items"]) == 1
    assert api.get(f"{ROOT}/revisions/{edited['latest']}?as_of={MORNING}").status_code == 404
    assert {one["revision"] for one in api.get(f"{ROOT}/statements?as_of={MORNING}").json()["items"]} <= {
        one["latest"] for one in then
    }
    assert len(api.get(f"{ROOT}/search?q=gunfight&as_of={MORNING}").json()["items"]) < len(
        api.get(f"{ROOT}/search?q=gunfight").json()["items"]
    )
    assert api.get(f"{ROOT}/outlets?as_of=2020-01-01").json() == {"items": [], "next": None}
    assert api.get(f"{ROOT}/speakers?as_of={MORNING}").json()["items"] != api.get(f"{ROOT}/speakers").json()["items"]


def test_feeds_hold_the_changes_and_can_be_filtered(api: TestClient) -> None:
    changes = api.get(f"{ROOT}/changes?since=2024-03-05T12:30Z&as_of=2024-03-12T12:30Z").json()["items"]
    feed = api.get(f"{ROOT}/changes.json?as_of=2024-03-12T12:30Z&days=7")
    assert feed.headers["content-type"] == "application/feed+json"
    assert [item["id"] for item in feed.json()["items"]] == [one["id"] for one in changes]
    atom = api.get(f"{ROOT}/changes.atom?as_of=2024-03-12T12:30Z&days=7")
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert atom.text.count("<entry>") == len(changes)
    entries = etree.fromstring(atom.content).findall("{*}entry/{*}link")
    assert len(entries) == len(changes) == len([item["url"] for item in feed.json()["items"]])
    assert all(api.get(entry.get("href", ""), headers={"Accept": "text/html"}).status_code == 200 for entry in entries)
    assert (feed.json()["feed_url"], feed.json()["home_page_url"]) == (str(feed.url), f"{BASE}/")
    assert etree.fromstring(atom.content).find("{*}link[@rel='self']").get("href") == str(atom.url)
    contested = api.get(f"{ROOT}/changes.json?as_of=2024-03-12T12:30Z&standing=contested").json()["items"]
    assert 0 < len(contested) < len(changes)
    assert all("contested" in (item["_reportedly"]["before"], item["_reportedly"]["after"]) for item in contested)
    assert api.get(f"{ROOT}/changes.json?place=nowhere").json()["items"] == []


@pytest.mark.parametrize("address", ["/changes?since=", "/changes.json?as_of=", "/changes.atom?as_of="])
def test_an_empty_moment_is_no_moment(api: TestClient, address: str) -> None:
    assert api.get(ROOT + address).status_code == 400


def test_a_delay_longer_than_a_feed_looks_back_leaves_it_older_not_empty(ledger: Ledger) -> None:
    """Added to today, with a delay of a hundred days: the feed's last week ends a hundred days ago."""
    now = datetime.now(UTC)
    ledger.add([captured("Yusov said there was a fight in Belgorod.", at=now - timedelta(days=102))], FakeReader())
    ledger.add([captured("Yusov said there was a fight in Kursk.", report="url:https://two.example/b", at=now)], FakeReader())
    ledger.protection.save(Safety(delay=24 * 100))
    items = client(ledger).get(f"{ROOT}/changes.json?days=7").json()["items"]
    assert {item["_reportedly"]["before"] for item in items} == {None}
    assert client(ledger).get(f"{ROOT}/changes?since={(now - timedelta(days=1)).date()}").json()["items"] == []


@pytest.mark.parametrize(
    ("method", "address", "status", "where"),
    [
        ("GET", "/nowhere", 404, None),
        ("GET", "/events/", 404, None),
        ("GET", "/events/zzzz", 404, "zzzz"),
        ("GET", "/claims/a/b", 404, "a/b"),
        ("GET", "/reports/url:nope", 404, "url:nope"),
        ("DELETE", "/events", 405, None),
        ("GET", "/events?limit=0", 422, "limit"),
        ("GET", "/events?limit=501", 422, "limit"),
        ("GET", "/events?standing=maybe", 422, "standing"),
        ("GET", "/events?standng=contested", 422, "standng"),
        ("GET", "/events?place=%00", 422, "place"),
        ("GET", "/events?as_of=noon", 400, "noon"),
        ("GET", "/events?as_of=0001-01-01T00:00%2B14:00", 400, "0001-01-01T00:00+14:00"),
        ("GET", "/events?cursor=AAAA", 422, "cursor"),
        ("GET", "/search", 422, "q"),
        ("GET", "/diff", 422, "from"),
        ("POST", "/judgements", 415, None),
        ("POST", "/add", 415, None),
    ],
)
def test_every_error_has_one_shape(api: TestClient, method: str, address: str, status: int, where: str | None) -> None:
    told = api.request(method, ROOT + address)
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    shape = told.json()
    assert shape["status"] == status
    assert shape.get("where") == where
    assert {"type", "title", "detail"} <= shape.keys()


def test_errors_before_the_api_have_the_same_shape(api: TestClient) -> None:
    for told in (
        api.get(f"{ROOT}/events", headers={"Host": "evil.example"}),
        api.get("/api/v2/events"),
        api.get(f"{ROOT}/reports/a%0Ab"),
        api.post(f"{ROOT}/judgements", content=b"x" * 70_000, headers={"Content-Type": "application/json"}),
    ):
        assert told.headers["content-type"] == "application/problem+json"
        assert told.json()["status"] == told.status_code
        assert told.status_code in (404, 413, 421)


def test_a_cursor_belongs_to_its_question(api: TestClient) -> None:
    cursor = api.get(f"{ROOT}/claims?limit=1").json()["next"]
    assert api.get(f"{ROOT}/claims?limit=7&cursor={cursor}").status_code == 200
    for address in ("/claims?outlet=Kyiv Courier&", "/reports?"):
        told = api.get(f"{ROOT}{address}cursor={cursor}")
        assert (told.status_code, told.json()["where"]) == (422, "cursor")


def test_pages_go_on_when_the_ledger_grows_between_them(ledger: Ledger) -> None:
    api = client(ledger)
    before = [one["id"] for one in whole(api, "/events")]
    first = api.get(f"{ROOT}/events?limit=1").json()
    ledger.judge(before[0], "refute", by="Ann", reason="seen otherwise")
    rest = api.get(f"{ROOT}/events", params={"limit": "1", "cursor": first["next"]}).json()
    assert [one["id"] for one in rest["items"]] == before[1:2]


def test_an_etag_lasts_as_long_as_the_ledger_stays_as_it_is(ledger: Ledger) -> None:
    api = client(ledger)
    first = api.get(f"{ROOT}/events")
    etag = first.headers["etag"]
    again = api.get(f"{ROOT}/events", headers={"If-None-Match": f'"x", {etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert api.get(f"{ROOT}/claims", headers={"If-None-Match": etag}).status_code == 200
    ledger.judge(ledger.events()[0].id, "unsure", by="Ann", reason="needs a second look")
    changed = api.get(f"{ROOT}/events", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag
    assert changed.headers["cache-control"] == "private, no-cache"


def test_an_etag_ends_when_a_name_is_marked_as_at_risk(ledger: Ledger) -> None:
    api = client(ledger)
    before = api.get(f"{ROOT}/speakers")
    assert "Roman Starovoit" in before.text
    ledger.protection.protect("Roman Starovoit")
    after = api.get(f"{ROOT}/speakers", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "Starovoit" not in after.text


def test_judging_and_undoing(ledger: Ledger) -> None:
    api = client(ledger)
    event = ledger.events()[0].id
    made = api.post(f"{ROOT}/judgements", json={"what": event, "decision": "refute", "reason": "seen", "by": "Ann"})
    assert made.status_code == 201
    judgement = msgspec.json.decode(made.content, type=Judgement)
    assert ledger.judgements() == (judgement,)
    undone = api.post(f"{ROOT}/judgements/{judgement.id}/undo", json={"reason": "wrong event", "by": "Ann"})
    assert undone.json()["undone"] is True
    assert api.get(f"{ROOT}/judgements").json()["items"][0]["undone"] is True
    again = api.post(f"{ROOT}/judgements/{judgement.id}/undo", json={"reason": "wrong event", "by": "Ann"})
    assert (again.status_code, "undone already" in again.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"{", None),
        (b"\xff", None),
        (b"[" * 50_000, None),
        (b'{"what": "e1", "decision": "certainly", "reason": "x", "by": "Ann"}', "$.decision"),
        (b'{"what": "e1", "decision": "refute", "reason": "", "by": "Ann"}', "$.reason"),
        (b'{"what": "e1", "decision": "refute", "reason": "x"}', "$.by"),
        (b'{"what": "e1", "decision": "refute", "reason": "x", "by": "Ann", "more": 1}', None),
    ],
)
def test_a_wrong_body_writes_nothing_and_is_told(ledger: Ledger, body: bytes, place: str | None) -> None:
    told = client(ledger).post(f"{ROOT}/judgements", content=body, headers={"Content-Type": "application/json"})
    assert told.status_code == 422
    assert (told.json()["where"], told.json().get("place")) == ("body", place)
    assert ledger.judgements() == ()


def test_adding_texts_and_files(empty: Ledger) -> None:
    api = client(empty)
    text = "Title\n\nThe Legion said there was a gunfight in Tyotkino. More words."
    added = api.post(f"{ROOT}/add", json={"text": text, "outlet": "Hand", "published": "2024-03-12"})
    assert added.status_code == 200, added.text
    assert added.json()["added"]["reports"] == 1
    assert added.json()["reports"][0][0] == empty.reports()[0].latest
    files = [
        {"name": name, "data": base64.b64encode(data).decode()}
        for name, data in (("a.txt", b"Second text of it."), ("b.bin", b"\0\1"))
    ]
    both = api.post(f"{ROOT}/add", json={"files": files}).json()
    assert both["added"]["reports"] == 1
    assert [problem["where"] for problem in both["problems"]] == ["b.bin"]
    assert (
        api.post(f"{ROOT}/add", json={"text": text, "outlet": "Hand", "published": "2024-03-12"}).json()["added"]["unchanged"]
        == 1
    )
    for body, where in (({}, "body"), ({"text": " "}, "body"), ({"files": [{"name": "x", "data": "not base64!"}]}, "body")):
        refused = api.post(f"{ROOT}/add", json=body)
        assert (refused.status_code, refused.json()["where"]) == (422, where)


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
def test_pages_of_other_sites_cannot_write(ledger: Ledger, headers: dict[str, str]) -> None:
    body = {"what": ledger.events()[0].id, "decision": "refute", "reason": "x", "by": "Mallory"}
    assert client(ledger).post(f"{ROOT}/judgements", json=body, headers=headers).status_code == 403
    assert ledger.judgements() == ()


def test_only_this_machine_is_answered_where_nobody_can_sign_in(told: Ledger) -> None:
    app = create_app(told, reader=ScriptedReader)
    for host in ("192.0.2.7", "testclient"):
        refused = TestClient(app, base_url=BASE, client=(host, 50000)).get(f"{ROOT}/events")
        assert (refused.status_code, refused.json()["status"]) == (401, 401)
        assert refused.headers["www-authenticate"] == "Bearer"
    assert TestClient(app, base_url=BASE, client=("::1", 50000)).get(f"{ROOT}/events").status_code == 200


def _access(known: dict[str, Caller]) -> Callable[..., Caller]:
    def access(request: Any) -> Caller:
        found = known.get(request.headers.get("authorization", ""))
        if found is None:
            raise HTTPException(401, "No such token.")
        return found

    return access


def test_permissions_are_asked_for_and_nobody_judges_in_anothers_name(ledger: Ledger) -> None:
    known = {"Bearer r": Caller("Rita", frozenset({"read"})), "Bearer j": Caller("Jo", frozenset({"read", "judge"}))}
    api = client(ledger, access=_access(known))
    body = {"what": ledger.events()[0].id, "decision": "refute", "reason": "x"}
    assert api.get(f"{ROOT}/events").status_code == 401
    assert api.get(f"{ROOT}/", headers={"Authorization": "Bearer r"}).json()["may"] == ["read"]
    assert api.post(f"{ROOT}/judgements", json=body, headers={"Authorization": "Bearer r"}).status_code == 403
    assert api.post(f"{ROOT}/add", json={"text": "x"}, headers={"Authorization": "Bearer j"}).status_code == 403
    theirs = api.post(f"{ROOT}/judgements", json=body | {"by": "Ann"}, headers={"Authorization": "Bearer j"})
    assert (theirs.status_code, theirs.json()["place"]) == (422, "$.by")
    assert api.post(f"{ROOT}/judgements", json=body, headers={"Authorization": "Bearer j"}).json()["by"] == "Jo"
    etags = {api.get(f"{ROOT}/events", headers={"Authorization": name}).headers["etag"] for name in known}
    assert len(etags) == 2


def test_a_ledger_that_fails_is_told_in_the_same_shape(told: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(*_: object, **__: object) -> None:
        raise ReportedlyError("something of the package", where="there")

    monkeypatch.setattr(type(told), "events", failed)
    answer = client(told).get(f"{ROOT}/events")
    assert (answer.status_code, answer.json()["detail"], answer.json()["where"]) == (422, "something of the package", "there")


def test_the_document_describes_every_route_with_types_of_the_model(api: TestClient) -> None:
    made = api.get(f"{ROOT}/openapi.json").json()
    assert {"Event", "Point", "Origin", "LedgerClaim", "Claim", "Statement", "Reading", "Judgement", "Trouble"} <= made[
        "components"
    ]["schemas"].keys()
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            assert operation["description"], path
            assert {"400", "401", "403", "404", "422", "default"} <= operation["responses"].keys()
            content = next(operation["responses"][code]["content"] for code in ("200", "201") if code in operation["responses"])
            assert content, (path, method)
    fields = made["components"]["schemas"]["Event"]["properties"].keys()
    assert fields == set(Event.__struct_encode_fields__)
