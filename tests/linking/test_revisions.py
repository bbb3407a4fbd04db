"""What revisions add, drop and change, and what a report no longer holds."""

from __future__ import annotations

from tests.linking.builders import (
    KURSK,
    LEGION,
    STAROVOIT,
    TYOTKINO,
    Draft,
    linked,
    number,
    one,
    own,
    point,
    report,
    said,
    standing,
)

CLASH, RAID, STRIKE = "armed_clash", "ground_raid", "shelling_missile"
FIRST, SECOND = "2024-03-12T09:00", "2024-03-12T13:00"


def test_a_dropped_claim_is_withdrawn_and_stays_visible() -> None:
    event = one(
        linked(
            report("a", own(RAID, KURSK, "Units crossed"), own(CLASH, TYOTKINO), captured=FIRST),
            report("a", own(CLASH, TYOTKINO), captured=SECOND),
        ),
        KURSK,
    )
    assert standing(event) == "withdrawn"
    assert [(a.value, a.superseded) for a in point(event).answers] == [("yes", True)]
    assert [(c.declared, len(c.dropped), c.at) for c in event.revisions] == [(False, 1, "2024-03-12T13:00:00Z")]
    assert event.last_change == "2024-03-12T13:00:00Z"


def test_a_dropped_claim_stands_while_its_origin_has_another_carrier() -> None:
    draft = said(LEGION, RAID, KURSK)
    event = one(
        linked(
            report("a", draft, own(CLASH, TYOTKINO), captured=FIRST),
            report("a", own(CLASH, TYOTKINO), captured=SECOND),
            report("b", draft),
        ),
        KURSK,
    )
    assert standing(event) == "single origin"
    assert len(event.revisions) == 1


def test_a_number_that_changes_silently() -> None:
    def draft(killed: int) -> Draft:
        return said(
            STAROVOIT, STRIKE, TYOTKINO, f"The governor said {killed} people died there", numbers=(number("killed", killed),)
        )

    event = one(linked(report("a", draft(3), captured=FIRST), report("a", draft(5), captured=SECOND)), TYOTKINO)
    (change,) = event.revisions
    assert (change.declared, len(change.changed), change.added, change.dropped) == (False, 1, (), ())
    assert [(a.value, a.superseded) for a in point(event, "killed").answers] == [("5", False), ("3", True)]
    assert standing(event) == "single origin"


def test_an_update_note_declares_the_edit() -> None:
    more = said(STAROVOIT, CLASH, TYOTKINO, part="update")
    event = one(
        linked(report("a", own(CLASH, TYOTKINO), captured=FIRST), report("a", own(CLASH, TYOTKINO), more, captured=SECOND)),
        TYOTKINO,
    )
    assert [change.declared for change in event.revisions] == [True]


def test_claims_that_stay_are_counted_once() -> None:
    drafts = (own(CLASH, TYOTKINO), said(STAROVOIT, STRIKE, TYOTKINO))
    events = linked(report("a", drafts[0], captured=FIRST), report("a", *drafts, captured=SECOND))
    assert one(events, TYOTKINO, CLASH).counts.claims == 1
    assert one(events, TYOTKINO, CLASH).revisions == ()


def test_what_a_later_revision_adds_was_said_with_the_update() -> None:
    drafts = (own(CLASH, TYOTKINO), said(STAROVOIT, STRIKE, TYOTKINO))
    events = linked(
        report("a", drafts[0], captured=FIRST, updated="2024-03-12T08:00"),
        report("a", *drafts, captured=SECOND, updated="2024-03-12T12:30"),
    )
    assert one(events, TYOTKINO, STRIKE).origins[0].uttered_at == "2024-03-12T12:30:00Z"
    assert one(events, TYOTKINO, STRIKE).revisions[0].at == "2024-03-12T12:30:00Z"


def test_one_revision_captured_twice_counts_once_at_its_first_capture() -> None:
    twice = (report("a", own(CLASH, TYOTKINO), captured=SECOND), report("a", own(CLASH, TYOTKINO), captured=FIRST))
    event = one(linked(*twice), TYOTKINO)
    assert event.counts.claims == 1
    assert event.first_seen == "2024-03-12T09:00:00Z"
    assert event.revisions == ()
