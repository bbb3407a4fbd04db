"""The stories that linking is measured on: every file keeps to the format, and a mistake in one is named."""

from pathlib import Path

import pytest

from evals._outcome import outcome, repeats
from evals._stories import BLIND, paths, stories, story

TOLD = """
title: A small one
parties: {River Brigade: North}
aliases: {RB: River Brigade}
opposed: []
places: {Karsk: {admin1: Velm, country: XA}}
reports:
  - id: courier
    outlet: The Courier
    at: 2031-05-03T06:30
    title: Fighting in Karsk
    text: |
      The River Brigade said that it was
      fighting in Karsk.
    claims:
      - {by: River Brigade, is: armed_clash, in: Karsk, text: "Fighting in Karsk", event: clash, origin: brigade}
      - {by: RB, is: armed_clash, in: Karsk, text: "it was fighting in Karsk", event: clash, origin: brigade}
standings:
  clash: {happened: single origin}
"""


def test_every_story_keeps_to_the_format_and_no_repeat_is_a_confirmation() -> None:
    told = [*stories(), *stories(BLIND)]
    assert len(told) >= 6
    assert all(one.marks and one.standings and 8 <= len(one.observed) <= 25 for one in told)
    assert repeats([outcome(one) for one in stories()]) == 0


def test_marked_words_are_found_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(TOLD, encoding="utf-8")
    one = story(path)
    (revision,) = (observed.revision for observed in one.observed)
    assert [revision.text[a:b] for mark in one.marks for _, a, b in mark.spans] == [
        "Fighting in Karsk",
        "it was\nfighting in Karsk",
    ]
    assert one.full_text
    assert outcome(one).standings == (("small: clash, happened", "single origin", "single origin"),)


def test_marked_words_that_are_not_in_the_text_name_file_and_report(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(TOLD.replace('"it was fighting', '"they were fighting'), encoding="utf-8")
    with pytest.raises(ValueError, match=r"small\.yaml, report courier: no such words"):
        story(path)


def test_story_names_are_unique() -> None:
    names = [path.stem for path in (*paths(), *paths(BLIND))]
    assert len(names) == len(set(names))
