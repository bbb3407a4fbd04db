"""`reportedly export` at the command line."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from reportedly.cli import _progress, export
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
            assert len(list(csv.reader(result.stdout.splitlines()))) > (0 if name == "ucdp.csv" else 2)  # nobody died
        elif name.endswith(".parquet") or name == "ledger":
            assert result.stdout_bytes[:2] in (b"PA", b"PK")
        elif name == "ftm":
            assert all(json.loads(line)["id"] for line in result.stdout.splitlines())
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


def test_a_delay_makes_nothing_gone(filled: Run) -> None:
    """The earlier moment lies within the delay: seen from there nothing has changed yet."""
    now = datetime.now(UTC).isoformat()
    assert json.loads(filled("export", "jsonfeed", "--since", "2001-01-01").stdout)["items"]
    assert filled("safety", "--delay", "24").exit_code == 0
    assert json.loads(filled("export", "jsonfeed", "--since", now).stdout)["items"] == []
    assert "no report tells it any more" not in filled("brief", "--since", now).stdout


def test_the_earlier_moment_must_be_the_earlier(filled: Run) -> None:
    for command in (("export", "atom"), ("brief",)):
        refused = filled(*command, "--since", "2024-03-13", "--as-of", "2024-03-12")
        assert (refused.exit_code, "--since is later than --as-of" in refused.output) == (2, True)


def test_a_file_is_written_whole_or_not_at_all(filled: Run, tmp_path: Path) -> None:
    assert filled("export", "geojson", "--out", tmp_path / "map.geojson").stdout == ""
    assert json.loads((tmp_path / "map.geojson").read_bytes())["features"]
    failed = filled("export", "geojson", "--ledger", tmp_path / "none.db", "--out", tmp_path / "no.geojson")
    assert failed.exit_code == 3
    missing = filled("export", "geojson", "--out", tmp_path / "nowhere" / "map.geojson")
    assert (missing.exit_code, "cannot be written" in missing.stderr) == (4, True)
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith((".part", "no.geojson"))]


def test_several_formats_fill_a_folder_with_a_manifest(filled: Run, tmp_path: Path) -> None:
    done = filled(
        "export", "claims.csv", "claims.parquet", "csvw", "geojson", "--standing", "contested", "--out", tmp_path / "all"
    )
    assert done.exit_code == 0, done.output
    manifest = json.loads((tmp_path / "all" / "manifest.json").read_bytes())
    assert [file["file"] for file in manifest["files"]] == ["claims.csv", "claims.parquet", "csv-metadata.json", "events.geojson"]
    assert manifest["asked"] == {"standing": "contested"}
    for file in manifest["files"]:
        data = (tmp_path / "all" / file["file"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
        assert file["loses"] == FORMATS[file["format"]].loses
    assert filled("export", "claims.csv", "csvw").exit_code == 2


def test_formats_that_are_whole_take_no_filter(filled: Run) -> None:
    for options in (
        ["statements.csv", "--place", "x"],
        ["ledger", "--standing", "contested"],
        ["ledger", "--as-of", "2024-01-01"],
    ):
        refused = filled("export", *options)
        assert (refused.exit_code, "always whole" in refused.output) == (2, True)


def test_a_ledger_goes_out_and_comes_in_the_same(filled: Run, tmp_path: Path) -> None:
    assert filled("export", "ledger", "--out", tmp_path / "case.zip").exit_code == 0
    done = filled("import", tmp_path / "case.zip", "--ledger", "copy.db")
    assert (done.exit_code, "root" in done.stderr) == (0, True), done.output
    for asked in (["events", "--json"], ["claims", "--json"], ["log", "--json"], ["reports", "--json"]):
        assert filled(*asked, "--ledger", "copy.db").stdout == filled(*asked).stdout
    assert filled("verify", "--ledger", "copy.db").exit_code == 0
    assert "Nothing new" in filled("import", tmp_path / "case.zip", "--ledger", "copy.db").stderr
    assert json.loads(filled("import", tmp_path / "case.zip", "--ledger", "copy.db", "--json").stdout)["entries"] == 0


def test_a_table_is_refused_and_no_ledger_is_made(filled: Run, tmp_path: Path) -> None:
    filled("export", "claims.csv", "--out", tmp_path / "claims.csv")
    refused = filled("import", tmp_path / "claims.csv", "--ledger", "copy.db")
    assert refused.exit_code == 4
    assert "claims.csv: not a ledger export" in refused.stderr
    assert not (tmp_path / "copy.db").exists()


def test_csvw_needs_no_ledger(run: Run) -> None:  # noqa: F811
    assert json.loads(run("export", "csvw").stdout)["tables"]


def test_a_long_export_tells_how_far_it_is(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("export", "claims.csv").stderr == ""
    monkeypatch.setattr(_progress, "_QUIET", -1.0)
    assert "3 claims ..." in filled("export", "claims.csv").stderr


def test_the_manual_names_every_format_and_what_it_loses() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    for form in FORMATS.values():
        assert f"| `{form.name}` | {form.about} | {form.loses} |" in page
