"""Looking back links only what was touched since, and gives what linking everything that was captured by then gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.ledger import open_ledger
from reportedly.linking import Linking
from reportedly.model import Observed
from tests.ledger.test_blocks import CLASH, RAID, add
from tests.linking.builders import BELGOROD, KURSK, LEGION, RUSSIA, STAROVOIT, Parties, day, report, said
from tests.linking.test_order import ledgers

MOMENTS = st.integers(1, 29).map("2024-04-{:02}T12:00:00Z".format)


@settings(max_examples=40, deadline=None)
@given(ledgers(), MOMENTS, st.integers(1, 4))
def test_any_moment_is_what_linking_the_captures_until_then_gives(observed: list[Observed], at: str, size: int) -> None:
    observed = list({one.revision.id: one for one in observed}.values())
    until = [one for one in observed if one.revision.captured_at.isoformat() <= at]
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "desk.db", linker=Linking(Parties())) as ledger:
        for start in range(0, len(observed), size):
            add(ledger, observed[start : start + size])
        wanted = Linking(Parties())(until)
        assert ledger.events(at) == wanted
        assert [ledger.event(event.id, at) for event in wanted] == list(wanted)
        assert {event.id for event in ledger.listing(as_of=at).events} == {event.id for event in wanted}
        told = {point.event for one in ledger.claims(as_of=at, superseded=True) for point in one.points}
        assert all(ledger.claims(event=id_, as_of=at, superseded=True) for id_ in told)


def test_what_nothing_touched_since_is_not_linked_again(tmp_path: Path) -> None:
    linking = Linking(Parties())
    with open_ledger(tmp_path / "desk.db", linker=linking) as ledger:
        add(ledger, [report("a", said(LEGION, CLASH, KURSK, time=day("2024-01-02")), captured="2024-01-03T08:00")])
        add(ledger, [report("b", said(LEGION, CLASH, BELGOROD, time=day("2024-03-10")), captured="2024-03-11T08:00")])
        linking.prepare = None  # type: ignore[assignment, method-assign]
        (early,) = ledger.events("2024-02-01")
        assert early == ledger.event(early.id)
        assert ledger.events("2023-12-31") == ()


def test_a_judgement_and_a_countrys_denial_count_only_from_when_they_came(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "desk.db", linker=Linking(Parties())) as ledger:
        add(ledger, [report("a", said(LEGION, RAID, KURSK), captured="2024-03-12T08:00")])
        (event,) = ledger.events()
        ledger.judge(event.id, "confirm", by="ann", reason="seen on video")
        late = report("b", said("Russian Defence Ministry", RAID, RUSSIA, denied=True), captured="2024-03-12T18:00")
        add(ledger, [late, report("c", said(STAROVOIT, RAID, BELGOROD), captured="2024-03-12T18:00")])
        assert ledger.event(event.id).points[0].standing == "confirmed"
        (noon,) = ledger.events("2024-03-12T12:00Z")
        assert (noon.points[0].standing, noon.judgements) == ("single origin", ())
        assert ledger.listing(since="2024-03-12T12:00Z").new == len(ledger.events())
