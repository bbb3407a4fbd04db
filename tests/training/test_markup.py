"""The corpus format: what is parsed, what is refused, and that every committed passage is sound."""

from datetime import date
from pathlib import Path

import pytest

from training.markup import MarkupError, check, parse, strip

HEAD = "=== a-01\noutlet: X\npublished: 2024-05-02T18:20+00:00\nstyle: agency\n\n"
CORPUS = Path(__file__).parents[2] / "training" / "corpus"


def test_spans_nest_share_and_keep_their_offsets() -> None:
    source = HEAD + (
        "[headline] {S1/ORG Army} {Q1 denies} {C1 {E1 losing} {PL1/LOC Kati}}\n\n"
        "{S2 It} {Q2 said} {C2 {N1 at least 12} were {E2 killed} {D1 on Monday}}.\n---\n"
        "s1: Army\ns2: Army; negated\nc1: territory_captured_state; denied\nc2: armed_clash; possible\n"
        "n1: c2; killed; 12..; men\n"
        "d1: c2; 2024-04-29\n"
    )
    passage = parse(source)[0]
    assert passage.text == "Army denies losing Kati\n\nIt said at least 12 were killed on Monday."
    first, second = passage.statements
    assert [passage.text[a:b] for a, b in first.content] == ["losing Kati"]
    assert second.negated
    assert [passage.text[a:b] for a, b in passage.claims[0].places] == ["Kati"]
    assert (passage.claims[0].polarity, passage.claims[1].certainty) == ("denied", "possible")
    assert (passage.quantities[0].low, passage.quantities[0].high) == (12, None)
    assert passage.times[0].first == passage.times[0].last == date(2024, 4, 29)
    assert [part for _, _, part in passage.parts] == ["headline", "lead"]
    assert {(passage.text[a:b], label) for a, b, label in passage.entities} == {("Army", "ORG"), ("Kati", "LOC")}


@pytest.mark.parametrize(
    ("body", "notes", "reason"),
    [
        ("{S1 A} {Q1 said} {C1 b", "s1: A", "never closed"),
        ("{S1 A} said}", "s1: A", "without '{'"),
        ("{S1 A} {Q1 said}", "s1: A", "lacks its content"),
        ("{Q1 said} {C1 b}", "s1: A", "no source span"),
        ("{Z1 A}", "", "unknown label"),
        ("{PER1 A}", "", "entities have no number"),
        ("{E1 fell}", "c1: explosion", "unknown event type"),
        ("{E1 fell}", "c1: armed_clash; maybe", "unknown flag"),
        ("{E1 fell} {N1 two}", "c1: armed_clash\nn1: c1; killed; two", "range"),
        ("{E1 fell}", "", "notes 'c' have []"),
        ("{ E1 fell}", "", "unknown label"),
    ],
)
def test_mistakes_are_named(body: str, notes: str, reason: str) -> None:
    with pytest.raises(MarkupError, match=r"corpus:1.*") as caught:
        parse(HEAD + body + "\n---\n" + notes + "\n")
    assert reason in str(caught.value)


def test_strip_leaves_the_words_only() -> None:
    stripped = strip(HEAD + "{S1/ORG The {LOC Kati} army} {Q1 said} {C1 b}.\n---\ns1: army\n")
    assert "The Kati army said b." in stripped
    assert "{" not in stripped
    assert "s1:" not in stripped


def test_every_committed_passage_is_sound() -> None:
    files = sorted(CORPUS.glob("*.txt"))
    if not files:
        pytest.skip("no corpus in this checkout")
    count, mistakes = check(*files)
    assert mistakes == []
    assert count > 0
