"""What goes in: new reports, known ones, changed ones, and those that cannot be taken in."""

from __future__ import annotations

import pytest

from reportedly.ledger import Added, Ledger
from reportedly.model import Original, Problem
from tests.fakes import FakeReader, captured, stream
from tests.ledger.conftest import Opener

READER = FakeReader()
FIGHT = "Legion said there was a gunfight in Tyotkino."


def test_a_report_becomes_entries_originals_and_events(ledger: Ledger) -> None:
    added = ledger.add([captured(FIGHT)], READER)
    assert added == Added(reports=1, revisions=1, claims=1)
    assert [entry.kind for entry in ledger.entries()] == ["original", "revision", "reading"]
    (report,) = ledger.reports()
    assert (report.outlet, report.revisions, report.claims, report.title) == ("One", 1, 1, FIGHT[:30])
    (revision,) = ledger.revisions(report.report)
    assert revision == captured(FIGHT).revision
    assert ledger.originals.read(revision.sha256) == FIGHT.encode()
    assert ledger.reading(revision.id) == READER.read(revision)
    (event,) = ledger.events()
    assert event.title == "armed clash in Tyotkino"
    assert ledger.verify().good


def test_the_same_bytes_twice_add_nothing_and_say_so(ledger: Ledger) -> None:
    ledger.add(stream(40), READER)
    entries = list(ledger.entries())
    again = ledger.add(stream(40), READER)
    assert again.nothing_new
    assert again.unchanged == 40
    assert list(ledger.entries()) == entries


def test_the_same_report_twice_in_one_batch_is_one_revision(ledger: Ledger) -> None:
    added = ledger.add([captured(FIGHT), captured(FIGHT)], READER)
    assert (added.revisions, added.unchanged) == (1, 1)


def test_a_changed_text_is_a_new_revision(ledger: Ledger) -> None:
    ledger.add([captured(FIGHT)], READER)
    added = ledger.add([captured(f"{FIGHT} Governor denied any gunfight in Tyotkino.", minutes=90)], READER)
    assert added == Added(revisions=1, claims=2)
    (report,) = ledger.reports()
    assert (report.revisions, report.claims) == (2, 2)
    assert [len(revision.text) for revision in ledger.revisions(report.report)] == [45, 87]


def test_an_unchanged_text_captured_later_is_seen_again_once(ledger: Ledger) -> None:
    ledger.add([captured(FIGHT)], READER)
    assert ledger.add([captured(FIGHT, minutes=0.5)], READER) == Added(unchanged=1)
    later = captured(FIGHT, minutes=60, original=b"<p>other bytes</p>")
    assert ledger.add([later], READER) == Added(unchanged=1, seen=1)
    assert ledger.add([later], READER) == Added(unchanged=1)
    assert ledger.originals.read(later.original.sha256) == b"<p>other bytes</p>"
    (report,) = ledger.reports()
    assert (report.first_captured, report.last_captured) == ("2024-03-12T12:00:00.000000Z", "2024-03-12T13:00:00.000000Z")
    assert ledger.verify().good


def test_known_bytes_captured_later_count_only_as_visits(ledger: Ledger) -> None:
    ledger.add([captured(FIGHT), captured("Governor denied any gunfight in Tyotkino.", minutes=60)], READER)
    assert ledger.add([captured(FIGHT, minutes=120)], READER) == Added(unchanged=1)
    assert [claim.speaker for claim in ledger.claims()] == ["Governor"]
    assert ledger.add([captured(FIGHT, minutes=120)], READER, visits=True) == Added(unchanged=1, seen=1)
    assert ledger.add([captured(FIGHT, minutes=-90)], READER) == Added(unchanged=1, seen=1)
    assert ledger.reports()[0].first_captured == "2024-03-12T10:30:00.000000Z"
    assert [claim.speaker for claim in ledger.claims()] == ["Legion"]


def test_a_text_that_comes_back_is_current_again(ledger: Ledger) -> None:
    other = captured("Governor denied any gunfight in Tyotkino.", minutes=60)
    ledger.add([captured(FIGHT), other, captured(FIGHT, minutes=120)], READER, visits=True)
    assert ledger.reports()[0].latest == captured(FIGHT).revision.id
    assert [claim.speaker for claim in ledger.claims()] == ["Legion"]
    assert [claim.speaker for claim in ledger.claims(as_of="2024-03-12T13:30Z")] == ["Governor"]


def test_problems_pass_through_and_the_rest_goes_on(ledger: Ledger) -> None:
    unreadable = captured("UNREADABLE", report="url:https://bad.example/x")
    surrogate = captured(FIGHT, report="url:https://bad.example/\udcff")
    lost = captured("Lost words.", report="url:https://bad.example/y")
    wrong = type(lost)(Original("0" * 64, 3, "text/plain", b"abc"), lost.revision)
    problem = Problem(where="a.bin", reason="binary")
    added = ledger.add([problem, unreadable, captured(FIGHT), surrogate, wrong], READER)
    assert (added.revisions, len(added.problems)) == (1, 4)
    assert {found.reason for found in added.problems} == {
        "binary",
        "beyond bounds",
        "text that is no valid Unicode",
        "changed while it was being read",
    }
    assert len(list(ledger.entries())) == 3
    assert ledger.verify().good


def test_an_original_may_still_lie_in_its_file(ledger: Ledger, tmp_path) -> None:  # type: ignore[no-untyped-def]
    source = tmp_path / "page.txt"
    source.write_bytes(FIGHT.encode())
    one = captured(FIGHT)
    added = ledger.add([type(one)(Original(one.original.sha256, 45, "text/plain", source), one.revision)], READER)
    assert added.revisions == 1
    assert ledger.originals.read(one.original.sha256) == FIGHT.encode()
    gone = captured("Gone words.", report="url:https://bad.example/z")
    missing = type(gone)(Original(gone.original.sha256, 11, "text/plain", tmp_path / "gone.txt"), gone.revision)
    (problem,) = ledger.add([missing], READER).problems
    assert problem.where.endswith("gone.txt")
    assert "No such file" in problem.reason


def test_any_order_of_adding_gives_the_same_views(ledger: Ledger, opener: Opener, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from reportedly.ledger import open_ledger
    from tests.fakes import fake_link

    ledger.add(stream(30), READER, visits=True)
    with open_ledger(tmp_path / "other.db", linker=fake_link) as other:
        for one in reversed(stream(30)):
            other.add([one], READER, visits=True)
        assert other.events() == ledger.events()
        assert other.claims() == ledger.claims()
        assert other.reports() == ledger.reports()


def test_progress_is_told_after_each_batch(ledger: Ledger) -> None:
    told: list[int] = []
    ledger.add(stream(70), READER, progress=lambda added: told.append(added.revisions + added.unchanged))
    assert told == [32, 64, 70]


def test_another_engine_reads_again_and_the_log_keeps_both(ledger: Ledger) -> None:
    ledger.add([captured(FIGHT)], READER)
    assert ledger.reread(FakeReader("fake 2")) == 1
    assert ledger.reread(FakeReader("fake 2")) == 0
    assert [entry.kind for entry in ledger.entries()] == ["original", "revision", "reading", "reading"]
    assert ledger.reading(captured(FIGHT).revision.id).engine == "fake 2"
    assert len(ledger.claims()) == 1
    assert ledger.rebuild().equal


@pytest.mark.parametrize(
    "text", ["NUL \x00 here. Legion said there was a gunfight in Tyotkino.", "‮קרב Legion said it was in Kursk.", " "]
)
def test_odd_texts_come_back_as_they_were(ledger: Ledger, text: str) -> None:
    one = captured(text)
    ledger.add([one], READER)
    assert ledger.revision(one.revision.id).text == text
    assert ledger.verify().good
    assert ledger.rebuild().equal
