"""Voices that only repeat never confirm: passive words, allies, sources lines, places taken from others' words."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from reportedly.model import Mention, Source
from tests.linking.builders import (
    BELGOROD,
    KURSK,
    LEGION,
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

RAID, CLASH = "ground_raid", "armed_clash"
BATTALION = "Siberian Battalion"


def retold(cue: str) -> Any:
    """`The battalion were said to have crossed`: read with whom it is told of as source, before the cue."""
    made = report("meridian", said(BATTALION, RAID, BELGOROD, f"The {BATTALION} {cue} to have crossed over", cue=cue))
    (statement,) = made.reading.statements
    start = len(f"The {BATTALION} ")
    moved: Any = {
        "source": Source(BATTALION, 4, 4 + len(BATTALION), (BATTALION,)),
        "cue": Mention(cue, start, start + len(cue)),
    }
    statement = msgspec.structs.replace(statement, **moved)
    return msgspec.structs.replace(made, reading=msgspec.structs.replace(made.reading, statements=(statement,)))


@pytest.mark.parametrize("cue", ["were said", "was reportedly said", "is believed", "has been reported", "were widely thought"])
def test_whom_others_speak_of_is_no_origin(cue: str) -> None:
    event = one(linked(report("telegram:1/1", own(RAID, BELGOROD), outlet=LEGION), retold(cue)), BELGOROD)
    assert standing(event) == "single origin"
    assert {origin.speaker for origin in event.origins} == {LEGION, None}


@pytest.mark.parametrize("cue", ["was quoted as saying", "said", "were told by"])
def test_other_cues_leave_their_source_a_speaker(cue: str) -> None:
    event = one(linked(report("telegram:1/1", own(RAID, BELGOROD), outlet=LEGION), retold(cue)), BELGOROD)
    assert BATTALION in {origin.speaker for origin in event.origins}


def test_who_says_only_what_an_ally_did_after_it_said_so_repeats_it() -> None:
    event = one(
        linked(
            report("telegram:1/1", own(RAID, BELGOROD, "Our fighters are inside Belgorod Oblast", agent="We"), outlet=LEGION),
            report("a", said(BATTALION, RAID, BELGOROD, "They had gone over at night", agent=LEGION)),
        ),
        BELGOROD,
    )
    assert standing(event) == "single origin"
    (origin,) = event.origins
    assert any("speaks of what" in edge.evidence for edge in origin.edges)


def test_who_says_what_it_did_itself_is_an_origin_of_its_own() -> None:
    event = one(
        linked(
            report("telegram:1/1", own(RAID, BELGOROD, "Our fighters are inside Belgorod Oblast", agent="We"), outlet=LEGION),
            report("a", said(BATTALION, RAID, BELGOROD, "They had gone over at night", agent=BATTALION)),
        ),
        BELGOROD,
    )
    assert standing(event) == "corroborated"
    assert "all of one side" in point(event).reasons[0]


def test_an_ally_in_the_same_words_within_the_hour_repeats() -> None:
    words = "Before dawn today three groups of fighters went over the border near the river"
    first = report("a", said(LEGION, RAID, BELGOROD, words), at="2024-03-12T08:00")
    same = report("b", said(BATTALION, RAID, BELGOROD, words), at="2024-03-12T08:30")
    late = report("b", said(BATTALION, RAID, BELGOROD, words), at="2024-03-12T11:30")
    assert standing(one(linked(first, same), BELGOROD)) == "single origin"
    assert standing(one(linked(first, late), BELGOROD)) == "corroborated"


def test_an_opponent_in_the_same_words_agrees() -> None:
    words = "Before dawn today three groups of fighters went over the border near the river"
    reports = (report("a", said(LEGION, RAID, BELGOROD, words)), report("b", said(STAROVOIT, RAID, BELGOROD, words)))
    assert standing(one(linked(*reports), BELGOROD)) == "agreed across parties"


def test_an_outlet_that_names_its_source_has_its_story_from_there() -> None:
    event = one(
        linked(
            report("telegram:1/1", own(RAID, BELGOROD), outlet=LEGION),
            report(
                "paper",
                own(RAID, BELGOROD, "Fighters were seen across the border"),
                said(LEGION, "other", None, "Telegram", part="sources", cue="Source:", modality="hypothetical"),
            ),
        ),
        BELGOROD,
    )
    (origin,) = event.origins
    assert "paper" in str(origin.carriers)
    assert any("sources line" in edge.evidence for edge in origin.edges)


def test_who_names_no_place_beside_one_who_does_agrees_to_nothing() -> None:
    event = one(
        linked(
            report("telegram:1/1", own(CLASH, TYOTKINO, "Fighting in Tyotkino"), outlet=LEGION),
            report(
                "paper",
                said(LEGION, CLASH, TYOTKINO, "There is fighting in Tyotkino"),
                said(STAROVOIT, CLASH, None, "There is fighting"),
            ),
        ),
        TYOTKINO,
    )
    assert standing(event) == "single origin"


def test_a_claim_whose_inferred_place_moves_in_an_edit_is_not_taken_back() -> None:
    undated = said(LEGION, RAID, None, "its fighters had gone over in the night before")
    first = report(
        "paper", said(STAROVOIT, RAID, TYOTKINO, "Shots at Tyotkino", denied=True), undated, captured="2024-03-12T09:00"
    )
    then = report(
        "paper",
        said(STAROVOIT, "other", KURSK, "All is quiet in Kursk Oblast"),
        said(LEGION, RAID, BELGOROD, "its fighters had gone over in the night"),
        captured="2024-03-12T15:00",
    )
    events = linked(first, then)
    assert "withdrawn" not in {p.standing for event in events for p in event.points}
    assert standing(one(events, BELGOROD, RAID)) == "single origin"


def test_a_claim_moved_from_one_named_place_to_another_is_taken_back_at_the_first() -> None:
    first = report("paper", said(LEGION, RAID, BELGOROD, "its fighters had gone over at night"), captured="2024-03-12T09:00")
    then = report("paper", said(LEGION, RAID, KURSK, "its fighters had gone over at night now"), captured="2024-03-12T15:00")
    events = linked(first, then)
    assert standing(one(events, BELGOROD)) == "withdrawn"
    assert standing(one(events, KURSK)) == "single origin"


def test_a_short_sentence_in_a_copied_post_is_copied_too() -> None:
    """Found on a story: `The enemy shelled Goma` is too short to tell, the post around it is not."""
    post = "Our fighters are inside the town since last night and stay there. The enemy shelled Tyotkino"
    first = report("telegram:1/1", own("shelling_missile", TYOTKINO, post), outlet=LEGION, at="2024-03-12T05:00")
    copy = report("telegram:2/1", own("shelling_missile", TYOTKINO, f"Brothers! {post}"), outlet="Echo", at="2024-03-12T06:00")
    (origin,) = one(linked(first, copy), TYOTKINO).origins
    assert {edge.kind for edge in origin.edges} == {"text"}


@pytest.mark.parametrize("words", ["A and B said", "lost from the speakers", "lost from the source"])
def test_a_joint_statement_stays_one_origin_when_half_of_it_was_lost(words: str) -> None:
    both, half = "Dock Union and Harbour Union", "Harbour Union"
    text = f"{both} said that the port was shut"
    made = report("b", said(("Dock Union", half), CLASH, TYOTKINO, text))
    if words != "A and B said":
        (statement,) = made.reading.statements
        at = 0 if words == "lost from the speakers" else text.index(half)
        source = Source(text[at : len(both)], at, len(both), (half,))
        reading = msgspec.structs.replace(made.reading, statements=(msgspec.structs.replace(statement, source=source),))
        made = msgspec.structs.replace(made, reading=reading)
    first = report("a", said(("Dock Union", half), CLASH, TYOTKINO, f"{both} said so"))
    event = one(linked(first, made), TYOTKINO)
    assert [origin.speaker for origin in event.origins] == ["Dock Union and Harbour Union"]


def test_it_denies_only_to_have_done_it_itself() -> None:
    reports = (
        report("a", said(STAROVOIT, CLASH, TYOTKINO, "There was a fight", agent=LEGION)),
        report("b", said(LEGION, CLASH, TYOTKINO, "it had attacked the town", denied=True)),
    )
    event = one(linked(*reports), TYOTKINO)
    assert standing(event) == "single origin"
