"""Names for maps, and about where a region lies."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.places import Around, Box, Gazetteer
from reportedly.reading.places._around import Ring, dug, hull

POINTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=40)


def test_the_largest_settlements_of_a_box_first(gazetteer: Gazetteer) -> None:
    found = Around(gazetteer).settlements(Box(33, 50, 38, 53), 3)
    assert [one.name for one in found] == ["Kursk", "Belgorod", "Sudzha"]


def test_a_region_without_three_settlements_has_no_outline(gazetteer: Gazetteer) -> None:
    around = Around(gazetteer)
    assert len(around.outline("RU", "41")) == 4
    assert around.outline("RU", "09") == ()
    assert around.outline("XX", "") == ()


def twice_the_area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


@given(POINTS)
def test_a_hull_holds_every_point_and_turns_left(points: list[tuple[float, float]]) -> None:
    ring = hull(points)
    if not ring:
        return
    assert ring[0] == ring[-1]
    assert twice_the_area(ring) > 0
    for a, b in pairwise(ring):
        assert all((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= 0 for x, y in points)


@given(POINTS)
def test_digging_only_takes_away_and_adds_only_given_points(points: list[tuple[float, float]]) -> None:
    ring = hull(points)
    deeper = dug(ring, points)
    assert set(ring) <= set(deeper) <= set(points)
    assert twice_the_area(deeper) <= twice_the_area(ring)
    assert len(set(deeper)) == max(0, len(deeper) - 1)
