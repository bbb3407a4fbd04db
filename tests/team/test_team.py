"""Accounts, sessions, tokens, and how often somebody may try."""

from __future__ import annotations

import stat
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from reportedly.model import LedgerError, NotFound, ReportedlyError
from reportedly.team import ABSOLUTE, IDLE, PERMISSIONS, ROLES, Rules, Team, TooMany, Unwelcome, permitted
from reportedly.team._tries import ADDRESS, PAIR, WINDOW
from tests.team.conftest import Clock, people, secret_of


def test_every_role_may_more_than_the_one_before() -> None:
    for less, more in pairwise(ROLES):
        assert permitted(less) < permitted(more)
    assert permitted("custodian") == set(PERMISSIONS)
    assert permitted("viewer") == {"look", "self"}


def test_a_session_ends_when_idle_and_in_any_case(team: Team, clock: Clock) -> None:
    begun = team.sign_in("Reviewer", secret_of("reviewer"), "10.0.0.1")
    assert begun.account.name == "reviewer"
    clock.pass_(IDLE - timedelta(minutes=1))
    assert team.of_session(begun.secret)
    clock.pass_(IDLE + timedelta(seconds=1))
    assert team.of_session(begun.secret) is None
    begun, ends = team.sign_in("reviewer", secret_of("reviewer"), "10.0.0.1"), clock.at + ABSOLUTE
    while clock.at < ends:
        assert team.of_session(begun.secret)
        clock.pass_(IDLE / 2)
    clock.pass_(timedelta(seconds=1))
    assert team.of_session(begun.secret) is None


def test_two_sign_ins_have_two_secrets_and_signing_out_ends_one(team: Team) -> None:
    one, two = (team.sign_in("viewer", secret_of("viewer"), "10.0.0.1").secret for _ in range(2))
    assert one != two
    team.sign_out(one)
    assert team.of_session(one) is None
    assert team.of_session(two)


def test_neither_secrets_nor_passwords_are_kept(team: Team, tmp_path: Path) -> None:
    secret = team.sign_in("viewer", secret_of("viewer"), "10.0.0.1").secret
    token, _ = team.issue("editor", "feed", "viewer")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for hidden in (secret, token, secret_of("viewer")):
        assert hidden.encode() not in kept
    assert b"$argon2id$" in kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_refusal_never_says_what_was_wrong(team: Team) -> None:
    team.disable("viewer")
    said = set()
    for name, password in (("nobody", "x" * 20), ("editor", "x" * 20), ("viewer", secret_of("viewer")), ("", "")):
        with pytest.raises(Unwelcome) as refused:
            team.sign_in(name, password, "10.0.0.1")
        said.add(str(refused.value))
    assert len(said) == 1


def test_an_unknown_name_costs_as_much_as_a_known_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    team = people(tmp_path / "t.db", Clock())
    asked = []
    fits = team._passwords.fits
    monkeypatch.setattr(team._passwords, "fits", lambda kept, password: asked.append(kept) or fits(kept, password))
    for name in ("editor", "nobody"):
        with pytest.raises(Unwelcome):
            team.sign_in(name, "wrong wrong wrong", "10.0.0.1")
    assert [kept is None for kept in asked] == [False, True]
    assert team._passwords._nobody.split("$")[1:4] == team._passwords.hashed("x" * 12, "n").split("$")[1:4]


@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_tries_are_counted_also_for_names_that_nobody_has(team: Team, clock: Clock, name: str) -> None:
    for _ in range(PAIR):
        with pytest.raises(Unwelcome):
            team.sign_in(name, "wrong wrong wrong", "10.0.0.1")
    with pytest.raises(TooMany) as refused:
        team.sign_in(name, secret_of(name), "10.0.0.1")
    assert 0 < refused.value.wait <= WINDOW.total_seconds()
    assert any(deed.what == "too many tries to sign in" for deed in team.deeds())
    clock.pass_(WINDOW + timedelta(seconds=1))
    if name == "editor":
        assert team.sign_in(name, secret_of(name), "10.0.0.1")


def test_one_address_may_not_try_many_names_and_others_still_may(team: Team) -> None:
    for number in range(ADDRESS):
        with pytest.raises(Unwelcome):
            team.sign_in(f"name {number}", "wrong wrong wrong", "10.0.0.1")
    with pytest.raises(TooMany):
        team.sign_in("editor", secret_of("editor"), "10.0.0.1")
    assert team.sign_in("editor", secret_of("editor"), "10.0.0.2")


def test_what_is_changed_counts_at_once(team: Team) -> None:
    secret = team.sign_in("editor", secret_of("editor"), "10.0.0.1").secret
    team.give_role("editor", "viewer")
    account = team.of_session(secret)
    assert account
    assert not account.may("bring")
    team.disable("editor")
    assert team.of_session(secret) is None
    team.enable("editor")
    assert team.of_session(secret) is None
    secret = team.sign_in("editor", secret_of("editor"), "10.0.0.1").secret
    team.set_password("editor", "another long word")
    assert team.of_session(secret) is None
    with pytest.raises(Unwelcome):
        team.sign_in("editor", secret_of("editor"), "10.0.0.1")


def test_a_token_never_reaches_beyond_its_account(team: Team, clock: Clock) -> None:
    secret, token = team.issue("editor", "feed", "reviewer", days=30)
    account = team.of_token(secret)
    assert account
    assert (account.name, account.role) == ("editor", "reviewer")
    with pytest.raises(ReportedlyError, match="cannot have a token of a custodian"):
        team.issue("editor", "feed", "custodian")
    team.give_role("editor", "viewer")
    account = team.of_token(secret)
    assert account
    assert account.role == "viewer"
    clock.pass_(timedelta(days=30))
    assert team.of_token(secret) is None
    fresh, token = team.issue("viewer", "feed", "viewer")
    team.revoke(token.id)
    assert team.of_token(fresh) is None
    assert [one.ended for one in team.tokens()] == [True, True]
    for nonsense in ("", "rpt_", "rpt_x", "Bearer", "\x00", "ключ"):
        assert team.of_token(nonsense) is None


@pytest.mark.parametrize("name", ["", " ", "-a", "a\nb\x00", "<b>", "x" * 61, "a\u202eb", "a/b", "'"])
def test_names_that_could_mislead_are_refused(team: Team, name: str) -> None:
    with pytest.raises(ReportedlyError):
        team.add(name, "viewer", "a long enough word")


def test_a_name_is_taken_in_every_writing_of_it(team: Team) -> None:
    team.add("Ann Öberg", "viewer", "a long enough word")
    for same in ("ann öberg", "ANN O\u0308BERG", " Ann  Öberg "):
        with pytest.raises(ReportedlyError, match="there is an account of that name"):
            team.add(same, "viewer", "a long enough word")


@pytest.mark.parametrize("password", ["short", "", "viewer2", "x" * 1001])
def test_weak_passwords_are_refused(team: Team, password: str) -> None:
    with pytest.raises(ReportedlyError):
        team.set_password("viewer", password)


def test_somebody_can_always_give_roles(team: Team) -> None:
    for act in (lambda: team.disable("custodian"), lambda: team.give_role("custodian", "viewer")):
        with pytest.raises(ReportedlyError, match="only custodian"):
            act()
    team.give_role("editor", "custodian")
    team.disable("custodian")
    with pytest.raises(NotFound):
        team.disable("nobody")


def test_rules_and_record_outlive_the_process(team: Team, tmp_path: Path, clock: Clock) -> None:
    team.agree(Rules(two_people=True), who="custodian")
    again = Team(tmp_path / "desk.db.team.db", team._passwords, clock)
    assert again.rules.two_people
    assert next(iter(again.deeds())).who == "custodian"


def test_another_file_is_no_team(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"words" * 1000)
    with pytest.raises(LedgerError, match="not a database of a team"):
        Team(tmp_path / "x.db")
