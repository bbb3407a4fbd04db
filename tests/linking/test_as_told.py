"""What reports of one story have in common although they word it differently: days, speakers, places, numbers."""

from __future__ import annotations

import msgspec

from reportedly.model import Actor, Forward, Observed, Place, Quantity, Segment
from tests.linking.builders import (
    BELGOROD,
    KURSK,
    LEGION,
    RUSSIA,
    STAROVOIT,
    TYOTKINO,
    day,
    linked,
    number,
    one,
    own,
    place,
    point,
    report,
    said,
    standing,
)  # fmt: skip

STRIKE, CLASH, CAPTURE = "shelling_missile", "armed_clash", "territory_captured_state"
MONDAY, TUESDAY = day("2024-03-11"), day("2024-03-12")
DOCTORS, HOSPITAL = "Doctors Network", place("Southern Hospital")
LATER = {"at": "2024-03-13T08:00", "captured": "2024-03-13T18:00"}


def under_headline(observed: Observed) -> Observed:
    first = observed.reading.claims[0]
    segments = (Segment(first.start, first.end, "headline"), Segment(first.end, len(observed.revision.text), "body"))
    return msgspec.structs.replace(observed, revision=msgspec.structs.replace(observed.revision, segments=segments))


def test_a_headline_is_of_the_day_that_its_text_gives() -> None:
    toll = under_headline(report("toll", own(STRIKE, TYOTKINO), said(DOCTORS, STRIKE, TYOTKINO, time=MONDAY), **LATER))
    (event,) = linked(toll)
    assert event.time is not None
    assert event.time.first == "2024-03-11"
    assert "1 of 2 claims give no day; that of the same event in their report stands in" in point(event).reasons


def test_what_the_text_leaves_undated_may_be_another_day() -> None:
    both = report("both", said(DOCTORS, STRIKE, TYOTKINO, time=day("2024-03-09")), own(STRIKE, TYOTKINO), **LATER)
    assert len(linked(both)) == 2


def test_who_tells_of_two_days_tells_of_two_events() -> None:
    monday = report("a", said(DOCTORS, STRIKE, TYOTKINO, time=MONDAY), **LATER)
    tuesday = report("b", said(LEGION, STRIKE, TYOTKINO, time=TUESDAY), **LATER)
    assert len(linked(monday, tuesday)) == 1
    both = report("c", own(STRIKE, TYOTKINO, time=MONDAY), own(STRIKE, TYOTKINO, time=TUESDAY), **LATER)
    undated = report("d", said(STAROVOIT, STRIKE, TYOTKINO), at="2024-03-12T08:00", captured="2024-03-13T18:00")
    first, second = sorted(linked(monday, both, undated), key=lambda e: e.time.first if e.time and e.time.first else "")
    assert (first.counts.reports, second.counts.reports) == (3, 1)


def test_who_condemns_does_not_say_that_they_know() -> None:
    text = report("a", said(DOCTORS, STRIKE, TYOTKINO))
    condemned = report("b", said("United Nations", STRIKE, TYOTKINO, cue="condemned"), said(DOCTORS, STRIKE, TYOTKINO))
    event = one(linked(text, condemned), TYOTKINO)
    assert [origin.speaker for origin in event.origins] == [DOCTORS]
    assert standing(event) == "single origin"


def test_a_number_is_nobody_that_was_hit() -> None:
    def hit(words: str) -> list[str]:
        quantity = Quantity("killed", 31, 31, None, "31", 0, 2)
        made = report("a", own(STRIKE, TYOTKINO, f"{words} died", numbers=(quantity,)))
        claim = msgspec.structs.replace(made.reading.claims[0], actors=(Actor("target", words, 0, len(words), words),))
        (event,) = linked(Observed(made.revision, msgspec.structs.replace(made.reading, claims=(claim,))))
        return [answer.value for p in event.points if p.question == "target" for answer in p.answers]

    assert hit("31") == []
    assert hit("31 of the Polish nurses") == ["Polish nurses"]


def test_three_more_is_no_toll() -> None:
    text = "three more people died"
    more = said(DOCTORS, STRIKE, TYOTKINO, text, numbers=(Quantity("killed", 3, 3, "people", "three", 0, 5),))
    total = said(STAROVOIT, STRIKE, TYOTKINO, numbers=(number("killed", 34),))
    killed = point(one(linked(report("a", more), report("b", total)), TYOTKINO), "killed")
    assert [answer.value for answer in killed.answers] == ["34"]


def test_one_soldier_and_soldiers_are_one_question() -> None:
    one_soldier = report("a", said(LEGION, CLASH, TYOTKINO, numbers=(number("killed", 1, of="soldier"),)))
    four = report("b", said(STAROVOIT, CLASH, TYOTKINO, numbers=(number("killed", 4, of="servicemen"),)))
    assert standing(one(linked(one_soldier, four), TYOTKINO), "killed") == "contested"


def test_both_sides_of_a_clash_are_hit() -> None:
    a = report("a", said(LEGION, CLASH, TYOTKINO, target="Russian Border Guard"))
    b = report("b", said(STAROVOIT, CLASH, TYOTKINO, target="Siberian Battalion"))
    assert standing(one(linked(a, b), TYOTKINO), "target") != "contested"


def test_a_building_that_no_gazetteer_knows_stands_where_the_report_is() -> None:
    site = msgspec.structs.replace(HOSPITAL, gazetteer_id=None, geo_precision=None, country=None)
    (event,) = linked(report("a", said(DOCTORS, STRIKE, TYOTKINO), said(STAROVOIT, STRIKE, site)))
    assert event.place == TYOTKINO
    (alone,) = linked(report("b", said(DOCTORS, STRIKE, site)))
    assert alone.place is not None
    assert alone.place.name == "Southern Hospital"


def test_a_headlines_country_is_its_ministry_that_speaks_in_the_text() -> None:
    headline = said("Azerbaijan", CLASH, TYOTKINO, "Azerbaijan said there was a clash", part="headline")
    text = said("Azerbaijan's Border Service", CLASH, TYOTKINO, "Azerbaijan's Border Service said there was a clash")
    event = one(linked(report("a", headline, text)), TYOTKINO)
    assert [origin.speaker for origin in event.origins] == ["Azerbaijan's Border Service"]


def test_claims_of_a_report_that_names_no_place_are_one_event() -> None:
    text = report(
        "a", said(LEGION, CLASH, None, "a clash at dawn"), said(STAROVOIT, CLASH, None, "there was no clash", denied=True)
    )
    (event,) = linked(text)
    assert standing(event) == "contested"


def test_a_village_is_where_another_report_of_those_days_puts_it() -> None:
    put = msgspec.structs.replace(KURSK, text="Staraya", name="Staraya", unlisted=True)
    bare = Place(text="Staraya", start=0, end=0, name="Staraya")
    taken, denied = report("a", said(LEGION, CAPTURE, put)), report("b", said(STAROVOIT, CAPTURE, bare, denied=True))
    (event,) = linked(taken, denied)
    assert standing(event) == "contested"
    assert "a claim that names only Staraya is compared where url:https://a.example/a puts it" in point(event).reasons
    weeks_later = report("c", said(STAROVOIT, CAPTURE, bare), at="2024-03-30T08:00", captured="2024-03-30T18:00")
    assert len(linked(taken, weeks_later)) == 2
    elsewhere = msgspec.structs.replace(BELGOROD, text="Staraya", name="Staraya", unlisted=True)
    assert len(linked(taken, report("d", said(LEGION, CAPTURE, elsewhere)), report("e", said(STAROVOIT, CAPTURE, bare)))) == 3


def test_the_place_that_was_taken_is_told_once() -> None:
    (event,) = linked(report("a", said(LEGION, CAPTURE, TYOTKINO, target="the village of Tyotkino")))
    assert "target" not in {p.question for p in event.points}


def test_we_in_a_forwarded_post_is_who_wrote_it() -> None:
    post = report("telegram:9/1", own(CAPTURE, TYOTKINO, agent="We"), outlet="Border Watch", forward=Forward(name=LEGION))
    agent = point(one(linked(post), TYOTKINO), "agent")
    assert [answer.value for answer in agent.answers] == [LEGION]


def test_a_point_says_what_its_number_counts() -> None:
    numbers = (number("killed", 4, of="Armenian soldiers"), number("killed", 9))
    (event,) = linked(report("a", said(LEGION, CLASH, TYOTKINO, numbers=numbers)))
    assert sorted(p.asked for p in event.points if p.question == "killed") == ["killed", "killed (armenian soldiers)"]


def test_an_event_is_called_as_the_reports_spell_its_place() -> None:
    spelled = msgspec.structs.replace(TYOTKINO, name="Tëtkino", text="Tyotkino")
    assert [e.title for e in linked(report("a", said(LEGION, CLASH, spelled)))] == ["Armed clash, Tyotkino"]
    words = msgspec.structs.replace(TYOTKINO, name="Tëtkino", text="the border town")
    assert [e.title for e in linked(report("b", said(LEGION, CLASH, words)))] == ["Armed clash, Tëtkino"]


def test_a_place_before_a_headlines_colon_says_nothing() -> None:
    headline = said("Russia", STRIKE, TYOTKINO, "Russia: town shelled", part="headline", cue=":")
    made = report("a", headline, said(DOCTORS, STRIKE, TYOTKINO))
    reading = msgspec.structs.replace(made.reading, places=(RUSSIA,))
    event = one(linked(Observed(made.revision, reading)), TYOTKINO)
    assert [origin.speaker for origin in event.origins] == [DOCTORS]
    assert {origin.speaker for origin in one(linked(made), TYOTKINO).origins} == {DOCTORS, "Russia"}


def test_fighters_that_begin_a_sentence_rival_nobody() -> None:
    crowd = report("a", said(STAROVOIT, CLASH, TYOTKINO, agent="Fighters"))
    named = report("b", said(LEGION, CLASH, TYOTKINO, agent="Siberian Battalion"))
    assert standing(one(linked(crowd, named), TYOTKINO), "agent") != "contested"


def test_a_denial_that_names_a_building_reaches_what_its_report_tells_of_it() -> None:
    site = msgspec.structs.replace(HOSPITAL, gazetteer_id=None, geo_precision=None, country=None)
    denial = said(STAROVOIT, STRIKE, site, denied=True, agent="Our forces")
    (event,) = linked(report("a", said(DOCTORS, STRIKE, TYOTKINO), denial))
    assert event.place == TYOTKINO


def test_a_known_place_goes_before_an_unknown_one_beside_it() -> None:
    line = Place(text="Cano Limon", start=0, end=0, name="Cano Limon")
    (event,) = linked(report("a", said(LEGION, STRIKE, TYOTKINO, also=(line,))))
    assert event.place == TYOTKINO


def test_officials_of_a_headline_are_who_speaks_in_the_text() -> None:
    headline = said("Kursk officials", STRIKE, TYOTKINO, "Kursk officials said there was a strike", part="headline")
    text = said("Kursk's civil defence", STRIKE, TYOTKINO, "Kursk's civil defence said there was a strike")
    assert [origin.speaker for origin in one(linked(report("a", headline, text)), TYOTKINO).origins] == ["Kursk's civil defence"]
