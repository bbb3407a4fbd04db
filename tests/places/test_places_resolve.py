"""What the words around a name decide."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.model import Place
from reportedly.reading.places import Gazetteer, Home, resolve
from reportedly.reading.places._named_after import named_after, town_in


def find(text: str, mention: str, gazetteer: Gazetteer, *others: str, home: Home | None = None) -> list[Place]:
    start = text.index(mention)
    entities = [(text.index(o), text.index(o) + len(o)) for o in others]
    return resolve(text, [(start, start + len(mention))], gazetteer, entities=entities, home=home)


def test_unknown_village_stays_in_the_region_the_words_name(gazetteer: Gazetteer) -> None:
    (place,) = find("They took the village of Lozova Rudka in Belgorod Oblast.", "the village of Lozova Rudka", gazetteer)
    assert (place.gazetteer_id, place.geo_precision, place.name) == ("adm1:RU.09", 3, "Lozova Rudka")
    assert place.text == "the village of Lozova Rudka"
    assert place.unlisted
    assert place.region == "Belgorod Oblast"


@pytest.mark.parametrize("opening", ["The", "One", "A", "That"])
def test_how_a_sentence_begins_is_no_region(opening: str, gazetteer: Gazetteer) -> None:
    (place,) = find(f"{opening} village of Lozova Rudka in Belgorod Oblast fell.", "Lozova Rudka", gazetteer)
    assert (place.country, place.gazetteer_id) == ("RU", "adm1:RU.09")


def test_known_name_elsewhere_is_not_taken_when_the_words_name_a_region(gazetteer: Gazetteer) -> None:
    (place,) = find("The village of Rudka in Belgorod Oblast was shelled.", "Rudka", gazetteer)
    assert (place.country, place.gazetteer_id, place.geo_precision) == ("RU", "adm1:RU.09", 3)


def test_unknown_without_a_region_is_unresolved(gazetteer: Gazetteer) -> None:
    (place,) = find("Fighting went on in Zzyzvka.", "Zzyzvka", gazetteer)
    assert (place.lat, place.geo_precision, place.gazetteer_id) == (None, None, None)
    assert place.evidence == "no gazetteer has this name"


@pytest.mark.parametrize(
    ("text", "gid"),
    [
        ("Troops entered Pokrovsk in Donetsk Oblast.", "5"),
        ("Ukrainian defenders held Pokrovsk. Ukraine said Avdiivka was shelled.", "5"),
        ("The Russian town of Pokrovsk was flooded.", "6"),
    ],
)
def test_country_of_the_words_beats_population(text: str, gid: str, gazetteer: Gazetteer) -> None:
    others = ["Avdiivka"] if "Avdiivka" in text else []
    (place,) = find(text, "Pokrovsk", gazetteer, *others)
    assert place.gazetteer_id == gid


def test_container_after_a_comma(gazetteer: Gazetteer) -> None:
    assert find("He lives in Paris, Texas.", "Paris", gazetteer)[0].gazetteer_id == "9"
    assert find("He lives in Paris.", "Paris", gazetteer)[0].gazetteer_id == "8"


def test_one_sense_in_a_report(gazetteer: Gazetteer) -> None:
    text = "A fire in Paris, Texas, killed two. Later Paris was quiet."
    spans = [(text.index("Paris"), text.index("Paris") + 5), (text.rindex("Paris"), text.rindex("Paris") + 5)]
    assert [p.gazetteer_id for p in resolve(text, spans, gazetteer)] == ["9", "9"]


def test_two_regions_in_one_mention(gazetteer: Gazetteer) -> None:
    places = find("Air raids hit Belgorod and Kursk oblasts.", "Belgorod and Kursk oblasts", gazetteer)
    assert [(p.text, p.gazetteer_id, p.geo_precision) for p in places] == [
        ("Belgorod", "adm1:RU.09", 3),
        ("Kursk", "adm1:RU.41", 3),
    ]


def test_office_names_the_region(gazetteer: Gazetteer) -> None:
    assert find("The Kursk governor denied it.", "Kursk governor", gazetteer)[0].gazetteer_id == "adm1:RU.41"
    assert find("Shops in Kursk were shut.", "Kursk", gazetteer)[0].gazetteer_id == "3"


def test_words_without_a_name_are_no_place(gazetteer: Gazetteer) -> None:
    (place,) = find("They entered the border village at dawn.", "the border village", gazetteer)
    assert (place.lat, place.evidence) == (None, "the words have no name")


def test_near_is_not_at(gazetteer: Gazetteer) -> None:
    assert find("Shelling near Sudzha went on.", "near Sudzha", gazetteer)[0].geo_precision == 2
    assert find("Shelling of Sudzha went on.", "Sudzha", gazetteer)[0].geo_precision == 1


def test_disputed_is_marked_by_data(gazetteer: Gazetteer) -> None:
    for name in ("Crimea", "Simferopol"):
        (place,) = find(f"An explosion in {name}.", name, gazetteer)
        assert place.disputed
        assert "68/262" not in (place.evidence or "")
        assert "internationally recognised as Ukraine" in (place.evidence or "")
    assert not find("An explosion in Kursk.", "Kursk", gazetteer)[0].disputed


@pytest.mark.parametrize(
    ("text", "mention", "gid"),
    [
        ("Взрывы в Курской области.", "Курской области", "adm1:RU.41"),
        ("Бои под Суджей.", "Суджей", "2"),
        ("Бои в Авдеевке.", "Авдеевке", "7"),
        ("Бої в Авдіївці.", "Авдіївці", "7"),
        ("Fighting in Tiotkino.", "Tiotkino", "1"),
    ],
)
def test_cases_and_romanisations(text: str, mention: str, gid: str, gazetteer: Gazetteer) -> None:
    places = find(text + " Россия, Russia.", mention, gazetteer)
    assert [p.gazetteer_id for p in places] == [gid]


def test_outlet_profile_moves_a_namesake_home_but_never_confirms_itself(gazetteer: Gazetteer) -> None:
    text = "The council of Dublin met."
    others = "Police of Columbus and Westerville met."
    learnt = resolve(others, [(10, 18), (23, 34)], gazetteer)
    assert find(text, "Dublin", gazetteer)[0].gazetteer_id == "10"
    assert find(text, "Dublin", gazetteer, home=Home.learn([learnt, learnt]))[0].gazetteer_id == "11"
    itself = [find(text, "Dublin", gazetteer)] * 9
    assert Home.learn(itself).without("dublin") == Home().without("dublin")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(
            "Paris Texas Kursk Sudzha in near , . and the village of Oblast Russia Russia's Суджи области Zzyz ’ District".split()
        ),
        min_size=1,
        max_size=12,
    )
)
def test_invariants(words: list[str], gazetteer: Gazetteer) -> None:
    text = " ".join(words)
    spans = [(a, b) for a in (0, len(text) // 3) for b in (len(text) // 2, len(text)) if a < b]
    places = resolve(text, spans, gazetteer, entities=spans)
    assert places == resolve(text, spans, gazetteer, entities=spans)
    for place in places:
        assert text[place.start : place.end] == place.text
        assert (place.lat is None) == (place.gazetteer_id is None) == (place.geo_precision is None)
        assert place.evidence
        assert len(place.candidates) <= 5
        if place.geo_precision == 1:
            assert place.gazetteer_id in {str(n) for n in range(1, 17)}


@pytest.mark.parametrize(
    ("text", "mention", "others", "gid", "precision"),
    [
        ("A shell hit Central Hospital in Kursk.", "Central Hospital", (), "3", 2),
        ("Shells hit Zzyz in Belgorod.", "Zzyz", (), "adm1:RU.09", 3),
        ("He lives in Westerville, Ohio.", "Ohio", ("Westerville",), "adm1:US.OH", 3),
        ("Ohioans voted.", "Ohioans", (), "adm1:US.OH", 3),
        ("The US embassy in Sudzha stayed shut.", "US embassy", (), "2", 2),
        ("He fell ill in a Ukrainian town.", "Ukrainian", (), "c:UA", 3),
        ("It lies southwest of Columbus in Ohio's hill country.", "Columbus", (), "12", 2),
    ],
)
def test_words_around_a_name(
    text: str, mention: str, others: tuple[str, ...], gid: str, precision: int, gazetteer: Gazetteer
) -> None:
    (place,) = find(text, mention, gazetteer, *others)
    assert (place.gazetteer_id, place.geo_precision) == (gid, precision)


def test_a_building_is_not_put_on_a_town_of_its_name_elsewhere(gazetteer: Gazetteer) -> None:
    (place,) = find("He was taken to Paris Hospital in Columbus.", "Paris Hospital", gazetteer)
    assert (place.gazetteer_id, place.name, place.geo_precision) == ("12", "Paris Hospital", 2)
    assert '"Columbus", which is given instead' in (place.evidence or "")


def test_an_outlet_that_reports_from_everywhere_is_at_home_nowhere(gazetteer: Gazetteer) -> None:
    everywhere = [find(f"Police met in {name}.", name, gazetteer) for name in ("Kursk", "Paris", "Avdiivka", "Columbus", "Rudka")]
    profile = Home.learn(everywhere).without("dublin")
    assert max(profile.regions.values()) <= 0.5
    local = [find(f"Police met in {name}.", name, gazetteer) for name in ("Columbus", "Westerville")]
    assert Home.learn(local).without("dublin").regions["US.OH"] == 1.0


@pytest.mark.parametrize(
    ("outlet", "town"),
    [
        ("The Columbus Dispatch", "columbus"),
        ("Kyiv Post", "kyiv"),
        ("columbuslocalnews.com", "columbus"),
        ("www.columbus-news.co.uk", "columbus"),
        ("chronicle.columbus.com", "columbus"),
        ("times.com", "times"),
        ("The Times", ""),
        ("", ""),
        (".", ""),
    ],
)
def test_the_town_in_an_outlets_name(outlet: str, town: str) -> None:
    assert town_in(outlet) == town


def test_an_outlet_named_after_a_town_is_at_home_there(gazetteer: Gazetteer) -> None:
    text = "The council of Dublin met."
    for outlet, gid in (("The Columbus Dispatch", "11"), ("Kyiv Post", "10"), ("The Times", "10")):
        home = Home.learn([], named_after(outlet, gazetteer))
        assert find(text, "Dublin", gazetteer, home=home)[0].gazetteer_id == gid
    assert Home.learn([], named_after("Dublin Herald", gazetteer)).without("dublin") == Home().without("dublin")


def test_of_towns_of_an_outlets_name_the_one_its_reports_are_near(gazetteer: Gazetteer) -> None:
    named = named_after("Dublin Herald", gazetteer)
    near = Home.learn([find("Police met in Westerville.", "Westerville", gazetteer)], named)
    assert near.without("x").points[0] == (40.099, -83.114)
    assert Home.learn([], named).without("x").points[0] == (53.333, -6.249)


def test_a_place_under_two_names_votes_once(gazetteer: Gazetteer) -> None:
    reports = [find(f"Police met in {name}.", name, gazetteer) for name in ("Tyotkino", "Tëtkino", "Sudzha", "Columbus")]
    assert Home.learn(reports).without("x").countries["RU"] == Home.learn(reports[1:]).without("x").countries["RU"]
