"""Sentences by typography."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading._sentences import enclosing, lines, sentences


def texts(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    assert texts("Gen. R. Smith met Mr. Jones at 5 p.m. on Monday. They spoke.") == [
        "Gen. R. Smith met Mr. Jones at 5 p.m. on Monday.",
        "They spoke.",
    ]


def test_closing_marks_stay_with_their_sentence() -> None:
    assert texts('"Run!" he cried. “We left.” Nobody came.') == ['"Run!" he cried.', "“We left.”", "Nobody came."]


def test_decimals_and_ellipses() -> None:
    assert texts("A quake of 6.4 struck... and then another. All fled.") == [
        "A quake of 6.4 struck... and then another.",
        "All fled.",
    ]


def test_enclosing_finds_the_sentence_of_a_position() -> None:
    text = "One. Two. Three."
    found = sentences(text)
    assert enclosing(found, text.index("Two")) == (5, 9)
    assert enclosing(found, 4) is None


@given(st.text(alphabet='abA.!? \n"”', max_size=80))
def test_sentences_hold_all_letters_in_order_without_overlap(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert [c for c in covered if c.isalpha()] == [c for c in text if c.isalpha()]


@given(st.text(max_size=200))
def test_lines_are_trimmed_and_not_blank(text: str) -> None:
    for a, b in lines(text):
        assert text[a:b].strip() == text[a:b] != ""
