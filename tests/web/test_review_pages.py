"""The queue in a browser without JavaScript: from the list to a sign-off by two people, and who did what."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.team import Rules
from reportedly.web import create_app
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
    for path in (address, f"{address}.json", "/audit", "/audit.json", "/review", "/review.json"):
        assert "the sealed why" not in second.get(path).text, path
    assert "the sealed why" in first.get(address).text
    sent = {"token": token(second.get(address).text), "verdict": "refute", "reason": "agreed"}
    assert second.post(f"{address}/sign", data=sent).status_code == 200
    assert [one.by for one in ledger.judgements()] == ["reviewer, editor"]
    assert what not in first.get("/review").text
    assert "the sealed why" in second.get("/audit").text
    step = ledger.reviewed()[-1].id
    sent = {"token": token(first.get(address).text), "reason": "no"}
    assert first.post(f"/audit/undo/{step}", data=sent).status_code == 403
    sent["token"] = token(second.get(address).text)
    assert second.post(f"/audit/undo/{step}", data=sent).url.path == "/audit"
    assert ledger.judgements()[0].undone


def test_alone_a_name_is_told_and_one_person_is_enough(desk: TestClient, ledger: Ledger) -> None:
    client = TestClient(create_app(ledger, reader=ScriptedReader), base_url=BASE, raise_server_exceptions=False)
    what = ledger.to_review()[0].point
    sent = {"token": token(client.get(f"/review/{what}").text), "verdict": "unsure", "reason": "cannot be told", "by": "Ann"}
    assert client.post(f"/review/{what}/sign", data={**sent, "by": " "}).status_code == 400
    assert client.post(f"/review/{what}/sign", data=sent).status_code == 200
    assert ledger.review(what).state == "signed off"
    assert "cannot be told" in client.get("/audit").text
    assert client.get("/review/e000.happened").status_code == 404
