"""Which claims are about one occurrence."""

from __future__ import annotations

import msgspec

from reportedly.model import Event, Observed
from tests.linking.builders import (
    BELGOROD,
    KURSK,
    LEGION,
    STAROVOIT,
    TYOTKINO,
    day,
    linked,
    number,
    one,
    own,
    place,
    point,
    report,
    said,
    standing,
)

CLASH, RAID, STRIKE, DRONES = "armed_clash", "ground_raid", "shelling_missile", "air_drone_strike"


def days_of(events: tuple[Event, ...]) -> list[tuple[str | None, str | None]]:
    return [(e.time.first, e.time.last) for e in events if e.time]


def on(name: str, first: str, last: str | None = None) -> Observed:
    return report(name, said(LEGION, STRIKE, TYOTKINO, time=day(first, last)), at="2024-03-20T08:00", captured="2024-03-21T08:00")


def test_two_days_in_a_row_are_one_event_and_three_are_three() -> None:
    assert days_of(linked(on("a", "2024-03-11"), on("b", "2024-03-12"))) == [("2024-03-11", "2024-03-12")]
    three = [on(name, f"2024-03-{d}") for name, d in (("a", 11), ("b", 12), ("c", 13))]
    assert [first for first, _ in days_of(linked(*three))] == ["2024-03-11", "2024-03-12", "2024-03-13"]


def test_a_gap_parts_events() -> None:
    assert len(linked(on("a", "2024-03-11"), on("b", "2024-03-13"))) == 2


def test_a_night_joins_the_day_it_meets() -> None:
    assert len(linked(on("a", "2024-03-12"), on("b", "2024-03-11", "2024-03-12"))) == 1


def test_a_long_battle_is_not_one_event() -> None:
    events = linked(*(on(f"o{d}", f"2024-03-{d:02}") for d in range(1, 16)))
    assert len(events) == 15


def test_an_undated_claim_joins_the_day_of_its_publication_or_the_one_before() -> None:
    undated = report("b", said(LEGION, STRIKE, TYOTKINO), at="2024-03-13T08:00", captured="2024-03-21T08:00")
    event = one(linked(on("a", "2024-03-12"), undated), TYOTKINO)
    assert event.counts.reports == 2
    assert any("1 of 2 claims give no day" in reason for reason in point(event).reasons)


def test_kinds_of_bombardment_are_compared_and_other_kinds_kept_apart() -> None:
    events = linked(report("a", own(STRIKE, TYOTKINO)), report("b", own(DRONES, TYOTKINO)), report("c", own(CLASH, TYOTKINO)))
    assert sorted(event.counts.reports for event in events) == [1, 2]


def test_one_event_word_in_one_place_overrides_types() -> None:
    drafts = [own(kind, TYOTKINO, word="attacked") for kind in (RAID, RAID, STRIKE)]
    event = one(linked(*(report(f"o{n}", draft) for n, draft in enumerate(drafts))), TYOTKINO)
    assert event.event_type == RAID
    assert event.counts.reports == 3


def test_an_event_word_that_is_plain_overrides_its_type() -> None:
    assert one(linked(report("a", own("disaster_accident", TYOTKINO, word="gunfight"))), TYOTKINO).event_type == CLASH


def test_a_summary_is_kept_apart() -> None:
    week = report("a", said(LEGION, STRIKE, TYOTKINO, time=day("2024-03-06", "2024-03-12", 2)))
    events = linked(week, report("b", said(LEGION, STRIKE, TYOTKINO, time=day("2024-03-12"))))
    assert [event.title.startswith("Several events") for event in events] == [True, False]


def test_many_attacks_in_a_region_are_a_summary() -> None:
    events = linked(
        report("a", own(STRIKE, KURSK, "12 attacks on Kursk Oblast", word="attacks", numbers=(number("attacked", 12),)))
    )
    assert any("sum up several events" in reason for reason in point(one(events, KURSK)).reasons)


def test_one_claim_at_two_places_is_in_two_events_and_the_wider_of_nested_places_in_none() -> None:
    events = linked(report("a", own(RAID, KURSK, also=(BELGOROD,)), own(CLASH, TYOTKINO, also=(KURSK,))))
    assert [(e.place.name, e.event_type) for e in events if e.place] == [
        ("Tyotkino", CLASH),
        ("Belgorod Oblast", RAID),
        ("Kursk Oblast", RAID),
    ]


def test_a_claim_without_place_is_compared_where_its_report_tells_the_same_kind() -> None:
    events = linked(report("a", own(CLASH, BELGOROD, "Shots at the border"), own(RAID, None, "They crossed"), own(RAID, KURSK)))
    event = one(events, KURSK)
    assert event.counts.claims == 2
    assert any("names no place is compared at Kursk Oblast" in reason for reason in point(event).reasons)


def test_names_of_unresolved_places_are_compared_without_common_nouns() -> None:
    a, b = (place(name, country=None, precision=None) for name in ("the village of Vovk", "Vovk"))
    bare = [msgspec.structs.replace(p, gazetteer=None, gazetteer_id=None) for p in (a, b)]
    assert len(linked(report("a", own(CLASH, bare[0])), report("b", own(CLASH, bare[1])))) == 1


def test_ids_survive_later_reports() -> None:
    first = on("a", "2024-03-12")
    before = one(linked(first), TYOTKINO).id
    more = report("b", said(LEGION, STRIKE, TYOTKINO, denied=True, time=day("2024-03-12")))
    assert one(linked(first, on("c", "2024-03-12"), more), TYOTKINO).id == before


def test_a_speaker_who_denies_only_to_have_done_it_speaks_of_the_event_that_it_asserts() -> None:
    events = linked(
        report(
            "dawn",
            said("Dawn Group", "ied_mine_bomb", TYOTKINO, "They had not planted it", agent="Dawn Group", denied=True),
            said("Dawn Group", "ied_mine_bomb", TYOTKINO, "Others planted the bomb", agent="State Guard"),
        )
    )
    assert len(events) == 1
    assert standing(events[0]) == "single origin"


def test_what_a_speaker_denies_beside_asserting_the_like_has_an_id_of_its_own() -> None:
    """Found on a story: both had the id of the place, the day and the kind."""
    events = linked(
        report(
            "governor",
            said(STAROVOIT, "ground_raid", KURSK, "Somebody tried the border fence"),
            said(STAROVOIT, "ground_raid", KURSK, "Nobody came through", denied=True),
        )
    )
    assert len({event.id for event in events}) == len(events) == 2


def test_who_says_that_it_was_tried_and_denies_that_it_happened_denies_the_event() -> None:
    """Found in the demo: the denial stood as an event of its own beside the raid that it denies."""
    event = one(
        linked(
            report("unit", said(LEGION, "ground_raid", KURSK)),
            report(
                "governor",
                said(STAROVOIT, "ground_raid", KURSK, "They tried to break through", modality="attempted"),
                said(STAROVOIT, "ground_raid", KURSK, "Nobody crossed into the oblast", denied=True),
            ),
        ),
        KURSK,
    )
    assert standing(event) == "contested"


def test_going_in_is_no_capture_also_when_it_was_read_so() -> None:
    events = linked(
        report("a", said(LEGION, "territory_captured_state", KURSK, word="entered")),
        report("b", said(LEGION, "ground_raid", KURSK, word="entered")),
        report("c", said(LEGION, "territory_captured_state", KURSK, word="seized")),
    )
    assert {event.event_type: event.counts.reports for event in events} == {"ground_raid": 2, "territory_captured_state": 1}
