"""`reportedly hooks` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.stub import Told, stub


def test_from_adding_a_hook_to_a_dead_letter_and_back(run: Run, stories: Path) -> None:
    with stub() as server:
        assert run("add", stories / "a.txt").exit_code == 0
        made = json.loads(run("hooks", "add", f"{server.url}/in", "--internal", "--json").stdout)
        assert made["secret"].startswith("whsec_")
        assert "accepted (200)" in run("hooks", "test", made["hook"]).stderr
        run("add", stories / "b.txt")
        assert "1 new letter; 1 delivered" in run("hooks", "deliver").stderr
        assert [json.loads(asked.body)["type"] for asked in server.asked] == ["test", "standing.changed"]
        server.answer = lambda _: Told(410)
        run("add", stories / "c.txt")
        assert json.loads(run("hooks", "deliver", "--json").stdout) == {"delivered": 0, "again": 0, "dead": 1}
    refused = run("hooks", "test", made["hook"])
    assert refused.exit_code == 1
    assert "not accepted" in refused.stderr
    assert "answered 410" in run("hooks", "dead").stdout
    assert json.loads(run("hooks", "dead", "--json").stdout)["hook"] == made["hook"]
    assert "1 letter to be sent again" in run("hooks", "dead", "--retry-all").stderr
    listed = run("hooks", "list").stdout
    assert made["hook"] in listed
    assert "answered" in listed
    assert json.loads(run("hooks", "list", "--json").stdout)["paused"] is True
    assert run("hooks", "remove", made["hook"]).exit_code == 0
    assert "No hooks" in run("hooks", "list").stderr
    assert "No dead letters" in run("hooks", "dead").stderr


def test_addresses_that_are_not_kept(run: Run, stories: Path) -> None:
    run("add", stories / "a.txt")
    for address in ("http://one.example/", "ftp://one.example/", "https://", "https://u:p@one.example/", "http://[", "nonsense"):
        refused = run("hooks", "add", address)
        assert refused.exit_code == 2, address
    assert run("hooks", "remove", "h0").exit_code == 3
