"""Places in the gazetteer that ships: namesakes of its size, which a small one does not have."""

from __future__ import annotations

import pytest

from reportedly.model import Place
from reportedly.reading.places import default_gazetteer, resolve


def find(text: str, mention: str) -> Place:
    start = text.index(mention)
    (place,) = resolve(text, [(start, start + len(mention))], default_gazetteer())
    return place


def test_a_country_goes_before_a_region_of_its_name() -> None:
    place = find("Gunmen attacked a convoy near Kobe in northern Mali on Friday.", "Kobe")
    assert (place.country, place.admin1, place.unlisted) == ("ML", None, True)


@pytest.mark.parametrize("name", ["Southern", "Central", "North"])
def test_a_direction_alone_is_no_place(name: str) -> None:
    assert find(f"The shell came down beside the {name} hospital.", name).gazetteer_id is None


def test_a_direction_that_names_a_region_is_one() -> None:
    assert find("Floods hit the Northern Province of Sri Lanka.", "Northern Province").country == "LK"


def test_a_countrys_capital_is_that_city() -> None:
    place = find("Gangs stormed the main prison of Haiti's capital on Saturday.", "the main prison of Haiti's capital")
    assert (place.name, place.country, place.geo_precision) == ("Port-au-Prince", "HT", 1)
    assert find("Gangs stormed the main prison of Haiti's capital.", "Haiti").geo_precision == 3


def test_whose_a_mosque_is_says_nothing_of_where() -> None:
    text = "A bomber blew himself up at a Shiite mosque in Kunduz."
    start = text.index("a Shiite")
    entities = [(text.index("Shiite"), text.index("Shiite") + 6)]
    (place,) = resolve(text, [(start, len(text) - 1)], default_gazetteer(), entities=entities)
    assert (place.name, place.country) == ("Kunduz", "AF")


def test_the_beginning_of_another_name_is_no_place() -> None:
    assert find("They blew up the Trans Niger Pipeline in Bodo.", "Trans").gazetteer_id is None
