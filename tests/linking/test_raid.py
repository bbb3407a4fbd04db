"""The border raid of 12 March 2024: the story that every rule must get right."""

from __future__ import annotations

from functools import cache

from reportedly.model import Event, Forward
from tests.linking.builders import (
    BELGOROD,
    KURSK,
    LEGION,
    LOZOVA,
    RUSSIA,
    STAROVOIT,
    TYOTKINO,
    linked,
    one,
    own,
    point,
    report,
    said,
    standing,
)

RAID, CLASH, TAKEN = "ground_raid", "armed_clash", "territory_captured_nonstate"
POST = "Fighters of the Freedom of Russia Legion entered Kursk Oblast before dawn today"


@cache
def raid() -> tuple[Event, ...]:
    post = (own(RAID, KURSK, POST, agent=LEGION), own(CLASH, TYOTKINO, "There is fighting in Tyotkino"))
    forward = Forward(name=LEGION, channel="1")
    first = (
        said("Armed units", RAID, RUSSIA, "Armed units say they crossed into Russia", part="headline"),
        said(LEGION, RAID, KURSK, medium="telegram", agent="its fighters"),
        said(LEGION, CLASH, TYOTKINO, medium="telegram"),
        said(None, RAID, BELGOROD, "Two other units were said to have crossed into Belgorod Oblast", agent="Siberian Battalion"),
    )
    update = (
        said(STAROVOIT, RAID, KURSK, denied=True, part="update", text="The governor of Kursk Oblast denied a breakthrough there"),
        said(STAROVOIT, CLASH, TYOTKINO, cue="acknowledged", part="update"),
        said(STAROVOIT, RAID, None, "Starovoit wrote there was no breakthrough", denied=True, cue="wrote", medium="telegram"),
    )
    return linked(
        report("telegram:1/412", *post, outlet=LEGION, at="2024-03-12T06:05"),
        report("telegram:2/77", *post, outlet="Border Watch", at="2024-03-12T06:21", forward=forward),
        report("telegram:2/78", said(None, TAKEN, LOZOVA), outlet="Border Watch", at="2024-03-12T07:02"),
        report("meridian", *first, outlet="The Meridian", at="2024-03-12T07:20", captured="2024-03-12T08:00"),
        report("meridian", *first, *update, outlet="The Meridian", at="2024-03-12T07:20", updated="2024-03-12T11:45"),
        report("ledger", said("The Legion", RAID, KURSK), said("the Legion", CLASH, TYOTKINO), at="2024-03-12T10:15"),
        report("agency", said("Residents of Tyotkino", CLASH, TYOTKINO), said(None, TAKEN, LOZOVA), at="2024-03-12T11:30"),
        report("volga", said("Governor Starovoit", RAID, KURSK, modality="attempted", agent="Ukraine"), at="2024-03-12T10:10"),
    )


def test_the_breakthrough_is_contested() -> None:
    found = point(one(raid(), KURSK))
    assert found.standing == "contested"
    assert "denied by Roman Starovoit" in found.reasons[0]


def test_the_gunfight_is_agreed_across_parties() -> None:
    event = one(raid(), TYOTKINO)
    assert standing(event) == "agreed across parties"
    assert {origin.speaker for origin in event.origins} == {LEGION, STAROVOIT, "Residents of Tyotkino"}


def test_the_next_oblast_is_left_untouched() -> None:
    assert standing(one(raid(), LOZOVA)) == "unattributed"
    assert standing(one(raid(), BELGOROD)) == "single origin"
    for event in (one(raid(), LOZOVA), one(raid(), BELGOROD)):
        assert all(answer.polarity == "asserted" for p in event.points for answer in p.answers)


def test_five_outlets_two_origins() -> None:
    event = one(raid(), KURSK)
    assert event.counts.outlets == 5
    assert {origin.speaker for origin in event.origins} == {LEGION, STAROVOIT}
    legion = next(origin for origin in event.origins if origin.speaker == LEGION)
    assert len(legion.carriers) == 4
    assert event.counts.origins == 2
    assert legion.medium == "telegram"
    assert legion.uttered_at == "2024-03-12T06:05:00Z"
    assert legion.first_observed_at == "2024-03-12T08:00:00Z"
    assert ("forward", "telegram:2/77") in {(edge.kind, edge.start) for edge in legion.edges}


def test_who_attacks_is_contested_without_any_denial() -> None:
    found = point(one(raid(), KURSK), "agent")
    assert found.standing == "contested"
    assert {answer.value for answer in found.answers} >= {LEGION, "Ukraine"}


def test_the_denial_came_with_a_declared_revision() -> None:
    event = one(raid(), KURSK)
    assert [(change.declared, len(change.added), change.dropped) for change in event.revisions] == [(True, 2, ())]
    denial = next(origin for origin in event.origins if origin.speaker == STAROVOIT)
    assert denial.uttered_at == "2024-03-12T10:10:00Z"


def test_a_headline_about_the_country_is_compared_where_the_report_says() -> None:
    assert not [event for event in raid() if event.place and event.place.name == "Russia"]
    assert any("inside Russia" in reason for reason in point(one(raid(), KURSK)).reasons)
