"""One occurrence told in many words: which kinds agree, and which never do."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import msgspec
import pytest

from reportedly.model import Place
from tests.linking.builders import (
    BELGOROD,
    KURSK,
    LEGION,
    STAROVOIT,
    TYOTKINO,
    Draft,
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


def told(word: str, event_type: str, **more: Any) -> Draft:
    return said(LEGION, event_type, TYOTKINO, f"{word} in Tyotkino", word=word, **more)


def titles(*drafts: Draft) -> list[str]:
    reports = [report(f"r{i}", draft) for i, draft in enumerate(drafts)]
    return sorted(event.title for event in linked(*reports))


def test_an_attack_on_one_convoy_is_one_event_whatever_it_was_read_as() -> None:
    raid, clash = (
        told("ambushed", "ground_raid", target="an army convoy"),
        told("came under fire", "armed_clash", target="convoy"),
    )
    assert len(titles(raid, clash)) == 1


def test_attacks_on_different_things_stay_apart() -> None:
    raid, clash = told("ambushed", "ground_raid", target="an army convoy"), told("attacked", "armed_clash", target="a school")
    assert len(titles(raid, clash)) == 2


def test_words_that_mean_one_kind_keep_it() -> None:
    crossed, gunfight = told("crossed", "ground_raid", target="the post"), told("gunfight", "armed_clash", target="the post")
    assert titles(crossed, gunfight) == ["Armed clash, Tyotkino", "Ground raid, Tyotkino"]


def test_the_kind_that_firm_words_give_holds_for_all() -> None:
    bombed = told("bombed", "air_drone_strike", target="a warehouse")
    hit = told("hit", "disaster_accident", target="the warehouse in town")
    assert titles(bombed, hit) == ["Air or drone strike, Tyotkino"]


def test_losses_go_with_what_the_same_report_tells_of_the_place() -> None:
    losses = said(STAROVOIT, "disaster_accident", TYOTKINO, "Three were killed", word="killed", numbers=[number("killed", 3)])
    whole = report("whole", own("shelling_missile", TYOTKINO, "Shells fell", word="shelling"), losses)
    event = one(linked(whole), TYOTKINO)
    assert (event.event_type, [p.question for p in event.points if p.question == "killed"]) == ("shelling_missile", ["killed"])
    apart = linked(report("a", own("shelling_missile", TYOTKINO, "Shells fell", word="shelling")), report("b", losses))
    assert len(apart) == 2


def test_a_march_and_the_shots_fired_at_it_are_two_events() -> None:
    march = told("marched", "peaceful_protest", agent="hundreds of students")
    shots = told("shot", "attack_on_civilians", target="two protesters")
    assert len(titles(march, shots)) == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_arrival_says_nothing(order: tuple[int, ...]) -> None:
    drafts = [
        told("ambushed", "ground_raid", target="an army convoy"),
        told("came under fire", "armed_clash", target="a convoy of the army"),
        told("bombed", "air_drone_strike", target="a convoy"),
    ]
    reports = [report(f"r{i}", draft) for i, draft in enumerate(drafts)]
    assert [e.id for e in linked(*(reports[i] for i in order))] == [e.id for e in linked(*reports)]


def test_claims_without_a_kind_are_alike_only_by_their_word() -> None:
    assert titles(told("apologised", "other"), told("consisted", "other")) == ["“apologised”, Tyotkino", "“consisted”, Tyotkino"]


@pytest.mark.parametrize(
    ("word", "read", "meant"), [("entered", "disaster_accident", "ground_raid"), ("shelling", "armed_clash", "shelling_missile")]
)
def test_a_plain_word_says_more_than_a_type_of_its_family(word: str, read: str, meant: str) -> None:
    assert one(linked(report("a", told(word, read))), TYOTKINO).event_type == meant


@pytest.mark.parametrize(("word", "read"), [("crossed", "displacement"), ("entered", "talks_meeting")])
def test_but_not_than_a_type_of_another_family(word: str, read: str) -> None:
    assert one(linked(report("a", told(word, read))), TYOTKINO).event_type == read


def test_a_common_noun_is_no_place_beside_a_place() -> None:
    nowhere = Place(text="a warehouse", start=0, end=0, name="a warehouse")
    draft = own("air_drone_strike", TYOTKINO, word="bombed", also=(nowhere,))
    assert [event.place and event.place.name for event in linked(report("a", draft))] == ["Tyotkino"]


def test_villages_that_no_gazetteer_has_are_places_of_their_own() -> None:
    inside = [msgspec.structs.replace(BELGOROD, name=name, text=name, unlisted=True) for name in ("Lozova", "Rudka")]
    reports = [report(p.name, own("territory_captured_state", p, word="captured")) for p in (*inside, BELGOROD)]
    assert len(linked(*reports)) == 3
    denial = report("no", said(STAROVOIT, "territory_captured_state", BELGOROD, denied=True, word="captured"))
    assert [standing(one(linked(*reports, denial), p)) for p in inside] == ["contested", "contested"]


def test_a_village_without_a_name_is_the_one_that_the_report_names() -> None:
    lead = own("ground_raid", KURSK, "Gunmen raided a village in Kursk Oblast", word="raided")
    body = said(STAROVOIT, "attack_on_civilians", TYOTKINO, "They had shot at people in Tyotkino", word="shot", target="people")
    whole = linked(report("a", lead, body))
    assert {event.place.name for event in whole if event.place} == {"Tyotkino"}
    plain = own("ground_raid", KURSK, "Gunmen crossed into Kursk Oblast", word="crossed")
    assert {e.place.name for e in linked(report("a", plain, body)) if e.place} == {"Kursk Oblast", "Tyotkino"}


def test_who_denies_a_number_and_speaks_of_another_does_not_deny_that_it_happened() -> None:
    told_three = said(
        STAROVOIT, "attack_on_civilians", TYOTKINO, "three people had died", word="died", numbers=[number("killed", 3)]
    )
    eleven = {"word": "killed", "numbers": [number("killed", 11)]}
    other = said(LEGION, "attack_on_civilians", TYOTKINO, "eleven people were killed", **eleven)
    false = said(STAROVOIT, "attack_on_civilians", TYOTKINO, "eleven people were killed", denied=True, **eleven)
    event = one(linked(report("a", told_three), report("b", other), report("c", false)), TYOTKINO)
    assert standing(event) == "agreed across parties"
    assert standing(event, "killed") == "contested"


def test_a_disputed_toll_denies_nothing_that_happened() -> None:
    toll = said(STAROVOIT, "attack_on_civilians", TYOTKINO, "the toll", denied=True, word="toll")
    assert linked(report("a", toll)) == ()


def test_a_headlines_denial_is_that_of_whom_the_text_says_it_speaks_for() -> None:
    happened = report("a", said(LEGION, "air_drone_strike", TYOTKINO, word="bombed", agent="Russian army"))
    denial = report(
        "b",
        said("army", "air_drone_strike", TYOTKINO, "Army denies strike", denied=True, word="strike", part="headline"),
        said(
            "Colonel Petrov of the Russian army", "air_drone_strike", TYOTKINO, denied=True, word="bombed", agent="Russian army"
        ),
    )
    event = one(linked(happened, denial), TYOTKINO)
    assert standing(event) == "single origin"
    assert standing(event, "agent") == "contested"


def test_ships_are_no_places() -> None:
    ship: Place = Place(text="MV Clara", start=0, end=0, name="MV Clara")
    events = linked(
        report("a", own("disaster_accident", place("Calapan"), "The MV Clara sank off Calapan", word="sank", also=(ship,)))
    )
    assert [event.place and event.place.name for event in events] == ["Calapan"]
    assert point(events[0]).standing == "single origin"
