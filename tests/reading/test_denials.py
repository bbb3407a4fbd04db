"""What is denied and what is not: contrasts, words that call something false, statements that only point."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Claim, Mention
from reportedly.reading._echoes import echoes
from reportedly.reading._polarity import contrasted, polarity
from reportedly.reading._statements import Draft


def read_as(read: str, text: str, event: str, cue: str = "said") -> str:
    start = text.index(cue) if cue in text else 0
    draft = Draft((start, start + len(cue)), None, ((0, len(text)),), None, None, False)
    return polarity(read, text.index(event), (0, len(text)), draft, text)


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        ("There was a battle in the town, but there was no breakthrough.", "battle", "asserted"),
        ("There was a battle in the town, but there was no breakthrough.", "breakthrough", "denied"),
        ("Nobody crossed the river; the town was shelled.", "shelled", "asserted"),
        ("Nobody crossed the river; the town was shelled.", "crossed", "denied"),
        ("Neither side attacked the village.", "attacked", "denied"),
        ("The village was attacked.", "attacked", "asserted"),
    ],
)
def test_a_denial_needs_words_that_deny_on_its_side_of_a_contrast(text: str, event: str, expected: str) -> None:
    assert read_as("denied", text, event) == expected


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        ("It is false that eleven people were killed.", "killed", "denied"),
        ("It is untrue to say that the bridge was hit.", "hit", "denied"),
        ("Reports of a landing near the port are completely false.", "landing", "denied"),
        ("Claims that the dam was blown up were disinformation.", "blown", "denied"),
        ("There is no truth in reports that the base was attacked.", "attacked", "denied"),
        ("It is not false that eleven people were killed.", "killed", "asserted"),
        ("A false alarm was raised after the shelling.", "shelling", "asserted"),
        ("Reports say that the bridge was hit.", "hit", "asserted"),
    ],
)
def test_what_is_called_false_is_denied(text: str, event: str, expected: str) -> None:
    assert read_as("asserted", text, event) == expected


@given(st.text(alphabet="ab ,;but", min_size=1, max_size=60), st.integers(0, 59))
def test_a_side_of_a_contrast_lies_in_the_sentence_and_holds_the_place(text: str, at: int) -> None:
    at = min(at, len(text) - 1)
    low, high = contrasted(at, (0, len(text)), text)
    assert 0 <= low <= at <= high <= len(text)


TEXT = "A second village was attacked at dawn, reports say. Police {cue} {words}."


def pointing(cue: str, words: str) -> list[Claim]:
    text = TEXT.format(cue=cue, words=words)
    told = Claim(
        id="c1", statement="s1", start=0, end=29, text=text[:29], event_type="armed_clash", trigger=Mention("attacked", 21, 29)
    )
    first = Draft((39, 46), (39, 46), ((0, 37),), None, None, False)
    at = text.index(cue)
    content = text.index(words, at + len(cue))
    second = Draft((at, at + len(cue)), (52, 58), ((content, content + len(words)),), None, None, False)
    return echoes([told], [first, second], text)


@pytest.mark.parametrize(
    ("cue", "words", "expected"),
    [
        ("denied", "this", "denied"),
        ("rejected", "the claim", "denied"),
        ("have dismissed", "these reports", "denied"),
        ("confirmed", "it", "asserted"),
        ("confirmed", "the report", "asserted"),
    ],
)
def test_what_only_points_is_of_what_was_told_before(cue: str, words: str, expected: str) -> None:
    _, echo = pointing(cue, words)
    assert (echo.id, echo.statement, echo.polarity, echo.text) == ("c2", "s2", expected, words)
    assert (echo.event_type, echo.trigger and echo.trigger.text, echo.quantities) == ("armed_clash", "attacked", ())


@pytest.mark.parametrize(("cue", "words"), [("said", "this"), ("denied", "any wrongdoing"), ("confirmed", "two arrests")])
def test_other_statements_make_no_claim(cue: str, words: str) -> None:
    assert len(pointing(cue, words)) == 1


def test_a_declined_denial_points_at_nothing() -> None:
    draft = Draft((52, 58), None, (), None, None, True)
    told = Claim(id="c1", statement=None, start=0, end=5, text="Shots", event_type="armed_clash")
    assert echoes([told], [draft], "Shots. " * 12) == [told]
