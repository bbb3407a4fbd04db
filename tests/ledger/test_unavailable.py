"""A report that cannot be found again is missed, then unavailable, and never called deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reportedly.ledger import Ledger
from reportedly.model import NotFound
from tests.fakes import NOON, FakeReader, captured

READER = FakeReader()
FIGHT = "Legion said there was a gunfight in Tyotkino."
REPORT = captured(FIGHT).revision.report


def test_misses_become_unavailable_only_after_several_over_time(ledger: Ledger) -> None:
    ledger.add([captured(FIGHT)], READER)
    assert ledger.note_unavailable(REPORT, NOON + timedelta(minutes=5), "404") == "missed"
    for minutes in (10, 15, 20):
        assert ledger.note_unavailable(REPORT, NOON + timedelta(minutes=minutes), "404") == "missed"
    assert ledger.note_unavailable(REPORT, NOON + timedelta(minutes=66), "404") == "unavailable"
    (report,) = ledger.reports()
    assert (report.availability, report.misses, report.revisions) == ("unavailable", 5, 1)
    assert report.missed_since == "2024-03-12T12:05:00.000000Z"
    assert ledger.rebuild().equal
    assert ledger.verify().good


def test_a_later_capture_makes_it_available_again(ledger: Ledger) -> None:
    ledger.add([captured(FIGHT)], READER)
    for hours in (1, 2, 3):
        ledger.note_unavailable(REPORT, NOON + timedelta(hours=hours), "503")
    assert ledger.reports()[0].availability == "unavailable"
    ledger.add([captured(FIGHT, minutes=240)], READER, visits=True)
    assert (ledger.reports()[0].availability, ledger.reports()[0].misses) == ("available", 0)


def test_the_same_try_twice_and_one_before_the_capture_add_nothing(ledger: Ledger) -> None:
    ledger.add([captured(FIGHT)], READER)
    at = NOON + timedelta(hours=1)
    ledger.note_unavailable(REPORT, at, "404")
    ledger.note_unavailable(REPORT, at + timedelta(seconds=20), "404")
    ledger.note_unavailable(REPORT, NOON - timedelta(hours=1), "404")
    assert len(list(ledger.entries("unavailable"))) == 1


def test_only_a_known_report_can_be_missed(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="no such report"):
        ledger.note_unavailable("url:https://nowhere.example/", NOON, "404")
    assert list(ledger.entries()) == []
