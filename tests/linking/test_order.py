"""Order of arrival must not matter, and blocks hold all that their events depend on."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.linking import Linking, alias_of, country_key, is_wide, link, plain, wide_key
from reportedly.model import Forward, Observed, Place
from tests.linking.builders import (
    BELGOROD,
    KURSK,
    LEGION,
    LOZOVA,
    RUSSIA,
    STAROVOIT,
    TYOTKINO,
    Parties,
    day,
    number,
    own,
    place,
    report,
    said,
)

TOKMAK = place("Tokmak", "Zaporizhzhia", country="UA")
IN_KURSK, IN_BELGOROD = (
    msgspec.structs.replace(region, text="Staraya", name="Staraya", unlisted=True) for region in (KURSK, BELGOROD)
)
SOMEWHERE = Place(text="Staraya", start=0, end=0, name="Staraya")
PLACES = st.sampled_from([RUSSIA, KURSK, BELGOROD, TYOTKINO, LOZOVA, TOKMAK, IN_KURSK, IN_BELGOROD, SOMEWHERE, SOMEWHERE, None])
KINDS = st.sampled_from(["armed_clash", "ground_raid", "shelling_missile", "other", "territory_captured_state"])
NAMES = st.sampled_from([LEGION, "The Legion", STAROVOIT, "Starovoit", "a source", "Outlet 1", None])
DAYS = st.dates(min_value=date(2024, 2, 20), max_value=date(2024, 4, 20))


@st.composite
def drafts(draw: Any) -> Any:
    fields: dict[str, Any] = {"denied": draw(st.booleans()), "word": draw(st.sampled_from(["crossed", "attacked", None]))}
    if draw(st.booleans()):
        first = draw(DAYS)
        fields["time"] = day(str(first), str(first.fromordinal(first.toordinal() + draw(st.sampled_from([0, 0, 1, 2, 6, 40])))))
    if draw(st.integers(0, 3)) == 0:
        fields["numbers"] = (number("killed", draw(st.integers(0, 9))),)
    fields["agent"] = draw(st.sampled_from(["Ukrainian army", "its fighters", None]))
    kind, where = draw(KINDS), draw(PLACES)
    text = draw(st.sampled_from(["", "Fighters entered the town before dawn today", "There was a long fight at the river"]))
    return said(draw(NAMES), kind, where, text, **fields) if draw(st.booleans()) else own(kind, where, text, **fields)


@st.composite
def ledgers(draw: Any) -> list[Observed]:
    found = []
    for number_ in range(draw(st.integers(1, 9))):
        name = draw(st.sampled_from([f"r{number_}", "r0", f"telegram:{number_}/1"]))
        published = draw(DAYS)
        forward = draw(
            st.sampled_from([None, None, Forward(name=LEGION), Forward(channel=str(draw(st.integers(0, 9))), message=1)])
        )
        found.append(
            report(
                name,
                *draw(st.lists(drafts(), min_size=1, max_size=3)),
                outlet=f"Outlet {draw(st.integers(0, 3))}",
                at=f"{published}T{draw(st.integers(0, 23)):02}:00",
                captured=f"2024-04-{draw(st.integers(1, 28)):02}T08:00",
                forward=forward,
            )
        )
    return found


@settings(max_examples=60, deadline=None)
@given(ledgers(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_events(observed: list[Observed], rng: random.Random) -> None:
    shuffled = observed[:]
    rng.shuffle(shuffled)
    assert link(observed, (), Parties()) == link(shuffled + observed[:1], (), Parties())


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_a_block_holds_all_that_its_events_depend_on(observed: list[Observed]) -> None:
    everything = link(observed, (), Parties())
    for block in {event.block for event in everything}:
        assert of_block(observed, block) == tuple(event for event in everything if event.block == block)


def of_block(observed: list[Observed], block: str) -> Any:
    """The events of a block from the reports that bear on it alone."""
    linking = Linking(Parties())
    by_report: dict[str, list[Observed]] = {}
    for one in observed:
        by_report.setdefault(one.revision.report, []).append(one)
    prepared = [linking.prepare(found) for found in by_report.values()]
    keys = {block, wide_key(block)}
    named = [told for one in prepared for key in one.keys if (told := alias_of(key))]
    keys |= {name for name, home in named if home == block}
    if block == country_key(block) and any(wide_key(block) in one.keys for one in prepared):
        cell, _, epoch = block.rpartition("@")
        keys |= {key for one in prepared for key in one.keys if key.startswith(cell) and key.endswith(f"@{epoch}")}
    return linking.events([one for one in prepared if plain(one.keys) & keys], (), {block})


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_every_part_of_an_event_is_known(observed: list[Observed]) -> None:
    claims = {f"{one.revision.id}/{claim.id}" for one in observed for claim in one.reading.claims}
    events = link(observed, (), Parties())
    assert len({event.id for event in events}) == len(events)
    for event in events:
        origins = {origin.id for origin in event.origins}
        assert len(origins) == event.counts.origins > 0
        assert len({p.id for p in event.points}) == len(event.points)
        for point in event.points:
            assert point.reasons
            assert {o for answer in point.answers for o in answer.origins} <= origins
            assert {c for answer in point.answers for c in answer.claims} <= claims
            assert all(answer.claims and answer.origins for answer in point.answers)


def test_what_others_say_of_a_type_does_not_move_a_denial_to_another_block() -> None:
    """Found by the property above: a tie of types in February decided whether a denial of March had an event."""
    observed = [
        report("r0", own("ground_raid", None, denied=True), at="2024-03-01T00:00"),
        report("r0", own("ground_raid", RUSSIA, word="crossed"), at="2024-02-20T00:00"),
        report("r2", own("armed_clash", RUSSIA, word="crossed"), at="2024-02-20T00:00"),
    ]
    everything = link(observed, (), Parties())
    for block in {event.block for event in everything}:
        assert not is_wide(block)
        assert of_block(observed, block) == tuple(event for event in everything if event.block == block)
