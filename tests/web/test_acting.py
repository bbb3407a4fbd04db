"""Forms: bring in, judge, undo; and that nobody else's page can send them."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.web._guard import MOST_POSTED, MOST_UPLOADED
from tests.web.conftest import browser, token
from tests.web.story import LEGION, VOLGA, ScriptedReader

SIGNED = {"by": "Ann", "reason": "seen the video"}


@pytest.fixture
def client(ledger: Ledger) -> TestClient:
    return browser(ledger)


def raid(ledger: Ledger) -> str:
    return next(event.id for event in ledger.events() if event.title == "Ground raid in Tyotkino")


def test_a_judgement_and_its_undoing(client: TestClient, ledger: Ledger) -> None:
    event = raid(ledger)
    sent = {"token": token(client.get(f"/event/{event}").text), "decision": "confirm", "what": f"{event}.happened", **SIGNED}
    answer = client.post(f"/event/{event}/judge", data=sent)
    assert answer.status_code == 200
    assert answer.url.fragment == "judgements"
    assert ledger.event(event).points[0].standing == "confirmed"
    assert '<strong dir="auto">Ann</strong>: confirm — Did it happen?' in answer.text
    (judgement,) = ledger.judgements()
    undone = client.post(f"/event/{event}/undo/{judgement.id}", data={"token": sent["token"], **SIGNED})
    assert ledger.judgements()[0].undone
    assert 'class="undone"' in undone.text
    again = client.post(f"/event/{event}/undo/{judgement.id}", data={"token": sent["token"], **SIGNED})
    assert (again.status_code, "undone already" in again.text) == (400, True)


def test_a_judgement_needs_a_name_a_reason_and_a_thing(client: TestClient, ledger: Ledger) -> None:
    event = raid(ledger)
    good = {"token": token(client.get("/add").text), "decision": "confirm", **SIGNED}
    wrongs: list[dict[str, str]] = [{"by": " "}, {"reason": ""}, {"decision": "true"}, {"what": "e000"}, {"reason": "x" * 2001}]
    for wrong in wrongs:
        assert client.post(f"/event/{event}/judge", data={**good, **wrong}).status_code in (400, 404), wrong
    assert ledger.judgements() == ()


def test_forms_of_others_are_refused(client: TestClient, ledger: Ledger) -> None:
    event = raid(ledger)
    good = token(client.get("/add").text)
    sent = {"decision": "refute", **SIGNED}
    path = f"/event/{event}/judge"
    assert client.post(path, data=sent).status_code == 403
    assert client.post(path, data={**sent, "token": "0" * 64}).status_code == 403
    assert client.post(path, data={**sent, "token": "ключ"}).status_code == 403
    foreign = {"Origin": "https://evil.example"}
    assert client.post(path, data={**sent, "token": good}, headers=foreign).status_code == 403
    assert client.post(path, data={**sent, "token": good}, headers={"Origin": "null"}).status_code == 403
    assert client.post(path, data={**sent, "token": good}, headers={"Origin": "http://127.0.0.1:9999"}).status_code == 403
    assert client.post(path, data={**sent, "token": good}, headers={"Sec-Fetch-Site": "same-site"}).status_code == 403
    other = browser(ledger)
    assert other.post(path, data={**sent, "token": good}).status_code == 403
    client.cookies.clear()
    client.cookies.set("reportedly_desk", "chosen-by-someone-else")
    assert client.post(path, data={**sent, "token": good}).status_code == 403
    assert ledger.judgements() == ()


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: TestClient) -> None:
    cookie = client.get("/add").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["/event/e1/judge", "/event/e1/undo/j1"])
def test_writing_is_never_done_by_looking(desk: TestClient, path: str) -> None:
    assert desk.get(path).status_code == 405


def test_pasted_text_is_taken_in_once(empty: Ledger) -> None:
    client = browser(empty)
    sent = {"token": token(client.get("/add").text), "text": VOLGA, "outlet": "Volga Wire", "published": "2024-03-12T10:10"}
    first = client.post("/add", data=sent)
    assert "1 new report, 1 revision, 3 claims" in first.text
    link = re.search(r'href="(/report/[0-9a-f]{12})"', first.text)
    assert link
    assert "Volga Wire" in client.get(link[1]).text
    assert empty.originals.read(empty.revision(link[1].rpartition("/")[2]).sha256) == VOLGA.encode()
    assert "<h1>Nothing new</h1>" in client.post("/add", data=sent).text
    assert len(empty.reports()) == 1


def test_files_are_taken_in_and_bad_ones_named(empty: Ledger) -> None:
    client = browser(empty)
    page = (
        b"<html><head><title>Raid</title></head><body><article><h1>Raid</h1><p>"
        + LEGION.encode()
        + b"</p></article></body></html>"
    )
    files = [
        ("files", ("../../etc/passwd.html", page, "text/html")),
        ("files", ("empty.txt", b"", "text/plain")),
        ("files", ("<b>x</b>.json", b"{", "application/json")),
    ]
    answer = client.post("/add", data={"token": token(client.get("/add").text)}, files=files)
    assert "2 inputs could not be taken in" in answer.text
    assert "<strong>empty.txt</strong>: the file is empty" in answer.text
    assert "&lt;b&gt;x&lt;/b&gt;.json" in answer.text
    assert "/tmp" not in answer.text
    assert len(empty.reports()) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": " "}, "Nothing was given"),
        ({"text": "Words.", "published": "yesterday"}, "not a moment"),
        ({"text": "Words.", "url": "javascript:alert(1)"}, "only http and https addresses are kept"),
        ({"text": "Words.", "outlet": "x" * 2001}, "too long"),
    ],
)
def test_what_cannot_be_taken_in_is_said_in_plain_words(empty: Ledger, sent: dict[str, str], said: str) -> None:
    client = browser(empty)
    answer = client.post("/add", data={"token": token(client.get("/add").text), **sent})
    assert said in answer.text
    assert empty.reports() == ()


def test_a_reader_that_is_not_there_is_said(empty: Ledger) -> None:
    from fastapi.testclient import TestClient as Client

    from reportedly.model import ReadingError
    from reportedly.web import create_app
    from tests.web.conftest import BASE

    def missing() -> ScriptedReader:
        raise ReadingError("the weights are missing")

    client = Client(create_app(empty, reader=missing), base_url=BASE)
    answer = client.post("/add", data={"token": token(client.get("/add").text), "text": "Words."})
    assert (answer.status_code, "the weights are missing" in answer.text) == (422, True)


def test_oversized_bodies_are_refused_announced_or_not(client: TestClient, ledger: Ledger) -> None:
    event = raid(ledger)
    good = token(client.get("/add").text)

    def stream(size: int):  # type: ignore[no-untyped-def]
        yield f"token={good}&decision=confirm&by=Ann&reason=".encode()
        for _ in range(size // 4096):
            yield b"x" * 4096

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    announced = client.post(f"/event/{event}/judge", content=b"x" * (MOST_POSTED + 1), headers=kind)
    assert announced.status_code == 413
    assert client.post(f"/event/{event}/judge", content=stream(MOST_POSTED * 2), headers=kind).status_code == 413
    assert client.post("/add", headers={**kind, "Content-Length": str(MOST_UPLOADED + 1)}, content=b"").status_code == 413
    assert ledger.judgements() == ()
