"""Where cues, sources, contents, numbers and times begin and end."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Entity
from reportedly.reading import _borders as borders
from reportedly.reading import _certainty as certainty
from reportedly.reading import _voice as voice
from reportedly.reading._numerals import moments, numerals


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("The clerk has repeatedly denied it.", "denied", "has repeatedly denied"),
        ("The clerk did not say why.", "say", "did not say"),
        ("Her family denied it.", "denied", "denied"),
        ("They have never asked.", "have", "have never asked"),
        ("It reportedly fell.", "reportedly", "reportedly"),
        ("Mayor: we won", ":", ":"),
    ],
)
def test_a_cue_is_the_whole_verb_group(text: str, found: str, whole: str) -> None:
    start, end = borders.cue(text, *span(text, found), 0, len(text))
    assert text[start:end] == whole


def test_a_governed_preposition_goes_with_the_cue_and_a_number_does_not() -> None:
    text = "He spoke of a raid."
    cue, content = borders.governed(text, *span(text, "spoke"), span(text, "of a raid"))
    assert (text[slice(*cue)], text[slice(*content)]) == ("spoke of", "a raid")
    text = "He counted at least nine."
    cue, content = borders.governed(text, *span(text, "counted"), span(text, "at least nine"))
    assert (text[slice(*cue)], text[slice(*content)]) == ("counted", "at least nine")


def test_a_source_keeps_names_and_titles_whole() -> None:
    text = "It was denied by Gov. Anna Reyes-Holt, a Democrat, on Monday."
    entity = Entity("Anna Reyes-Holt", *span(text, "Anna Reyes-Holt"), "PER")
    start, end = borders.source(text, text.index("Reyes"), text.index(" on Monday"), [entity])
    assert text[start:end] == "Gov. Anna Reyes-Holt, a Democrat,"
    text = "Two E.U. officials said so."
    start, end = borders.source(text, *span(text, ".U. officials"), [])
    assert text[start:end] == "E.U. officials"
    text = "by residents"
    assert borders.source(text, 0, len(text), []) == (3, len(text))


def test_a_quotation_is_said_whole_unless_the_cue_is_in_it() -> None:
    text = 'She said: "One shot. Then silence. Then dogs."'
    quotation = span(text, '"One shot. Then silence. Then dogs."')
    part = span(text, "One shot. Then silence.")
    assert borders.said_whole([part], span(text, "said"), [quotation], text) == [quotation]
    inner = 'She said: "I think it fell. We ran."'
    part = span(inner, "it fell")
    assert borders.said_whole([part], span(inner, "think"), [span(inner, '"I think it fell. We ran."')], inner) == [part]


def test_places_and_actors_keep_their_names_and_lose_loose_ends() -> None:
    text = "Troops of the Karvan Front took the border in Upper Sola."
    entity = Entity("Karvan Front", *span(text, "Karvan Front"), "ORG")
    assert borders.phrase(text, *span(text, "Front"), [entity]) == span(text, "Karvan Front")
    assert borders.phrase(text, *span(text, "the border in"), []) is None
    assert borders.phrase(text, *span(text, "Front took"), [entity]) == span(text, "Karvan Front took")
    assert borders.phrase(text, *span(text, "the"), []) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("killed at least twenty-one people and 45 percent more", ["at least twenty-one"]),
        ("several dozen of 1,500 men", ["several dozen", "1,500"]),
        ("two to three hundred tents, 3.6 billion spent", ["two to three hundred", "3.6 billion"]),
        ("Room 4B, at 20:04", []),
        ("gunfire since five in the morning, two weeks ago", []),
    ],
)
def test_numerals(text: str, words: list[str]) -> None:
    assert [text[a:b] for a, b in numerals(text, 0, len(text))] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It fell shortly after sunrise on Tuesday.", ["shortly after sunrise on Tuesday"]),
        ("The raid came overnight on 11-12 March, they say.", ["overnight on 11-12 March"]),
        ("He left in 2016 and came back two weeks ago.", ["2016", "two weeks ago"]),
        ("She may march on.", []),
    ],
)
def test_moments(text: str, words: list[str]) -> None:
    assert [text[a:b] for a, b in moments(text, 0, len(text))] == words


@given(st.text(alphabet="ab 1,.:-–\nMondayof at12", max_size=80))
def test_expressions_lie_in_order_inside_the_text(text: str) -> None:
    for found in (numerals(text, 0, len(text)), moments(text, 0, len(text))):
        assert all(0 <= a < b <= len(text) and text[a:b].strip() for a, b in found)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "cue", "source", "role"),
    [
        ("The battalion is said to have crossed.", "is said", "The battalion", "C"),
        ("Residents were told to leave.", "were told", "Residents", "A"),
        ("It is claimed that it fell.", "is claimed", "It", ""),
        ("It was confirmed by the mayor.", "was confirmed", "the mayor", "S"),
        ("The army reportedly fled.", "reportedly", "The army", ""),
        ("The army denied it.", "denied", "The army", "S"),
        ("The army is convinced of it.", "is convinced", "The army", "S"),
    ],
)
def test_who_speaks_by_the_form_of_the_cue(text: str, cue: str, source: str, role: str) -> None:
    assert voice.role(cue, span(text, source), text.index(cue), text) == role


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        ("The bridge was reportedly hit", "hit", "unknown"),
        ("The bridge may have been hit", "hit", "possible"),
        ("The bridge has probably been hit", "hit", "probable"),
        ("Unconfirmed, they said, the bridge was hit", "hit", None),
        ("The mayor said the bridge was hit", "hit", None),
    ],
)
def test_certainty_by_the_words_of_the_own_clause(text: str, event: str, expected: str | None) -> None:
    stance = certainty.by_words(text, [certainty.clause_before(text, text.index(event), 0)])
    assert (stance.certainty if stance else None) == expected
    if stance and stance.marker:
        assert text[slice(*stance.marker)].strip()


@pytest.mark.parametrize(
    ("text", "first", "second", "same"),
    [
        ("He denied the raid and blamed rebels.", "denied", "blamed", True),
        ("The mayor said it fell, adding that help was near.", "said", "adding", True),
        ("He denied the raid. Observers blamed rebels.", "denied", "blamed", False),
        ("He denied the raid and was accused of lying.", "denied", "was accused", False),
        ("He denied the raid, which rebels claimed.", "denied", "claimed", False),
    ],
)
def test_a_verb_that_goes_on_has_the_source_before_it(text: str, first: str, second: str, same: bool) -> None:
    assert borders.goes_on(text, span(text, first)[1], *span(text, second)) is same


def test_a_preposition_alone_is_no_cue() -> None:
    assert borders.loose("of")
    assert not borders.loose("per")
