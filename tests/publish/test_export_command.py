"""`reportedly export` at the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from lxml import etree

from reportedly.cli import export
from reportedly.publish import FORMATS
from tests.cli.conftest import Run, run, stories  # noqa: F401  (fixtures)


@pytest.fixture
def filled(run: Run, stories: Path) -> Run:  # noqa: F811
    assert run("add", stories).exit_code == 0
    return run


def test_the_command_offers_what_the_registry_holds() -> None:
    assert list(FORMATS) == list(export.NAMES)
    assert [form.name for form in FORMATS.values()] == list(FORMATS)
    assert all(form.about and form.loses and form.media_type for form in FORMATS.values())


def test_every_format_is_written_and_can_be_read(filled: Run) -> None:
    for name in FORMATS:
        since = ["--since", "2001-01-01"] if name in ("atom", "jsonfeed") else []
        result = filled("export", name, *since)
        assert result.exit_code == 0, (name, result.output)
        if name.endswith(".csv"):
            assert len(list(csv.reader(result.stdout.splitlines()))) > 2
        elif name == "atom":
            assert len(etree.fromstring(result.stdout.encode())) > 4
        else:
            assert json.loads(result.stdout)


def test_filters_and_moments_hold(filled: Run) -> None:
    def events(*options: str) -> list[str]:
        return [row["place"] for row in csv.DictReader(filled("export", "events.csv", *options).stdout.splitlines())]

    assert sorted(events()) == ["Belgorod", "Tyotkino"]
    assert events("--place", "belgo") == ["Belgorod"]
    assert events("--standing", "contested") == ["Tyotkino"]
    assert events("--as-of", "2001-01-01") == []


def test_a_feed_needs_its_earlier_moment_and_nothing_else_takes_one(filled: Run) -> None:
    assert filled("export", "atom").exit_code == 2
    assert "--since is for" in filled("export", "geojson", "--since", "2024-01-01").output
    told = filled("export", "jsonfeed", "--since", "2001-01-01", "--standing", "contested")
    assert {item["_reportedly"]["after"] for item in json.loads(told.stdout)["items"]} == {"contested"}


def test_a_file_is_written_whole_or_not_at_all(filled: Run, tmp_path: Path) -> None:
    assert filled("export", "geojson", "--out", tmp_path / "map.geojson").stdout == ""
    assert json.loads((tmp_path / "map.geojson").read_bytes())["features"]
    failed = filled("export", "geojson", "--ledger", tmp_path / "none.db", "--out", tmp_path / "no.geojson")
    assert failed.exit_code == 3
    missing = filled("export", "geojson", "--out", tmp_path / "nowhere" / "map.geojson")
    assert (missing.exit_code, "cannot be written" in missing.stderr) == (4, True)
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith((".part", "no.geojson"))]


def test_csvw_needs_no_ledger(run: Run) -> None:  # noqa: F811
    assert json.loads(run("export", "csvw").stdout)["tables"]


def test_a_long_export_tells_how_far_it_is(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("export", "claims.csv").stderr == ""
    monkeypatch.setattr(export, "_QUIET", -1.0)
    assert "2 lines written ..." in filled("export", "claims.csv").stderr


def test_the_manual_names_every_format_and_what_it_loses() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    for form in FORMATS.values():
        assert f"| `{form.name}` | {form.about} | {form.loses} |" in page
