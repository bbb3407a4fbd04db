"""Clocks in the future, missing times and places: handled, shown, never guessed."""

from __future__ import annotations

import msgspec

from reportedly.linking import link
from reportedly.model import Observed
from tests.linking.builders import LEGION, TYOTKINO, day, linked, one, own, point, report, said

CLASH = "armed_clash"


def test_nothing_gives_nothing() -> None:
    assert link([]) == ()


def test_a_clock_in_the_future_yields_to_the_capture_and_is_shown() -> None:
    late = report("a", said(LEGION, CLASH, TYOTKINO, time=day("2024-03-12")), at="2031-01-01T00:00", captured="2024-03-12T18:00")
    event = one(linked(late), TYOTKINO)
    assert event.origins[0].uttered_at == "2024-03-12T18:00:00Z"
    assert any("published after it was captured" in reason for reason in point(event).reasons)


def test_without_any_time_the_day_stays_unknown() -> None:
    events = linked(report("a", own(CLASH, TYOTKINO), at=None), report("b", own(CLASH, TYOTKINO), at="2024-03-12T08:00"))
    assert [event.time is None for event in events] == [True, False]


def test_without_place_and_time_only_the_same_words_are_linked() -> None:
    text = "Our fighters met border guards at the edge of the town"
    reports = [report(name, own(CLASH, None, text), at=None) for name in ("a", "b")]
    other = report("c", own(CLASH, None, "There was a fight somewhere"), at=None)
    events = linked(*reports, other)
    assert sorted(event.counts.reports for event in events) == [1, 2]
    for event in events:
        assert event.place is None
        assert event.time is None
        assert {"no day is known for these claims"} <= set(point(event).reasons)
        assert any("no place is known" in reason for reason in point(event).reasons)


def test_unreadable_times_count_as_none() -> None:
    event = one(linked(report("a", own(CLASH, TYOTKINO, time=day("soon")))), TYOTKINO)
    assert event.time is not None
    assert event.time.last == "2024-03-12"


def test_statements_nested_in_themselves_end() -> None:
    observed = report("a", said(LEGION, CLASH, TYOTKINO, outer=[("Somebody", "said")]))
    inner, outer = observed.reading.statements
    circle = (inner, msgspec.structs.replace(outer, parent=inner.id))
    broken = Observed(observed.revision, msgspec.structs.replace(observed.reading, statements=circle))
    assert one(linked(broken), TYOTKINO).origins[0].speaker == LEGION


def test_a_missing_statement_and_outlet_are_survived() -> None:
    observed = report("text://1", said(LEGION, CLASH, TYOTKINO))
    broken = Observed(observed.revision, msgspec.structs.replace(observed.reading, statements=()))
    assert one(linked(broken), TYOTKINO).origins[0].speaker == "text://1"


def test_unresolved_pronouns_are_nobody() -> None:
    event = one(linked(report("a", said("It", CLASH, TYOTKINO, cue="is claimed"))), TYOTKINO)
    assert point(event).standing == "unattributed"
