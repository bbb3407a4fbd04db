"""`the oblast` is the one oblast named before, or stays unplaced."""

from reportedly.model import Place
from reportedly.reading._pointing import known_elsewhere, pointed


def place(text: str, start: int, precision: int | None = None, name: str = "") -> Place:
    return Place(text=text, start=start, end=start + len(text), name=name or text, geo_precision=precision)  # type: ignore[arg-type]


def test_a_region_is_meant_by_its_own_noun() -> None:
    found = pointed(place("the oblast", 90), [place("Kursk Oblast", 0, 3), place("Russia", 20, 3), place("Sudzha", 40, 1)])
    assert (found.text, found.start, found.name, found.geo_precision) == ("the oblast", 90, "Kursk Oblast", 3)
    assert found.evidence == "'the oblast' points back to 'Kursk Oblast'"


def test_two_regions_leave_it_unplaced() -> None:
    mention = place("the oblast", 90)
    assert pointed(mention, [place("Kursk Oblast", 0, 3), place("Belgorod Oblast", 20, 3)]) is mention
    assert pointed(mention, [place("Kursk Oblast", 100, 3)]) is mention
    assert pointed(place("the border", 90), [place("Kursk Oblast", 0, 3)]).geo_precision is None


def test_a_village_is_the_only_settlement_before() -> None:
    assert pointed(place("the village", 50), [place("Dorvan", 0, 1)]).name == "Dorvan"
    mention = place("the village", 50)
    assert pointed(mention, [place("Dorvan", 0, 1), place("Sela", 10, 1)]) is mention


def test_a_part_of_the_village_points_to_the_village() -> None:
    assert pointed(place("the southern part of the village", 50), [place("Dorvan", 0, 1)]).name == "Dorvan"


def test_an_unknown_name_lies_where_the_report_puts_it_elsewhere() -> None:
    put = Place(text="Robotyne", start=40, end=48, name="Robotyne", geo_precision=3, unlisted=True, country="UA")
    (found,) = known_elsewhere([place("Robotyne", 0)], [put])
    assert (found.country, found.unlisted, found.start) == ("UA", True, 0)
    assert known_elsewhere([place("Orikhiv", 0)], [put]) == [place("Orikhiv", 0)]
