"""Events kept in step block by block are the events that linking everything gives, whatever the batches."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.ledger import Ledger, open_ledger
from reportedly.linking import Linking
from reportedly.model import Captured, Observed, Original, Reading, Revision
from tests.linking.builders import BELGOROD, KURSK, LEGION, RUSSIA, STAROVOIT, TYOTKINO, Parties, day, report, said
from tests.linking.test_order import ledgers

CLASH, RAID = "armed_clash", "ground_raid"


class ByHand:
    """A reader that knows its readings beforehand."""

    engine = "by hand"

    def __init__(self, observed: Iterable[Observed]) -> None:
        self._known = {one.revision.id: one.reading for one in observed}

    def read(self, revision: Revision) -> Reading:
        return self._known[revision.id]

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


def captured(observed: Iterable[Observed]) -> list[Captured]:
    found = []
    for one in observed:
        data = one.revision.text.encode()
        found.append(Captured(Original(one.revision.sha256, len(data), "text/plain", data), one.revision))
    return found


def add(ledger: Ledger, observed: Sequence[Observed]) -> None:
    ledger.add(captured(observed), ByHand(observed))


@settings(max_examples=12, deadline=None)
@given(ledgers(), st.integers(1, 3))
def test_any_batches_give_what_linking_everything_gives(observed: list[Observed], size: int) -> None:
    observed = list({one.revision.id: one for one in observed}.values())
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "desk.db", linker=Linking(Parties())) as ledger:
        for start in range(0, len(observed), size):
            add(ledger, observed[start : start + size])
            assert ledger.events() == Linking(Parties())(observed[: start + size])
        assert ledger.rebuild().equal


def test_judgements_across_blocks_are_kept_by_later_adds_and_can_be_undone(tmp_path: Path) -> None:
    early = report("a", said(LEGION, CLASH, TYOTKINO, time=day("2024-01-02")), at="2024-01-03T08:00")
    late = report("b", said(LEGION, CLASH, BELGOROD, time=day("2024-03-10")))
    more = report("c", said(STAROVOIT, CLASH, BELGOROD, "He spoke of shots", time=day("2024-03-10")))
    with open_ledger(tmp_path / "desk.db", linker=Linking(Parties())) as ledger:
        add(ledger, [early, late])
        first, second = ledger.events()
        judgement = ledger.judge(f"{first.id} {second.id}", "same", by="ann", reason="one fight, dated wrongly")
        assert [event.id for event in ledger.events()] == [first.id]
        add(ledger, [more])
        (merged,) = ledger.events()
        assert (merged.id, merged.counts.reports) == (first.id, 3)
        assert ledger.rebuild().equal
        ledger.undo(judgement.id, by="ann", reason="two fights")
        assert [event.id for event in ledger.events()] == [first.id, second.id]
        assert ledger.rebuild().equal


def test_an_id_that_is_gone_says_what_it_became_and_why(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "desk.db", linker=Linking(Parties())) as ledger:
        add(ledger, [report("a", said(LEGION, CLASH, TYOTKINO, time=day("2024-03-10")))])
        add(ledger, [report("b", said(LEGION, CLASH, TYOTKINO, "More shots", time=day("2024-03-09")))])
        (event,) = ledger.events()
        (moved,) = [one for entry in ledger.entries("moved") for one in ledger.moved(entry.key)]
        assert (moved.kind, moved.into) == ("merged", (event.id,))
        assert "days 2024-03-10 → 2024-03-09 to 2024-03-10" in moved.why
        assert "place Tyotkino" in moved.why
        ledger.rebuild()
        assert ledger.moved(moved.event) == (moved,)


def test_an_event_that_splits_says_into_what(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "desk.db", linker=Linking(Parties())) as ledger:
        two = [report(name, said(LEGION, CLASH, TYOTKINO, f"Shots {name}", time=day(f"2024-03-{name}"))) for name in ("10", "11")]
        add(ledger, two)
        (before,) = ledger.events()
        add(ledger, [report("12", said(LEGION, CLASH, TYOTKINO, "Shots 12", time=day("2024-03-12")))])
        days = {event.time.first or "": event.id for event in ledger.events() if event.time}
        assert sorted(days) == ["2024-03-10", "2024-03-11", "2024-03-12"]
        (moved,) = ledger.moved(before.id)
        assert (moved.kind, moved.into) == ("parted", (days["2024-03-11"],))


def test_a_countrys_denial_reaches_every_region_and_later_events(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "desk.db", linker=Linking(Parties())) as ledger:
        add(ledger, [report("a", said(LEGION, RAID, KURSK))])
        add(ledger, [report("b", said("Russian Defence Ministry", RAID, RUSSIA, denied=True))])
        add(ledger, [report("c", said(LEGION, RAID, BELGOROD))])
        found = {event.place.name: event.points[0].standing for event in ledger.events() if event.place}
        assert found == {"Kursk Oblast": "contested", "Belgorod Oblast": "contested"}
        assert ledger.rebuild().equal
