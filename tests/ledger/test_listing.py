"""Lists are chosen in the database as they are in memory, and what would not be told is not found."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.ledger import ORDER, EventFilter, open_ledger
from reportedly.ledger import _schema as t
from reportedly.ledger._listing import choose, glance, pick
from reportedly.ledger._masks import NOTHING
from reportedly.ledger._store import Store
from reportedly.linking import Linking
from reportedly.model import LedgerError, NotFound, Observed
from tests.ledger.conftest import Opener
from tests.ledger.test_blocks import CLASH, add
from tests.linking.builders import BELGOROD, KURSK, LEGION, STAROVOIT, TYOTKINO, Parties, own, report, said
from tests.linking.test_order import ledgers

FILTERS = st.builds(
    EventFilter,
    q=st.sampled_from([None, "kursk", "LEGION", "clash týotkino", "%", "st'arovoit"]),
    place=st.sampled_from([None, "ru", "kursk obl", "nowhere"]),
    party=st.sampled_from([None, "Russia", "Ukraine"]),
    type=st.sampled_from([None, CLASH]),
    standing=st.sampled_from([None, "contested", "single origin"]),
    day=st.sampled_from([None, "2024-03-12"]),
)

OF_REPORTS = ("outlet", "first_captured", "last_captured", "section")


@settings(max_examples=25, deadline=None)
@given(ledgers(), st.lists(FILTERS, min_size=1, max_size=5), st.integers(0, 3))
def test_the_database_chooses_as_memory_does(observed: list[Observed], filters: list[EventFilter], start: int) -> None:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "desk.db", linker=Linking(Parties())) as ledger:
        add(ledger, list({one.revision.id: one for one in observed}.values()))
        rows = [glance(event) for event in ledger.events()]
        for wanted in filters:
            with ledger.store.read() as conn:
                assert choose(conn, wanted, NOTHING, start, 2) == pick(rows, wanted, start, 2)
            listing = ledger.listing(wanted, start=start, most=2)
            assert [event.id for event in listing.events] == list(pick(rows, wanted, start, 2).ids)


def test_lists_on_every_database(opener: Opener) -> None:
    two = [
        report("a", said(LEGION, CLASH, TYOTKINO), said(LEGION, "ground_raid", KURSK)),
        report("b", said(STAROVOIT, CLASH, TYOTKINO, denied=True)),
    ]
    with opener(linker=Linking(Parties())) as ledger:
        add(ledger, two)
        listing = ledger.listing(EventFilter(q="tyotkíno"), most=1)
        assert (listing.found, listing.total, [event.title for event in listing.events]) == (1, 2, ["Armed clash, Tyotkino"])
        assert dict(listing.standings)["contested"] == 1
        assert ledger.listing().events[0] == listing.events[0]
        assert ledger.listing(EventFilter(party="Ukraine\0")).found == 0
        assert ledger.rebuild().equal


def test_speakers_and_outlets_are_counted_on_every_database(opener: Opener) -> None:
    words = "Fighters entered the town before dawn and a long fight at the river went on until the evening"
    both = (said(STAROVOIT, CLASH, TYOTKINO), own("shelling_missile", BELGOROD, words))
    first = report("a", *both, said(LEGION, "ground_raid", KURSK), outlet="Meridian")
    copied = report("b", *both, outlet="Volga Wire", at="2024-03-12T09:00")
    with opener(linker=Linking(Parties())) as ledger:
        add(ledger, [first, copied])
        speaker = ledger.speaker(STAROVOIT, most=1)
        assert (len(speaker.claims), speaker.claims_in_all, speaker.events_in_all) == (1, 2, 1)
        assert (speaker.party, speaker.others) == (Parties().party(STAROVOIT), (("Meridian", 1), ("Volga Wire", 1)))
        assert speaker.claims[0].outlet == "Volga Wire"
        outlet = ledger.outlet("Meridian")
        assert (outlet.reports_in_all, outlet.claims_in_all, outlet.events_in_all) == (1, 3, 3)
        assert dict(outlet.others) == {STAROVOIT: 1, LEGION: 1}
        assert dict(outlet.places) == {"Tyotkino": 1, "Kursk Oblast": 1, "Belgorod Oblast": 1}
        assert (outlet.repeated_by, ledger.outlet("Volga Wire").repeats) == ((("Volga Wire", 1),), (("Meridian", 1),))
        ledger.protection.protect(STAROVOIT)
        assert STAROVOIT not in str(ledger.outlet("Meridian"))
        with pytest.raises(NotFound):
            ledger.speaker(STAROVOIT)


def test_a_name_at_risk_is_not_found_by_asking_for_it(opener: Opener) -> None:
    with opener(linker=Linking(Parties())) as ledger:
        add(ledger, [report("a", said(STAROVOIT, CLASH, TYOTKINO)), report("b", said(LEGION, CLASH, KURSK))])
        assert ledger.listing(EventFilter(q="starovoit")).found == 1
        ledger.protection.protect("Starovoit")
        assert ledger.listing(EventFilter(q="starovoit")).found == 0
        assert ledger.listing(EventFilter(q="starovoit", place="tyotkino")).found == 0
        assert ledger.listing(EventFilter(place="tyotkino")).found == 1
        assert "Starovoit" not in str(ledger.listing())


def test_too_many_words_are_refused_in_plain_words(opener: Opener) -> None:
    with opener() as ledger, pytest.raises(LedgerError, match="too many words"):
        ledger.listing(EventFilter(q=" ".join(map(str, range(500)))))


def test_an_older_ledger_has_its_lists_once_it_is_opened(tmp_path: Path) -> None:
    place = tmp_path / "desk.db"
    with open_ledger(place, linker=Linking(Parties())) as ledger:
        add(ledger, [report("a", said(LEGION, CLASH, TYOTKINO))])
        before = ledger.listing()
        with ledger.store.write() as conn:
            for made in (t.listing, t.origins, t.steps):
                conn.execute(sa.schema.DropTable(made))
            for index in (*map("reports_{}".format, OF_REPORTS), "revisions_captured_at", "revisions_outlet"):
                conn.execute(sa.text(f"DROP INDEX {index}"))
            for changed in ("reports", "revisions"):
                conn.execute(sa.text(f"ALTER TABLE {changed} DROP COLUMN section"))
            conn.execute(sa.text("UPDATE alembic_version SET version_num = '0003'"))
    Store(place).close()
    with open_ledger(place, linker=Linking(Parties())) as ledger:
        assert ledger.listing() == before
        assert ledger.rebuild().equal


def test_the_order_knows_every_standing() -> None:
    from typing import get_args

    from reportedly.model import Standing

    assert set(ORDER) == set(get_args(Standing))


def test_a_place_is_found_by_the_name_of_its_region(opener: Opener) -> None:
    town = msgspec.structs.replace(TYOTKINO, admin1="38", region="Kursk Oblast")
    with opener(linker=Linking(Parties())) as ledger:
        add(ledger, [report("a", said(LEGION, CLASH, town)), report("b", said(LEGION, CLASH, BELGOROD))])
        for wanted in ("kursk", "Kursk Oblast"):
            (listed,) = ledger.listing(EventFilter(place=wanted)).events
            (queried,) = ledger.events(place=wanted)
            assert listed.id == queried.id
            assert listed.place is not None
            assert listed.place.name == "Tyotkino"
