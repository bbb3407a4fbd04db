"""Points and standings: numbers, agents, denials and their scope, what is taken back."""

from __future__ import annotations

import msgspec
import pytest

from reportedly.model import Event, Place
from tests.linking.builders import (
    BELGOROD,
    KURSK,
    LEGION,
    LOZOVA,
    RUSSIA,
    STAROVOIT,
    TYOTKINO,
    Draft,
    day,
    linked,
    number,
    one,
    own,
    point,
    report,
    said,
    standing,
)

STRIKE, CLASH, RAID, TAKEN = "shelling_missile", "armed_clash", "ground_raid", "territory_captured_nonstate"


def killed(low: int | None, high: int | None = -1, of: str | None = None) -> tuple[object, ...]:
    return (number("killed", low, high, of),)


def test_a_later_figure_of_one_origin_is_an_update() -> None:
    event = one(
        linked(
            report("a", said(STAROVOIT, STRIKE, TYOTKINO, numbers=killed(3)), at="2024-03-12T08:00"),
            report("b", said(STAROVOIT, STRIKE, TYOTKINO, numbers=killed(5)), at="2024-03-12T12:00"),
        ),
        TYOTKINO,
    )
    found = point(event, "killed")
    assert found.standing == "single origin"
    assert [(answer.value, answer.superseded) for answer in found.answers] == [("5", False), ("3", True)]
    assert any("an update, no contradiction" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("theirs", "hours", "expected"),
    [
        ((4, -1), 0, "contested"),
        ((3, None), 0, "agreed across parties"),
        ((None, 10), 0, "agreed across parties"),
        ((9, -1), 1, "contested"),
        ((9, -1), 5, "single origin"),
        ((1, -1), 5, "contested"),
    ],
)
def test_numbers_of_two_origins(theirs: tuple[int | None, int | None], hours: int, expected: str) -> None:
    ours = report("a", said(STAROVOIT, STRIKE, TYOTKINO, numbers=killed(3)), at="2024-03-12T08:00")
    other = report("b", said(LEGION, STRIKE, TYOTKINO, numbers=killed(*theirs)), at=f"2024-03-12T{8 + hours:02}:00")
    assert standing(one(linked(ours, other), TYOTKINO), "killed") == expected


def test_what_is_counted_makes_a_point_of_its_own() -> None:
    event = one(
        linked(
            report("a", said(STAROVOIT, STRIKE, TYOTKINO, numbers=killed(3, of="soldiers"))),
            report("b", said(LEGION, STRIKE, TYOTKINO, numbers=killed(7, of="civilians"))),
        ),
        TYOTKINO,
    )
    assert {p.id.split(".", 1)[1]: p.standing for p in event.points if p.question == "killed"} == {
        "killed.soldiers": "single origin",
        "killed.civilians": "single origin",
    }


def test_numbers_are_never_averaged() -> None:
    event = one(
        linked(
            report("a", said(STAROVOIT, STRIKE, TYOTKINO, numbers=killed(2))),
            report("b", said(LEGION, STRIKE, TYOTKINO, numbers=killed(20, None))),
        ),
        TYOTKINO,
    )
    assert {(a.low, a.high) for a in point(event, "killed").answers} == {(2, 2), (20, None)}


def test_rival_agents_are_contested_while_the_event_is_agreed() -> None:
    event = one(
        linked(
            report("a", said(STAROVOIT, STRIKE, TYOTKINO, agent="Ukrainian army")),
            report("b", said(LEGION, STRIKE, TYOTKINO, agent="Russian army")),
        ),
        TYOTKINO,
    )
    assert standing(event) == "agreed across parties"
    assert standing(event, "agent") == "contested"


@pytest.mark.parametrize("other", ["Ukraine", "fighters", "Ukrainian army units"])
def test_an_agent_that_contains_another_is_no_rival(other: str) -> None:
    event = one(
        linked(
            report("a", said(STAROVOIT, STRIKE, TYOTKINO, agent="Ukrainian army")),
            report("b", said("Russian Defence Ministry", STRIKE, TYOTKINO, agent=other)),
        ),
        TYOTKINO,
    )
    assert standing(event, "agent") != "contested"


def test_a_party_that_denies_its_own_part_denies_who_and_not_what() -> None:
    event = one(
        linked(
            report("a", said(LEGION, STRIKE, TYOTKINO, agent="Russian army")),
            report("b", said("Russian Defence Ministry", STRIKE, TYOTKINO, agent="Russian army", denied=True)),
        ),
        TYOTKINO,
    )
    assert standing(event) == "single origin"
    assert standing(event, "agent") == "contested"


def scoped(denial: Draft, *others: Draft) -> dict[str, str]:
    """What stands at each place after a denial."""
    said_so = report("a", *(said(LEGION, RAID, where) for where in (KURSK, BELGOROD, TYOTKINO, LOZOVA)))
    found = linked(said_so, report("b", denial, *others))
    return {event.place.name: standing(event) for event in found if event.place}


@pytest.mark.parametrize(
    ("where", "reached"),
    [
        (KURSK, {"Kursk Oblast", "Tyotkino"}),
        (TYOTKINO, {"Tyotkino"}),
        (RUSSIA, {"Kursk Oblast", "Tyotkino", "Belgorod Oblast", "Lozova Rudka"}),
    ],
)
def test_a_denial_reaches_as_far_as_its_words(where: Place, reached: set[str]) -> None:
    stands = scoped(said(STAROVOIT, RAID, where, denied=True))
    assert {name for name, value in stands.items() if value == "contested"} == reached
    assert len(stands) == 4


def test_a_denial_without_a_place_reaches_only_what_its_report_speaks_of() -> None:
    stands = scoped(said(STAROVOIT, RAID, None, denied=True), own(RAID, LOZOVA))
    assert {name for name, value in stands.items() if value == "contested"} == {"Lozova Rudka"}


def test_a_denial_without_a_place_reaches_the_area_its_speaker_governs() -> None:
    text = "Roman Starovoit, governor of Kursk Oblast, denied a breakthrough"
    stands = scoped(said(STAROVOIT, RAID, None, text, denied=True), own("displacement", KURSK), own(RAID, LOZOVA))
    assert {name for name, value in stands.items() if value == "contested"} == {"Kursk Oblast", "Tyotkino"}


def test_a_denial_of_another_kind_or_day_reaches_nothing() -> None:
    assert "contested" not in scoped(said(STAROVOIT, STRIKE, KURSK, denied=True)).values()
    assert "contested" not in scoped(said(STAROVOIT, RAID, KURSK, denied=True, time=day("2024-02-01"))).values()


def test_the_same_words_months_later_deny_nothing_of_before() -> None:
    text = "Fighters entered the town before dawn today"
    first = report("a", said(LEGION, RAID, None, text), at="2024-02-20T08:00", captured="2024-04-21T08:00")
    later = report("b", said(STAROVOIT, RAID, None, text, denied=True), at="2024-04-20T08:00", captured="2024-04-21T08:00")
    assert [standing(event) for event in linked(first, later)] == ["single origin", "single origin"]


def test_a_denial_alone_is_an_event_that_only_was_denied() -> None:
    event = one(linked(report("a", said(STAROVOIT, RAID, KURSK, denied=True))), KURSK)
    assert [(a.value, a.polarity) for a in point(event).answers] == [("no", "denied")]
    assert standing(event) == "single origin"


def test_rejecting_somebodys_claim_makes_two_sides() -> None:
    draft = said(LEGION, RAID, KURSK, cue="claimed", outer=[(STAROVOIT, "rejected")], denied=True)
    event = one(linked(report("a", draft)), KURSK)
    assert standing(event) == "contested"
    assert {o.speaker for o in event.origins} == {LEGION, STAROVOIT}


@pytest.mark.parametrize("cue", ["did not confirm", "declined to comment on"])
def test_who_does_not_confirm_says_nothing(cue: str) -> None:
    assert linked(report("a", said(STAROVOIT, RAID, KURSK, cue=cue, negated=True))) == ()


@pytest.mark.parametrize("modality", ["planned", "threatened", "hypothetical"])
def test_what_did_not_happen_yet_is_no_event(modality: str) -> None:
    assert linked(report("a", said(LEGION, RAID, KURSK, modality=modality))) == ()


def test_an_attempt_does_not_answer_whether_it_happened() -> None:
    event = one(linked(report("a", said(STAROVOIT, RAID, KURSK, modality="attempted", agent="Ukraine"))), KURSK)
    assert [p.question for p in event.points] == ["agent"]


def test_two_named_origins_corroborate() -> None:
    event = one(
        linked(report("a", said(LEGION, CLASH, TYOTKINO)), report("b", said("Siberian Battalion", CLASH, TYOTKINO))), TYOTKINO
    )
    assert standing(event) == "corroborated"


def test_who_holds_a_place_is_a_point() -> None:
    event = one(
        linked(report("a", said(LEGION, TAKEN, LOZOVA, agent=LEGION)), report("b", said(STAROVOIT, TAKEN, LOZOVA, denied=True))),
        LOZOVA,
    )
    found = point(event, "control")
    assert found.standing == "contested"
    assert [answer.value for answer in found.answers] == [LEGION, "not taken"]


def test_days_that_differ_are_a_point() -> None:
    def event(second: str) -> Event:
        first = report("a", said(LEGION, CLASH, TYOTKINO, time=day("2024-03-11")))
        return one(linked(first, report("b", said(STAROVOIT, CLASH, TYOTKINO, time=day(second)))), TYOTKINO)

    assert standing(event("2024-03-12"), "time") == "contested"
    assert not [p for p in event("2024-03-11").points if p.question == "time"]


def test_who_says_the_opposite_later_took_it_back() -> None:
    event = one(
        linked(
            report("a", said(LEGION, TAKEN, LOZOVA), at="2024-03-12T08:00"),
            report("b", said(LEGION, TAKEN, LOZOVA, denied=True), at="2024-03-12T15:00"),
        ),
        LOZOVA,
    )
    assert standing(event) == "withdrawn"
    assert [(a.value, a.superseded) for a in point(event).answers] == [("no", False), ("yes", True)]


def test_the_surest_words_count() -> None:
    event = one(
        linked(report("a", said(LEGION, CLASH, TYOTKINO, certainty="possible")), report("b", said(LEGION, CLASH, TYOTKINO))),
        TYOTKINO,
    )
    assert point(event).answers[0].certainty == "certain"


def test_denied_words_without_an_agent_that_begin_with_the_speaker_deny_who_and_not_what() -> None:
    """The reader may leave out the agent: `that the Russian army had shelled` is its spokesman's own side all the same."""
    event = one(
        linked(
            report("a", said(LEGION, STRIKE, TYOTKINO, agent="Russian army")),
            report("b", said("Russian Defence Ministry", STRIKE, TYOTKINO, "that the Russian army had shelled it", denied=True)),
        ),
        TYOTKINO,
    )
    assert (standing(event), standing(event, "agent")) == ("single origin", "contested")


def test_what_has_another_subject_or_befell_it_is_denied_to_have_happened() -> None:
    for text in ("that the Legion had broken through", "that the Russian army had been shelled", "that Tyotkino had fallen"):
        event = one(
            linked(
                report("a", said(LEGION, STRIKE, TYOTKINO)),
                report("b", said("Russian Defence Ministry", STRIKE, TYOTKINO, text, denied=True)),
            ),
            TYOTKINO,
        )
        assert standing(event) == "contested", text


def test_a_headline_denies_what_its_text_denies() -> None:
    """`Army denies attack`, and below: `it had not attacked`. Also where the headline was read as another kind of event."""
    army, ministry = "Russian army", "Russian Defence Ministry"
    for kind, where in ((STRIKE, TYOTKINO), ("air_defence_interception", None)):
        (event,) = linked(
            report("a", said(LEGION, STRIKE, TYOTKINO, agent=army)),
            report(
                "b",
                said(ministry, kind, where, "attack", denied=True, part="headline"),
                said(ministry, STRIKE, TYOTKINO, "it had attacked the town", denied=True),
            ),
        )
        assert standing(event) == "single origin"


def test_a_name_that_is_a_place_once_in_a_report_is_one_throughout() -> None:
    denial = said(STAROVOIT, RAID, None, "that anyone had entered Tyotkino", denied=True)
    made = report("b", denial, own("displacement", TYOTKINO, "People left Tyotkino"))
    start = made.revision.text.index("Tyotkino", made.reading.claims[1].start)
    found = msgspec.structs.replace(TYOTKINO, start=start, end=start + len("Tyotkino"), lat=51.27, lon=34.41)
    made = msgspec.structs.replace(made, reading=msgspec.structs.replace(made.reading, places=(found,)))
    event = one(linked(report("a", said(LEGION, RAID, TYOTKINO)), made), TYOTKINO, RAID)
    assert standing(event) == "contested"
