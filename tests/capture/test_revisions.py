"""What changed between two revisions, to the word, and how the outlet said so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reportedly.capture import from_text
from reportedly.capture.revisions import difference, disclosed
from reportedly.model import Revision

FIRST = "Fight at the border\n\nThe governor said nobody was hurt in Tyotkino. He gave no details."
NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)


def revision(text: str, **more: Any) -> Revision:
    return replace(from_text(FIRST), text=text, report="url:https://one.example/a", **more)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Updated with the governor's new figure.", "note"),
        ("UPD: two people were hurt.", "note"),
        ("Correction: two people were hurt, not nobody.", "note"),
        ("Editor's note: the figure was corrected.", "note"),
        ("(This story has been updated to add the governor's words)", "note"),
        ("An earlier version of this article gave no figure.", "note"),
        ("Уточнено: ранены двое.", "note"),
        ("Обновлено, добавлены слова губернатора", "note"),
        ("Оновлено: поранено двох людей.", "note"),
        ("Виправлення. У попередній версії числа не було.", "note"),
        ("Updated: 12 March 2024, 14:05 GMT", "stamp"),
        ("Last updated at 2.05 pm", "stamp"),
        ("Обновлено в 14:05", "stamp"),
        ("Оновлено: 12 березня 2024, 14:05", "stamp"),
        ("Two people were hurt, a witness said.", "silent"),
        ("The update on the road works comes tomorrow.", "silent"),
    ],
)
def test_how_a_change_is_declared(line: str, kind: str) -> None:
    found = disclosed(revision(FIRST), revision(f"{FIRST}\n{line}"))
    assert found.kind == kind
    assert found.words == (None if kind == "silent" else line)


def test_a_note_that_was_there_before_declares_nothing_new() -> None:
    before = revision(f"{FIRST}\nUpdated with a figure.")
    assert disclosed(before, revision(f"{FIRST}\nUpdated  with a figure.\nTwo were hurt.")).kind == "silent"


def test_page_data_and_flags_declare_less_than_words() -> None:
    changed = FIRST.replace("nobody", "two people")
    moved = revision(changed, updated_at=NOON)
    assert disclosed(revision(FIRST), moved).kind == "metadata"
    assert disclosed(revision(FIRST), revision(changed, edited=True)).words == "marked as edited"
    assert disclosed(revision(FIRST, updated_at=NOON), revision(changed, updated_at=NOON)).kind == "silent"
    assert disclosed(revision(FIRST), replace(moved, text=f"{changed}\nUpdated: 12:00")).kind == "stamp"


def test_the_difference_is_told_to_the_word() -> None:
    after = FIRST.replace("nobody was", "two people were") + "\n\nA witness said she saw smoke."
    first, second = difference(FIRST, after)
    assert (first.before, first.after) == ("nobody was", "two people were")
    assert FIRST[first.start : first.end] == first.before
    assert after[first.new_start : first.new_end] == first.after
    assert (second.before, second.after) == ("", "A witness said she saw smoke.")


def test_white_space_makes_no_difference_and_no_revision() -> None:
    spaced = FIRST.replace(" ", "  ").replace("\n\n", "\n \n")
    assert difference(FIRST, spaced) == ()
    assert revision(spaced).id == revision(FIRST).id


@pytest.mark.parametrize("line", ["3 hours ago", "Updated 5 minutes ago", "Last updated: just now"])
def test_a_clock_in_the_page_makes_no_revision(line: str) -> None:
    assert revision(f"{line}\n{FIRST}").id == revision(FIRST).id
    assert revision(f"{FIRST}\nIt happened {line}").id != revision(FIRST).id


def test_the_same_letters_in_another_spelling_make_no_revision() -> None:
    assert revision("Caf\u00e9 in Kyiv").id == revision("Cafe\u0301 in Ky\u00adiv").id


words = st.lists(st.sampled_from(["a", "b", "c", "dd", "\n", "\n\n", "é"]), max_size=25).map(" ".join)


@settings(max_examples=80, deadline=None)
@example("a \n b", "a a \n b")
@given(words, words)
def test_the_pieces_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    made, at = "", 0
    for piece in difference(before, after):
        assert before[piece.start : piece.end] == piece.before
        assert after[piece.new_start : piece.new_end] == piece.after
        made += f"{before[at : piece.start]} {piece.after} "
        at = piece.end
    assert (made + before[at:]).split() == after.split()


def test_captures_apart_in_time_are_one_revision() -> None:
    assert revision(FIRST).id == revision(FIRST, captured_at=NOON + timedelta(days=3)).id
