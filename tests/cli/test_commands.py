"""What each command prints, and what it tells the shell."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result

from reportedly.cli import main
from tests.cli.conftest import Run


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def filled(run: Run, stories: Path) -> Run:
    assert run("add", stories).exit_code == 0
    return run


def test_add_tells_what_is_new_and_what_is_not(run: Run, stories: Path) -> None:
    first = run("add", stories)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == "Added 3 new reports, 3 revisions, 3 claims; 0 unchanged.\n"
    again = run("add", stories)
    assert (again.exit_code, again.stderr) == (0, "Nothing new: 3 reports unchanged.\n")
    assert objects(run("add", stories, "--json"))[0]["unchanged"] == 3


def test_an_input_that_fails_is_named_and_the_rest_goes_in(run: Run, stories: Path) -> None:
    (stories / "empty.txt").touch()
    result = run("add", stories, "nowhere.html")
    assert result.exit_code == 1
    assert "empty.txt: " in result.stderr
    assert "nowhere.html: " in result.stderr
    assert result.stderr.endswith("Added 3 new reports, 3 revisions, 3 claims; 0 unchanged; 2 inputs could not be taken in.\n")
    assert len(objects(run("reports", "--json"))) == 3


def test_read_obeys_the_contract_without_a_ledger(run: Run, stories: Path, tmp_path: Path) -> None:
    found = objects(run("read", stories, "--json"))
    assert len(found) == 3
    for reading in found:
        assert {"report", "statements", "claims", "entities"} <= reading.keys()
        text = reading["report"]["text"]
        (claim,) = reading["claims"]
        assert text[claim["start"] : claim["end"]] == claim["text"]
    assert not list(tmp_path.glob("*.db*"))


def test_read_for_people(run: Run, stories: Path) -> None:
    result = run("read", stories / "b.txt", "nowhere.txt")
    assert result.exit_code == 1
    assert "The Governor denied  [indirect, body]" in result.stdout
    assert "→ armed clash in Tyotkino: denied, certain" in result.stdout
    assert "nowhere.txt" in result.stderr


def test_events_and_show(filled: Run) -> None:
    events = objects(filled("events", "--json"))
    contested = next(event for event in events if event["points"][0]["standing"] == "contested")
    listing = filled("events")
    assert "happened: contested" in listing.stdout
    assert "2 events" in listing.stdout
    shown = filled("show", contested["id"][:5])
    assert "armed clash in Tyotkino" in shown.stdout
    assert "one side asserts what the other denies" in shown.stdout
    assert "The Governor" in shown.stdout
    assert objects(filled("show", contested["id"], "--json")) == [contested]
    assert objects(filled("events", "--json", "--standing", "contested")) == [contested]
    assert objects(filled("events", "--json", "--as-of", "2001-01-01")) == []
    assert "No events." in filled("events", "--place", "Atlantis").stderr


def test_claims_reports_search_and_log(filled: Run) -> None:
    (claim,) = objects(filled("claims", "--speaker", "governor", "--json"))
    assert (claim["claim"]["polarity"], claim["points"][0]["standing"]) == ("denied", "contested")
    assert "2 claims" in filled("claims", "--place", "tyotkino").stdout
    assert "No claims." in filled("claims", "--since", "2099-01-01").stderr
    assert "3 reports" in filled("reports").stdout
    assert claim["revision"] in filled("search", "reporters", "later").stdout
    assert "Nothing has all the words." in filled("search", "platypus").stderr
    assert [entry["kind"] for entry in objects(filled("log", "--json"))] == ["original", "revision", "reading"] * 3
    assert filled("log", "--kind", "revision").stdout.count("revision") == 3
    assert objects(filled("log", "--proof", "4"))[0]["seq"] == 4


def test_judge_undo_and_diff(filled: Run) -> None:
    event = objects(filled("events", "--place", "Tyotkino", "--json"))[0]["id"]
    missing = filled("judge", event, "confirm", "--by", "Ann")
    assert missing.exit_code == 2
    (judged,) = objects(filled("judge", event, "confirm", "--by", "Ann", "--reason", "video", "--json"))
    assert "confirmed" in filled("show", event).stdout
    assert "no longer counts" in filled("undo", judged["id"], "--by", "Ann", "--reason", "no").stderr
    assert "contested" in filled("show", event).stdout
    assert filled("undo", judged["id"], "--by", "Ann", "--reason", "no").exit_code == 3
    assert [change["what"] for change in objects(filled("diff", "--from", "2001-01-01", "--json"))] == ["new", "new"]
    assert "armed clash in Belgorod" in filled("diff", "--from", "2001-01-01").stdout
    assert "No change." in filled("diff", "--from", "2001-01-01", "--to", "2001-01-02").stderr


def test_verify_and_rebuild(filled: Run, tmp_path: Path) -> None:
    good = filled("verify")
    assert good.exit_code == 0
    assert good.stdout.startswith("good: 9 entries, 1 checkpoint, 3 originals; root ")
    assert "every view was equal before" in filled("rebuild").stderr
    assert objects(filled("rebuild", "--json")) == [{"entries": 9, "differing": []}]
    next((tmp_path / "reportedly.db.originals").glob("??/*")).write_bytes(b"other")
    bad = filled("verify")
    assert bad.exit_code == 1
    assert bad.stdout.startswith("bad: entry ")
    assert json.loads(filled("verify", "--json").stdout)["faults"][0]["reason"].endswith("was changed")


def test_help_tells_every_command_in_a_whole_sentence(run: Run) -> None:
    listed = run("--help").stdout.partition("Commands:\n")[2].splitlines()
    assert len(listed) > 20
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


def test_quotation_marks_are_not_doubled() -> None:
    from reportedly.cli.read import quoted

    assert [quoted(text) for text in ('"They fired,"', "«They fired»", " They fired ")] == [
        "“They fired,”",
        "“They fired”",
        "“They fired”",
    ]
    assert quoted('He called it "a lie"') == '“He called it "a lie"”'


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("events",), 3, "reportedly: reportedly.db: no such ledger"),
        (("show", "e1"), 3, "no such ledger: `reportedly add` makes it; --ledger or REPORTEDLY_LEDGER names another"),
        (("events", "--as-of", "yesterday"), 2, "not a moment"),
        (("claims", "--standing", "true"), 2, "Invalid value"),
        (("add",), 2, "Missing argument"),
        (("frobnicate",), 2, "No such command"),
        (("events", "--ledger", "mysql://host/db"), 3, "only SQLite files and PostgreSQL"),
    ],
)
def test_errors_are_a_sentence_and_a_code(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_captured_words_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(
        "Title\x1b]0;owned\x07\n\nThe Le\x1b[31mgion said there was a \u202egunfight in Tyotkino. [bold]More[/bold].\n",
        encoding="utf-8",
    )
    run("add", path)
    for command in (("read", path), ("reports",), ("claims",), ("search", "gunfight")):
        said = run(*command).output
        assert "\x1b" not in said
        assert "\u202e" not in said


def test_a_ledger_from_the_environment(run: Run, stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(tmp_path / "other.db"))
    run("add", stories)
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "reportedly.db").exists()


@pytest.mark.parametrize(("written", "meant"), [("evnts", "events"), ("expotr", "export"), ("claim", "claims")])
def test_a_command_that_is_nearly_one_is_answered_with_it(run: Run, written: str, meant: str) -> None:
    result = run(written)
    assert result.exit_code == 2
    assert f"no command '{written}'; did you mean {meant}" in result.stderr
    assert "did you mean" not in run("zzzzzz").stderr


def test_a_folder_is_no_ledger(run: Run, stories: Path) -> None:
    result = run("events", "--ledger", stories)
    assert (result.exit_code, "is a folder; a ledger is a file in one" in result.stderr) == (3, True)


def test_safety_as_data(filled: Run) -> None:
    assert objects(filled("safety", "--delay", "2", "--json")) == [{"own_sides": [], "delay_hours": 2.0, "names_at_risk": 0}]


def test_a_brief_says_where_it_went(filled: Run, tmp_path: Path) -> None:
    result = filled("brief", "--out", tmp_path / "brief.md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Brief of ")
    assert result.stderr.endswith(f"in {tmp_path / 'brief.md'}.\n")


def test_redact_where_nobody_can_be_asked_says_which_option_answers(filled: Run) -> None:
    result = filled("redact", "--person", "Starovoit", "--by", "Ann", "--reason", "at risk")
    assert result.exit_code == 2
    assert "--yes deletes without asking" in result.stderr


def test_a_damaged_ledger_is_not_exported_as_a_whole_one(filled: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "reportedly.db") as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE contents SET body = CAST(replace(CAST(body AS TEXT), 'gunfight', 'picnics!') AS BLOB)")
    result = filled("export", "ledger", "--out", tmp_path / "copy.zip")
    assert result.exit_code == 3
    assert "does not verify" in result.stderr
    assert not (tmp_path / "copy.zip").exists()


def test_redact_as_data(filled: Run) -> None:
    (gone,) = objects(filled("redact", "--person", "Governor", "--yes", "--by", "Ann", "--reason", "at risk", "--json"))
    assert gone["deleted"] > 0


OTHER_FORMS = {"serve", "mcp", "export", "brief", "demo", "parties propose"}
"""Commands that print a site, a protocol, a pack, or the format that `--format` names."""

ONLY_DO = {
    *("hooks remove", "hooks test", "parties add", "places add", "places build", "risk add", "risk remove"),
    *(f"team {what}" for what in ("add", "disable", "enable", "password", "revoke", "role", "token")),
}
"""Commands that change something and print nothing but the secret they made."""


def test_every_command_that_tells_something_tells_it_to_programs() -> None:
    without = {name for name, found in walk(main, "") if not any("--json" in option.opts for option in found.params)}
    assert without == OTHER_FORMS | ONLY_DO


def test_packs_checked_as_data(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("name: [", encoding="utf-8")
    result = run("parties", "check", tmp_path / "p.yaml", "--json")
    (told,) = map(json.loads, result.stdout.splitlines())
    assert (result.exit_code, told["entries"]) == (1, None)
    assert "p.yaml" in told["fault"]


def walk(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that is no group, with the words that call it."""
    if not isinstance(group, click.Group):
        yield path.strip(), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield from walk(found, f"{path} {name}")
