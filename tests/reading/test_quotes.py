"""Quotation marks never break the reader, whatever their style."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading._quotes import quoted


def inside(text: str) -> str:
    return "".join(char for char, flag in zip(text, quoted(text), strict=True) if flag)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" twice.', '"no"'),
        ("He said “no” twice.", "“no”"),
        ("Er sagte „nein“ und ging.", "„nein“"),
        ("Он сказал «нет» и ушёл.", "«нет»"),
        ("He called it ''absurd'' today.", "''absurd''"),
        ("He called it ``absurd'' today.", "``absurd''"),
        ("She didn't say 'never' there.", "'never'"),
        ("It is the army's ‘big’ plan.", "‘big’"),
        ("The soldiers' plan failed.", ""),
        ("“It isn’t over,” he said.", "“It isn’t over,”"),
    ],
)
def test_marks_of_many_kinds(text: str, expected: str) -> None:
    assert inside(text) == expected


def test_an_open_mark_runs_to_the_end_of_its_paragraph_only() -> None:
    text = "“First we waited.\nThen we ran.”"
    assert inside(text) == "“First we waited."


@given(st.text(alphabet="ab \"'“”‘’«»„\n`.", max_size=60))
def test_any_sequence_of_marks_gives_one_flag_a_character(text: str) -> None:
    flags = quoted(text)
    assert len(flags) == len(text)
    assert set(flags) <= {0, 1}
