"""`reportedly team` and what `reportedly serve` refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from reportedly.cli import main


def run(*words: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(main, words, input=typed)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return str(tmp_path / "desk.db")


def test_an_account_from_its_making_to_its_end(ledger: str) -> None:
    typed = "a long enough word\na long enough word\n"
    assert run("team", "add", "Ann", "--role", "custodian", "--ledger", ledger, typed=typed)[0] == 0
    added = run("team", "add", "Ben", "--role", "editor", "--password-stdin", "--ledger", ledger, typed="another long word\n")
    assert added == (0, "", "Ben is in the team as editor.\n")
    assert run("team", "list", "--ledger", ledger)[1] == "Ann  custodian\nBen  editor\n"
    code, secret, said = run("team", "token", "Ben", "--label", "feed", "--ledger", ledger)
    assert (code, secret[:4], "of Ben as viewer" in said) == (0, "rpt_", True)
    assert "feed" in run("team", "tokens", "--ledger", ledger)[1]
    assert run("team", "role", "ben", "reviewer", "--ledger", ledger)[0] == 0
    assert run("team", "disable", "Ben", "--ledger", ledger)[0] == 0
    assert run("team", "list", "--ledger", ledger)[1] == "Ann  custodian\nBen  reviewer  (disabled)\n"
    assert run("team", "rules", "--two-people", "--ledger", ledger)[1] == "a sign-off takes two people\n"
    assert "this machine  disabled  Ben" in run("team", "log", "--ledger", ledger)[1]


def test_what_cannot_be_done_is_said_in_a_sentence(ledger: str) -> None:
    code, _, said = run("team", "add", "Ann", "--password-stdin", "--ledger", ledger, typed="short\n")
    assert (code, said) == (4, "reportedly: a password needs 12 characters or more\n")
    code, _, said = run("team", "disable", "Ann", "--ledger", ledger)
    assert (code, said) == (3, "reportedly: Ann: no such account\n")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "desk.example"])
def test_nobody_else_is_let_in_without_accounts(ledger: str, host: str) -> None:
    code, _, said = run("serve", "--host", host, "--ledger", ledger)
    assert code == 2
    assert "Add --team" in said
    assert not Path(ledger).exists()


def test_a_team_of_nobody_is_not_served(ledger: str) -> None:
    code, _, said = run("serve", "--team", "--port", "0", "--ledger", ledger)
    assert code == 4
    assert "reportedly team add NAME --role custodian" in said


def test_a_key_needs_its_certificate(ledger: str, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("x")
    assert run("serve", "--key", str(tmp_path / "key.pem"), "--ledger", ledger)[0] == 2
