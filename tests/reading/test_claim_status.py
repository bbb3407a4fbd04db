"""Who says it, and whether it is denied: sentences where event coders without statements record one and the same attack.

Read by the reader that ships. Own wording; the eight kinds are those that PETRARCH2 was seen to confuse.
"""

from __future__ import annotations

from functools import cache

import pytest

import reportedly
from reportedly.model import Claim, Reading


@cache
def read(text: str) -> Reading:
    return reportedly.read(text=text)


def source(reading: Reading, claim: Claim) -> str | None:
    """Whose statement the claim is: the words of the source; "" for a statement without source, None for the report's own."""
    statement = next((s for s in reading.statements if s.id == claim.statement), None)
    return None if statement is None else statement.source.text if statement.source else ""


def attacks(text: str, words: tuple[str, ...] = ("shell", "attack", "strik", "struck", "repel", "bomb", "hit")) -> list[Claim]:
    return [c for c in read(text).claims if c.trigger and any(f" {word}" in f" {c.trigger.text.lower()}" for word in words)]


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces shelled Kharkiv on Monday.",
        "Rebel fighters shelled the market in El Fasher at dawn.",
    ],
)
def test_the_reports_own_word(text: str) -> None:
    found = attacks(text)
    assert found
    assert all((source(read(text), c), c.polarity) == (None, "asserted") for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "Russian troops allegedly attacked Ukraine on Monday.",
        "Rebel fighters allegedly shelled the market in El Fasher.",
    ],
)
def test_allegedly_is_not_the_reports_own_certain_word(text: str) -> None:
    found = attacks(text)
    assert found
    assert all(c.polarity == "asserted" for c in found)
    assert all(source(read(text), c) is not None or c.certainty != "certain" or c.hedges for c in found)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Russia denied that its troops had attacked Ukraine.", "Russia"),
        ("The army denied that its planes had bombed the hospital.", "army"),
        ("The ministry denied attacking the convoy.", "ministry"),
    ],
)
def test_a_denial_is_no_attack(text: str, who: str) -> None:
    found = attacks(text)
    assert found
    assert all(c.polarity == "denied" for c in found)
    assert all(who in (source(read(text), c) or "") for c in found)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ukraine said Russian forces attacked Ukrainian civilians.", "Ukraine"),
        ("The mayor said rebel fighters shelled the market.", "mayor"),
        ("Ukraine accused Russia of attacking civilians.", "Ukraine"),
        ("The minister accused the rebels of shelling the market.", "minister"),
        ("Russia claimed its forces had repelled an attack by Ukraine.", "Russia"),
        ("The ministry claimed that its troops had repelled an attack near the river.", "ministry"),
    ],
)
def test_what_is_said_is_a_claim_of_who_says_it(text: str, who: str) -> None:
    found = attacks(text)
    assert found
    assert all(c.polarity == "asserted" for c in found)
    assert all(who in (source(read(text), c) or "") for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "Unconfirmed reports say Russian troops attacked Ukraine.",
        "Unconfirmed reports say rebel fighters shelled the market.",
    ],
)
def test_unconfirmed_reports_are_a_statement(text: str) -> None:
    found = attacks(text)
    assert found
    assert all(c.polarity == "asserted" and source(read(text), c) is not None for c in found)
    assert not any("troops" in (source(read(text), c) or "") for c in found)


@pytest.mark.parametrize("text", ["Russian troops did not attack Ukraine.", "The planes did not bomb the hospital."])
def test_a_negated_event_is_denied(text: str) -> None:
    found = attacks(text)
    assert found
    assert all(c.polarity == "denied" for c in found)


def test_armed_men_who_cross_a_border_raid_and_families_who_do_are_displaced() -> None:
    armed = read("Armed units said on Monday that they had crossed the border into Belgorod Oblast.")
    assert {c.event_type for c in armed.claims if c.trigger and "crossed" in c.trigger.text} == {"ground_raid"}
