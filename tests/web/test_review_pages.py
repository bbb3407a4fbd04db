"""The queue in a browser without JavaScript: from the list to a sign-off by two people, and who did what."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
from fastapi.testclient import TestClient

from reportedly.ledger import Ledger, open_ledger
from reportedly.model import Reading, Revision
from reportedly.team import Rules
from reportedly.web import create_app
from reportedly.web.review._shared import MOST, shared
from tests.fakes import NOON, FakeReader, captured
from tests.team.conftest import Clock, people
from tests.web.conftest import BASE, token
from tests.web.story import ScriptedReader
from tests.web.test_team_pages import signed_in


def test_two_people_from_the_queue_to_the_audit(ledger: Ledger, tmp_path: Path) -> None:
    team = people(tmp_path / "team.db", Clock())
    team.agree(Rules(two_people=True))
    app = create_app(ledger, reader=ScriptedReader, team=team)
    first, second, third = (TestClient(app, base_url=BASE, raise_server_exceptions=False) for _ in range(3))
    for client, name in ((first, "reviewer"), (second, "editor"), (third, "viewer")):
        signed_in(client, name)
    assert third.get("/review").status_code == 403
    waiting = first.get("/review.json").json()["waiting"]
    assert waiting[0]["standing"] == "contested"
    what = waiting[0]["point"]
    address = f"/review/{what}"
    page = first.get(address).text
    assert all(f'accesskey="{key}"' in page for key in "ynustk")
    sent = {"token": token(page), "verdict": "refute", "reason": "the sealed why", "by": "custodian"}
    assert first.post(f"{address}/sign", data={**sent, "verdict": "link"}).status_code == 400
    assert first.post(f"{address}/sign", data={**sent, "reason": ""}).status_code == 400
    assert first.post(f"{address}/sign", data=sent).url.path == "/review"
    assert first.post(f"{address}/sign", data=sent).status_code == 400
    event = f"/event/{what.partition('.')[0]}"
    assert "one has signed, a second person is needed" in second.get(event).text
    for path in (address, f"{address}.json", "/audit", "/audit.json", "/review", "/review.json", event, f"{event}.json"):
        assert "the sealed why" not in second.get(path).text, path
    assert "the sealed why" in first.get(address).text
    sent = {"token": token(second.get(address).text), "verdict": "refute", "reason": "agreed"}
    assert second.post(f"{address}/sign", data=sent).status_code == 200
    assert [one.by for one in ledger.judgements()] == ["reviewer, editor"]
    assert "signed by reviewer and editor" in first.get(event).text
    assert what not in first.get("/review").text
    assert "the sealed why" in second.get("/audit").text
    step = ledger.reviewed()[-1].id
    sent = {"token": token(first.get(address).text), "reason": "no"}
    assert first.post(f"/audit/undo/{step}", data=sent).status_code == 403
    sent["token"] = token(second.get(address).text)
    assert second.post(f"/audit/undo/{step}", data=sent).url.path == "/audit"
    assert ledger.judgements()[0].undone


def test_where_two_must_sign_nobody_confirms_beside_the_queue(ledger: Ledger, tmp_path: Path) -> None:
    team = people(tmp_path / "team.db", Clock())
    client = TestClient(create_app(ledger, reader=ScriptedReader, team=team), base_url=BASE, raise_server_exceptions=False)
    signed_in(client, "editor")
    point = ledger.to_review()[0].point
    event = point.partition(".")[0]
    assert 'value="confirm"' in client.get(f"/event/{event}").text
    team.agree(Rules(two_people=True))
    page = client.get(f"/event/{event}").text
    assert 'value="confirm"' not in page
    assert f'href="/review/{point}"' in page
    sent = {"token": token(page), "what": point, "reason": "seen"}
    for decision in ("confirm", "refute"):
        assert client.post(f"/event/{event}/judge", data={**sent, "decision": decision}).status_code == 403
        told = {"what": point, "decision": decision, "reason": "seen"}
        assert client.post("/api/v1/judgements", json=told).status_code == 403
    assert not ledger.judgements()
    assert client.post(f"/event/{event}/judge", data={**sent, "decision": "unsure"}).status_code == 200
    assert [one.decision for one in ledger.judgements()] == ["unsure"]


def test_alone_a_name_is_told_and_one_person_is_enough(desk: TestClient, ledger: Ledger) -> None:
    client = TestClient(create_app(ledger, reader=ScriptedReader), base_url=BASE, raise_server_exceptions=False)
    what = ledger.to_review()[0].point
    sent = {"token": token(client.get(f"/review/{what}").text), "verdict": "unsure", "reason": "cannot be told", "by": "Ann"}
    assert client.post(f"/review/{what}/sign", data={**sent, "by": " "}).status_code == 400
    assert client.post(f"/review/{what}/sign", data=sent).status_code == 200
    assert ledger.review(what).state == "signed off"
    assert "cannot be told" in client.get("/audit").text
    assert client.get("/review/e000.happened").status_code == 404


class OwnVoice(FakeReader):
    """Reads what is said as the report's own words."""

    def read(self, revision: Revision) -> Reading:
        found = super().read(revision)
        claims = tuple(msgspec.structs.replace(claim, statement=None) for claim in found.claims)
        return msgspec.structs.replace(found, statements=(), claims=claims)


def copies(path: Path, names: tuple[str, str] = ("First Post", "Second Post")) -> Ledger:
    """Two reports with the same words, the second half an hour later."""
    ledger = open_ledger(path)
    text = "Legion said there was a gunfight in Tyotkino. Residents counted several loud explosions near the grain terminal."
    for number, name in enumerate(names):
        report = captured(text, report=f"url:https://one.example/{number}", outlet=name, at=NOON + timedelta(minutes=30 * number))
        ledger.add([report], OwnVoice())
    return ledger


def test_a_link_is_judged_and_taken_back_at_once(tmp_path: Path) -> None:
    with copies(tmp_path / "desk.db") as ledger:
        client = TestClient(create_app(ledger, reader=OwnVoice), base_url=BASE, raise_server_exceptions=False)
        (waiting,) = client.get("/review.json?of=links").json()["links"]
        page = client.get(f"/review/{waiting['link']}")
        assert "Does Second Post have it from First Post?" in page.text
        assert '<mark class="shared">Legion said there was a gunfight' in page.text
        data = client.get(f"/review/{waiting['link']}.json").json()
        assert data["link"]["kind"] == "text"
        sent = {"token": token(page.text), "verdict": "unlink", "reason": "both were there", "by": "Ann"}
        assert client.post(f"/review/{waiting['link']}/sign", data={**sent, "verdict": "confirm"}).status_code == 400
        after = client.post(f"/review/{waiting['link']}/sign", data=sent)
        assert (after.url.path, "Nothing waits" in after.text) == ("/review", True)
        assert ledger.events()[0].counts.origins == 2
        assert "No event has this link now" in client.get(f"/review/{waiting['link']}").text
        step = ledger.reviewed()[0].id
        assert f"/audit/undo/{step}" in after.text
        sent = {"token": token(after.text), "by": "Ann", "reason": "taken back at once", "back": "links"}
        assert str(client.post(f"/audit/undo/{step}", data=sent).url).endswith("/review?of=links")
        assert ledger.events()[0].counts.origins == 1
        assert client.get(f"/review?signed={step}").text.count("Undo") == 0
        assert client.get("/review/000000000000~111111111111").status_code == 404
        assert client.get("/review?of=everything").status_code == 400


def test_shared_words_are_marked_and_nothing_is_lost() -> None:
    text = "He said: Four loud Blasts, near the port. Then nothing."
    runs = shared(text, "there were four loud blasts near a road")
    assert "".join(run.text for run in runs) == text
    assert [run.text for run in runs if run.shared] == ["Four loud Blasts, near"]
    assert shared("", "x") == ()
    assert len("".join(run.text for run in shared("a " * MOST, "b"))) == MOST
