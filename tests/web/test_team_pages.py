"""Signing in and out in a browser, and that every route says who may use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount

from reportedly.ledger import Ledger
from reportedly.team import ROLES, Role, Team, permitted
from reportedly.web import create_app
from reportedly.web.team import needed_by
from tests.team.conftest import Clock, people, secret_of
from tests.web.conftest import BASE, token
from tests.web.story import ScriptedReader

MOUNTS = ("/static", "/api/v1")
"""Applications of their own: one serves files of the package, the other asks for permissions by itself (its own tests)."""


def _routes(ledger: Ledger) -> Iterator[APIRoute]:
    yield from _within(create_app(ledger, reader=ScriptedReader).routes)


def _within(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """The routes themselves; an included router holds its own."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if isinstance(route, Mount):
            assert route.path in MOUNTS, route.path
        elif inner is not None:
            yield from _within(inner.routes)
        else:
            assert isinstance(route, APIRoute), route
            yield route


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return people(tmp_path / "team.db", Clock())


@pytest.fixture
def visit(ledger: Ledger, team: Team) -> Callable[[Role | None], TestClient]:
    """A browser, signed in as somebody of the role, or as nobody."""
    app = create_app(ledger, reader=ScriptedReader, team=team)

    def visit(role: Role | None) -> TestClient:
        client = TestClient(app, base_url=BASE, raise_server_exceptions=False)
        if role:
            assert signed_in(client, role).url.path == "/"
        return client

    return visit


def signed_in(client: TestClient, name: str, password: str | None = None, back: str = "/"):  # type: ignore[no-untyped-def]
    page = client.get("/sign-in", params={"back": back})
    sent = {"name": name, "password": password or secret_of(name), "back": back, "token": token(page.text)}
    return client.post("/sign-in", data=sent)


def _path(route: APIRoute) -> str:
    return re.sub(r"\{[^}]+\}", "e000", route.path)


def test_every_route_says_what_it_needs(told: Ledger) -> None:
    for route in _routes(told):
        assert needed_by(route), f"{route.path} does not say who may use it: dependencies=[needs(...)]"


@pytest.mark.parametrize("role", [None, *ROLES])
def test_each_role_reaches_what_the_table_says_and_nothing_else(
    visit: Callable[[Role | None], TestClient], ledger: Ledger, role: Role | None
) -> None:
    client = visit(role)
    before = tuple(ledger.entries())
    for route in _routes(ledger):
        needed = [one for one in needed_by(route) if one is not None]
        for method in sorted(route.methods - {"HEAD"}):
            if route.path == "/sign-out":
                continue
            answer = client.request(method, _path(route), follow_redirects=False)
            where = f"{role} {method} {route.path}: {answer.status_code}"
            if role is None and needed:
                assert answer.status_code in (303, 401), where
                assert "Tyotkino" not in answer.text, where
            elif role is not None and not set(needed) <= permitted(role):
                assert answer.status_code == 403, where
                assert "Your role does not let you" in answer.text, where
            else:
                assert "Your role does not let you" not in answer.text, where
                assert answer.status_code != 500, where
    assert tuple(ledger.entries()) == before


def test_a_route_that_says_nothing_is_refused_to_everybody(ledger: Ledger, team: Team) -> None:
    app = create_app(ledger, reader=ScriptedReader)
    app.add_api_route("/forgotten", lambda: {"secret": 1})
    app.router.add_api_route("/forgotten2", lambda: {"secret": 1}, dependencies=[])
    client = TestClient(app, base_url=BASE)
    for path in ("/forgotten", "/forgotten2"):
        answer = client.get(path)
        assert (answer.status_code, "secret" in answer.text) == (403, False), path


def test_signing_in_leads_back_but_never_away(visit: Callable[[Role | None], TestClient]) -> None:
    client = visit(None)
    asked = client.get("/search?q=Tyotkino")
    assert asked.url.path == "/sign-in"
    assert signed_in(client, "viewer", back="/search?q=Tyotkino").url.query == b"q=Tyotkino"
    for away in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"):
        answer = signed_in(visit(None), "viewer", back=away)
        assert (answer.url.host, answer.url.path) == ("127.0.0.1", "/"), away


def test_a_session_planted_beforehand_is_not_taken_over(visit: Callable[[Role | None], TestClient], team: Team) -> None:
    attacker = visit("viewer").cookies["reportedly_session"]
    victim = visit(None)
    victim.cookies.set("reportedly_session", attacker, domain="127.0.0.1", path="/")
    assert signed_in(victim, "custodian").status_code == 200
    fresh = next(c.value for c in victim.cookies.jar if c.name == "reportedly_session" and c.value != attacker)
    account = team.of_session(fresh or "")
    assert account
    assert account.name == "custodian"
    assert team.of_session(attacker) is None


def test_a_form_token_from_before_signing_in_is_worth_nothing(visit: Callable[[Role | None], TestClient], ledger: Ledger) -> None:
    client = visit(None)
    early = token(client.get("/sign-in").text)
    planted = client.cookies["reportedly_desk"]
    signed_in(client, "reviewer")
    client.cookies.set("reportedly_desk", planted, domain="127.0.0.1", path="/")
    event = ledger.events()[0].id
    sent = {"token": early, "decision": "confirm", "reason": "x"}
    assert client.post(f"/event/{event}/judge", data=sent).status_code == 403
    assert ledger.judgements() == ()


def test_cookies_are_kept_from_scripts_and_other_sites(ledger: Ledger, team: Team) -> None:
    app = create_app(ledger, reader=ScriptedReader, team=team)
    for scheme in ("http", "https"):
        client = TestClient(app, base_url=f"{scheme}://127.0.0.1:8731", follow_redirects=False)
        cookie = signed_in(client, "viewer").headers["set-cookie"].lower()
        assert all(word in cookie for word in ("reportedly_session=", "httponly", "samesite=strict"))
        assert ("secure" in cookie.split("reportedly_session=")[1].split(",")[0]) == (scheme == "https")


def test_a_judgement_carries_the_account_and_not_the_form(visit: Callable[[Role | None], TestClient], ledger: Ledger) -> None:
    client, event = visit("reviewer"), ledger.events()[0].id
    page = client.get(f"/event/{event}").text
    assert 'name="by"' not in page
    sent = {"token": token(page), "decision": "unsure", "reason": "seen", "by": "custodian"}
    assert client.post(f"/event/{event}/judge", data=sent).status_code == 200
    assert [one.by for one in ledger.judgements()] == ["reviewer"]


def test_nobody_takes_back_what_others_judged_but_an_editor(visit: Callable[[Role | None], TestClient], ledger: Ledger) -> None:
    event = ledger.events()[0].id
    mine, other = ledger.judge(event, "unsure", by="reviewer", reason="x"), ledger.judge(event, "unsure", by="Zoe", reason="x")
    client = visit("reviewer")
    sent = {"token": token(client.get(f"/event/{event}").text), "reason": "y"}
    assert client.post(f"/event/{event}/undo/{other.id}", data=sent).status_code == 403
    assert client.post(f"/event/{event}/undo/{mine.id}", data=sent).status_code == 200
    client = visit("editor")
    sent["token"] = token(client.get(f"/event/{event}").text)
    assert client.post(f"/event/{event}/undo/{other.id}", data=sent).status_code == 200
    assert all(one.undone for one in ledger.judgements())


def test_too_many_tries_are_told_with_a_time_to_wait(visit: Callable[[Role | None], TestClient]) -> None:
    client = visit(None)
    answers = [signed_in(client, "viewer", "wrong wrong wrong") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert signed_in(client, "viewer").status_code == 429
    assert signed_in(visit(None), "nobody", "wrong wrong wrong").text.count("do not fit") == 1


def test_tokens_are_for_programs(visit: Callable[[Role | None], TestClient], team: Team) -> None:
    secret, made = team.issue("editor", "feed", "viewer")
    client = visit(None)
    told = {"Authorization": f"Bearer {secret}"}
    assert client.get("/day.json", headers=told).status_code == 200
    assert client.get("/add", headers=told).status_code == 403
    for wrong in ("Bearer nothing", "Basic eDp5", "Bearer", ""):
        assert client.get("/day.json", headers={"Authorization": wrong}).status_code == 401
    assert visit("custodian").get("/day.json", headers={"Authorization": "Bearer nothing"}).status_code == 401
    team.revoke(made.id)
    assert client.get("/day.json", headers=told).status_code == 401


def test_signing_out_and_a_new_password_end_sessions(visit: Callable[[Role | None], TestClient], team: Team) -> None:
    client = visit("viewer")
    other = visit("viewer")
    assert client.post("/sign-out", data={"token": token(client.get("/account").text)}).url.path == "/sign-in"
    assert client.get("/").url.path == "/sign-in"
    fresh = "another long word"
    sent = {"token": token(other.get("/account").text), "password": "wrong wrong wrong", "fresh": fresh, "again": fresh}
    assert other.post("/account", data=sent).status_code == 400
    assert other.post("/account", data={**sent, "password": secret_of("viewer"), "again": "x"}).status_code == 400
    assert other.post("/account", data={**sent, "password": secret_of("viewer")}).url.path == "/sign-in"
    assert signed_in(other, "viewer", fresh).url.path == "/"


def test_without_accounts_there_is_nothing_to_sign_in_to(desk: TestClient) -> None:
    for path in ("/sign-in", "/account", "/team", "/team.json"):
        assert desk.get(path).status_code == 404


def test_the_interface_for_programs_knows_the_accounts(
    visit: Callable[[Role | None], TestClient], team: Team, ledger: Ledger
) -> None:
    event = ledger.events()[0].id
    other = ledger.judge(event, "unsure", by="Zoe", reason="x")
    client = visit(None)
    assert client.get("/api/v1/events").status_code == 401
    assert client.get("/api/v1/events").headers["content-type"] == "application/problem+json"
    may = {}
    for role in ROLES:
        told = {"Authorization": f"Bearer {team.issue(role, 'x', role)[0]}"}
        may[role] = client.get("/api/v1/", headers=told).json()["may"]
        sent = {"what": event, "decision": "unsure", "reason": "seen"}
        assert client.post("/api/v1/judgements", headers=told, json=sent).status_code == (403 if role == "viewer" else 201)
        answer = client.post(f"/api/v1/judgements/{other.id}/undo", headers=told, json={"reason": "no"})
        assert answer.status_code == {"viewer": 403, "reviewer": 403, "editor": 200, "custodian": 400}[role]
    assert may["viewer"] == ["read"]
    assert may["reviewer"] == ["judge", "read"]
    assert may["editor"] == may["custodian"] == ["add", "judge", "read"]
    assert {one.by for one in ledger.judgements()} == {"Zoe", "reviewer", "editor", "custodian"}
