"""Whose a number is and of what kind: by the words, where the network marks it twice or wrongly."""

from __future__ import annotations

from reportedly.reading._counts import given
from reportedly.reading._decode import Predicate
from reportedly.reading._roles import Argument


def event(text: str, word: str, target: str = "", numbers: tuple[tuple[str, str], ...] = (), type_: str = "other") -> Predicate:
    def argument(role: str, words: str, kind: str = "") -> Argument:
        return Argument(role, text.index(words), text.index(words) + len(words), 0.9, kind)

    arguments = [argument("N", words, kind) for words, kind in numbers] + ([argument("TG", target)] if target else [])
    start = text.index(word)
    return Predicate(start, start + len(word), tuple(arguments), {"event_type": type_}, 0.0)


def read(text: str, *events: Predicate) -> list[list[tuple[str, str]]]:
    found = given(events, text, [(0, len(text))])
    return [[(text[a.start : a.end], a.kind) for a in one.arguments if a.role == "N"] for one in found]


def test_a_number_is_of_the_event_whose_target_it_begins() -> None:
    text = "The blast killed twelve people and wounded at least forty bystanders."
    killed = event(text, "killed", "twelve people", (("twelve", "killed"), ("at least forty", "injured")))
    wounded = event(text, "wounded", "at least forty bystanders", (("twelve", "killed"),))
    assert read(text, killed, wounded) == [[("twelve", "killed")], [("at least forty", "injured")]]


def test_the_kind_is_what_the_event_word_says() -> None:
    text = "Gunmen abducted 15 passengers, and ten houses were damaged, police said."
    abducted = event(text, "abducted", "15 passengers", (("15", "killed"),))
    damaged = event(text, "damaged", "ten houses", (("ten", "destroyed"),))
    assert read(text, abducted, damaged) == [[("15", "captured")], [("ten", "damaged")]]


def test_nobody_is_killed_where_no_word_says_so() -> None:
    text = "Police fired tear gas at hundreds of demonstrators near the palace."
    assert read(text, event(text, "gas", "", (("hundreds", "killed"),))) == [[("hundreds", "other")]]


def test_attacks_are_counted_as_such_and_attack_drones_are_not() -> None:
    text = "Troops repelled four assaults and brought down six attack drones."
    repelled = event(text, "repelled", "four assaults", (("four", "shot_down"),))
    brought = event(text, "brought down", "six attack drones", (("six", "launched"),))
    assert read(text, repelled, brought) == [[("four", "attacked")], [("six", "shot_down")]]


def test_who_is_taken_by_bandits_is_captured() -> None:
    text = "Six of the passengers are still held, the drivers said."
    assert read(text, event(text, "held", "", (("Six", "arrested"),), "abduction_disappearance")) == [[("Six", "captured")]]
