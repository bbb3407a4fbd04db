"""The revisions of a report in the ledger: the visible difference in words and claims; the same content again is no revision."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from reportedly.cli import main
from reportedly.ledger import Added, Ledger
from reportedly.model import NotFound
from tests.fakes import FakeReader, captured

READER = FakeReader()
FIRST = "Legion said there was a gunfight in Tyotkino."
DENIED = "Governor denied there was a gunfight in Tyotkino."
REPORT = captured(FIRST).revision.report


def told(ledger: Ledger) -> None:
    ledger.add([captured(FIRST)], READER)
    ledger.add([captured(f"{FIRST} {DENIED}", minutes=60)], READER)
    ledger.add([captured(f"{DENIED}\nCorrection: the legion said nothing.", minutes=120)], READER)


def test_each_revision_tells_its_words_and_its_claims(ledger: Ledger) -> None:
    told(ledger)
    silent, declared = ledger.rewritten(REPORT)
    assert (silent.disclosure, silent.words) == ("silent", None)
    assert [(piece.before, piece.after) for piece in silent.pieces] == [("", DENIED)]
    assert (len(silent.added), silent.dropped) == (1, ())
    assert declared.disclosure == "note"
    assert declared.words == "Correction: the legion said nothing."
    assert len(declared.dropped) == 1
    assert (silent.after, declared.before) == (declared.before, silent.after)


def test_the_same_content_again_is_an_observation_and_no_revision(ledger: Ledger) -> None:
    ledger.add([captured(FIRST)], READER)
    again = captured(FIRST.replace(" ", "\u00a0 ", 1), minutes=90)
    assert ledger.add([again], READER, visits=True) == Added(unchanged=1, seen=1)
    assert ledger.rewritten(REPORT) == ()
    (report,) = ledger.reports()
    assert (report.revisions, report.last_captured[:16]) == (1, "2024-03-12T13:30")


def test_an_unknown_report_is_named(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="no such report"):
        ledger.rewritten("url:https://nowhere.example/")


def test_the_command_shows_the_difference(ledger: Ledger, place: str) -> None:
    if not ledger.store.sqlite:
        pytest.skip("shown once, on SQLite")
    told(ledger)
    ledger.note_unavailable(REPORT, captured("x", minutes=180).revision.captured_at, "404")
    shown = CliRunner().invoke(main, ["revisions", REPORT.removeprefix("url:"), "--ledger", place])
    assert shown.exit_code == 0
    assert "silent: nothing says that it changed" in shown.stdout
    assert f"+ {DENIED}" in shown.stdout
    assert (
        "- claim: there was a gunfight in Tyotkino (armed_clash, asserted, unknown)" in shown.stdout or "- claim:" in shown.stdout
    )
    assert "missed: not found in 1 tries" in shown.stderr
