"""`reportedly parties`: list, check, add."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportedly.cli import main

PACK = "pack: own\ntitle: Own\nversion: '1'\nentries:\n  - {name: Northern Wire, kind: medium, source: invented}\n"


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_DATA", str(tmp_path / "data"))


def parties(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["parties", *arguments])


def test_an_added_pack_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK, encoding="utf-8")
    assert parties("check", str(path)).exit_code == 0
    assert "own" not in parties("list").stdout.split()
    assert parties("add", str(path)).exit_code == 0
    listed = [json.loads(line) for line in parties("list", "--json").stdout.splitlines()]
    assert [entry["name"] for entry in listed if entry["pack"] == "own"] == ["Northern Wire"]


def test_check_names_every_faulty_pack_and_reads_on(tmp_path: Path) -> None:
    for name, text in (("a", "pack: x\n"), ("b", PACK), ("c", PACK.replace("kind", "sort"))):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = parties("check", *(str(tmp_path / f"{name}.yaml") for name in "abc"))
    assert done.exit_code == 1
    assert "lacks the field title" in done.stderr
    assert "b.yaml: 1 entry, no faults" in done.stderr
    assert "line 5, entries[1].sort: unknown field" in done.stderr


def test_a_faulty_pack_is_not_added(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("pack: x\n", encoding="utf-8")
    done = parties("add", str(path))
    assert done.exit_code == 4
    assert "own.yaml: line 1: lacks the field title" in done.stderr
    assert not (tmp_path / "data").exists()
