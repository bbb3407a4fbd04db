"""Names of governments are no places of events; names of places are."""

from __future__ import annotations

import pytest

from reportedly.reading.places import Gazetteer, resolve
from reportedly.reading.places._metonyms import is_metonym


@pytest.mark.parametrize(
    "text",
    [
        "[Moscow] said its troops had repelled the raid.",
        "[Kyiv] has repeatedly denied any role.",
        "[Kyiv]’s forces crossed the border.",
        "Ministers accused [Tehran] of arming them.",
        "According to [Kyiv], forty drones were downed.",
        "[Moscow]-backed officials left the city.",
        "Talks with [Washington] broke down.",
        "[London], which also condemned the strike, recalled its envoy.",
        "[Paris] would not confirm the delivery.",
        "Relations between [Moscow] and [Baku] froze.",
    ],
)
def test_who_speaks_or_acts_is_no_place(text: str) -> None:
    start = text.index("[")
    bare = text.replace("[", "", 1).replace("]", "", 1)
    end = text.index("]") - 1
    assert is_metonym(bare, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "A blast in [Moscow] killed two.",
        "Officials in [Moscow] said two were killed.",
        "The [Kyiv] strike killed three.",
        "[Kharkiv] was hit overnight.",
        "[Kyiv] attacked overnight",
        "[Kharkiv] lost power after the strike.",
        "Troops entered [Sudzha] on Tuesday.",
        "[Kursk] residents said they heard blasts.",
        "Drones flew over [Belgorod], the governor said.",
    ],
)
def test_where_it_happened_is_a_place(text: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert not is_metonym(text.replace("[", "").replace("]", ""), start, end)


def test_a_metonym_is_resolved_and_marked(gazetteer: Gazetteer) -> None:
    text = "Paris said it would send shells. Later a shop in Paris burned."
    spans = [(0, 5), (text.index("Paris burned"), text.index("Paris burned") + 5)]
    assert [(p.gazetteer_id, p.metonym) for p in resolve(text, spans, gazetteer)] == [("8", True), ("8", False)]
