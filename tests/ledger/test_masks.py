"""Names at risk: found however they are written, blanked without moving anything else."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.ledger import COARSE, Ledger, moment, open_ledger
from reportedly.ledger._masks import MASK, Masks
from reportedly.ledger._outward import Outward
from reportedly.ledger._safety import Safety
from reportedly.model import Actor, LedgerError, Mention, NotFound, Place, Withheld
from tests.fakes import NOON, FakeReader, captured, fake_link

WRITINGS = (
    *("Ivan Petrov", "ivan petrov", "IVAN PETROV", "Ivan\nPetrov", "Ivan  Petrov", "Ivan-Petrov", "ivan_petrov", "ivan%20petrov"),
    *(
        "Ivan \u201cPetrov\u201d",
        "Iván Petróv",
        "Iva\u0301n Petrov",
        "Ivan Pet\u200brov",
        "Ivan Pe\u00adtrov",
        "Ivan Pet\u202erov",
    ),
    *("Petrov", "petrov's", "(Petrov)", "@petrov", "Ivan\x00 Petrov"),
)


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_name_is_found_in_every_writing(writing: str) -> None:
    text = f"So said {writing}, at noon."
    told = Masks(("Ivan Petrov", "Petrov")).text(text)
    assert len(told) == len(text)
    assert told.startswith("So said ")
    assert told.endswith(", at noon.")
    assert "petr" not in told.casefold()
    assert MASK in told


def test_other_words_stay() -> None:
    masks = Masks(("Lee", "Ivan Petrov"))
    for text in ("The fleet fled.", "Petrovsky Park", "Ivan the Terrible", ""):
        assert masks.text(text) == text
    assert Masks(("Петров",)).text("с Петровым") == f"с {MASK * 8}"
    address = "https://a/j%C3%BCrgen-%c3%a5g%C3%A5rd"
    assert Masks(("Jürgen Ågård",)).text(address) == f"https://a/{MASK * 27}"
    assert Masks(("李小龙",)).text("我李小龙说") == f"我{MASK * 3}说"


names = st.lists(st.text(st.characters(categories=("L",)), min_size=3, max_size=9), min_size=1, max_size=3).map(" ".join)


@settings(deadline=None)
@given(names, st.text(max_size=40), st.text(max_size=40))
def test_no_name_is_left_and_no_span_moves(name: str, before: str, after: str) -> None:
    masks = Masks((name,))
    text = f"{before} {name} {after}"
    told = masks.text(text)
    assert len(told) == len(text)
    assert name not in told
    assert masks.text(told) == told


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = open_ledger(tmp_path / "l.db", linker=fake_link)
    ledger.add([captured("Ivan Petrov said there was a gunfight in Tyotkino. Petrov fled.", outlet="One")], FakeReader())
    return ledger


def test_spans_still_point_at_their_words(ledger: Ledger) -> None:
    ledger.protection.protect("Ivan Petrov", ["Petrov"])
    reading = ledger.reading(ledger.reports()[0].latest)
    for statement in reading.statements:
        for one in (statement.source, *statement.content):
            assert one
            assert reading.report.text[one.start : one.end] == one.text
    assert reading.report.text.startswith(MASK * 11)
    assert msgspec.json.encode(reading).decode().casefold().count("petrov") == 0


def test_asking_for_a_name_tells_nothing(ledger: Ledger) -> None:
    assert ledger.claims(speaker="Petrov")
    assert ledger.search("Petrov")
    ledger.protection.protect("Ivan Petrov", ["Petrov"])
    assert not ledger.claims(speaker="Petrov")
    assert not ledger.search("Petrov")
    assert ledger.search("gunfight")
    assert all("Petrov" not in (entry.body or b"").__str__() for entry in ledger.entries())


def test_an_original_that_names_somebody_stays(ledger: Ledger) -> None:
    sha256 = ledger.revision(ledger.reports()[0].latest).sha256
    assert ledger.original(sha256).startswith(b"Ivan")
    ledger.protection.protect("Ivan Petrov")
    with pytest.raises(Withheld):
        ledger.original(sha256)
    masks = Masks(("Ivan Petrov",))
    for data in (
        b"<b>Ivan</b> Petrov",
        b"Ivan&#32;Petr&#111;v",
        json.dumps("Ivan\u00a0Petrov").encode(),
        "Ivan Petrov".encode("utf-16"),
        b"https://x.example/ivan%20petrov",
        b"I<i>van</i> Petrov",
    ):
        assert masks.hide_in(data), data
    assert not masks.hide_in(b"Ivan and Petrovsky")


def test_a_report_named_after_somebody_is_still_found(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.db", linker=fake_link) as ledger:
        ledger.add(
            [captured("Legion said there was a gunfight in Tyotkino.", report="url:https://a/ivan-petrov-1")], FakeReader()
        )
        ledger.protection.protect("Ivan Petrov")
        told = ledger.reports()[0].report
        assert told == f"url:https://a/{MASK * 11}-1"
        (revision,) = ledger.revisions(told)
        assert revision.report == told
        assert ledger.revision(revision.id) == revision


def test_the_log_proves_what_it_did_before_and_marks_can_be_taken_away(ledger: Ledger) -> None:
    root = ledger.verify().root
    ledger.protection.protect("Ivan Petrov", ["Petrov"])
    assert ledger.verify().good
    assert ledger.verify().root == root
    assert ledger.rebuild().equal
    assert ledger.reread(FakeReader("fake 2")) == 1
    ledger.protection.unprotect("ivan petrov")
    assert ledger.claims(speaker="Ivan Petrov")[0].claim.text.startswith("there was")
    with pytest.raises(NotFound):
        ledger.protection.unprotect("Ivan Petrov")


def test_the_list_is_its_owner_s_and_a_damaged_one_stops_everything(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="too short"):
        ledger.protection.protect("Li")
    ledger.protection.protect("Ivan Petrov")
    path = ledger.protection.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("{")
    with pytest.raises(LedgerError, match="nothing is told"):
        ledger.events()


def test_a_mark_counts_at_once_for_whoever_has_the_ledger_open(ledger: Ledger) -> None:
    with open_ledger(ledger.store.name, linker=fake_link) as other:
        assert other.claims(speaker="Petrov")
        ledger.protection.protect("Ivan Petrov", ["Petrov"])
        assert not other.claims(speaker="Petrov")


def place(lat: float = 51.2838, lon: float = 34.2891) -> Place:
    return Place(text="T", start=0, end=1, name="Tyotkino", lat=lat, lon=lon, geo_precision=1)


@settings(deadline=None)
@given(st.floats(-84, 84), st.floats(-180, 180))
def test_a_coarse_place_is_no_nearer_than_its_square(lat: float, lon: float) -> None:
    from reportedly.ledger._outward import coarse_place

    coarse = coarse_place(place(lat, lon))
    assert coarse
    assert coarse.lat == round(lat, 1)
    assert coarse.lon == round(lon, 1)
    assert coarse.geo_precision == 2
    assert coarse_place(coarse) == coarse


def test_civilians_and_the_own_side_are_coarse_and_others_are_not(ledger: Ledger) -> None:
    event, claim = ledger.events()[0], ledger.claims()[0]
    event = msgspec.structs.replace(event, place=place())
    party = {"Legion": "Ukraine"}.get

    def seen(kind: str, own: tuple[str, ...], exact: bool = False, agent: str = "Legion") -> bool:
        """Whether the event and the claim are told coarsely; both always are alike."""
        out = Outward(Masks(()), Safety(own_sides=own), party, exact=exact)
        answer = msgspec.structs.replace(event.points[0].answers[0], value=agent)
        point = msgspec.structs.replace(event.points[0], question="agent", answers=(answer,))
        told = out.told(msgspec.structs.replace(event, event_type=kind, points=(point,)))
        actor = Actor("agent", agent, 0, 6, agent)
        said = out.told(
            msgspec.structs.replace(
                claim, claim=msgspec.structs.replace(claim.claim, event_type=kind, places=(place(),), actors=(actor,))
            )
        )
        assert told.place
        one, two = COARSE in (told.place.evidence or ""), COARSE in (said.claim.places[0].evidence or "")
        assert one == two
        assert (told.place.lat == 51.3) == one
        return one

    from reportedly.model import event_types, family

    civil = next(kind for kind in event_types() if family(kind) == "civilians")
    assert seen(civil, ())
    assert not seen(civil, (), exact=True)
    assert not seen("armed_clash", ())
    assert seen("armed_clash", ("Ukraine",))
    assert not seen("armed_clash", ("Russia",))
    assert not seen("armed_clash", ("Ukraine",), agent="Others")


def test_the_coarse_ledger_reads_the_same_settings(ledger: Ledger) -> None:
    assert ledger.coarse().events()[0].id == ledger.events()[0].id
    ledger.protection.save(Safety(delay=24))
    late = moment(ledger.publishable() or "")
    assert timedelta(hours=23) < datetime.now(UTC) - late < timedelta(hours=25)
    assert moment(ledger.publishable("2024-03-12T12:00Z") or "") == NOON
    assert moment(ledger.publishable("2999-01-01") or "") - late < timedelta(minutes=1)


def test_mentions_inside_a_name_are_blanked_with_it() -> None:
    whole = Masks(("Ivan Petrov",)).text("Ivan Petrov said")
    assert Masks(("Ivan Petrov",)).value(Mention("Ivan", 0, 4), whole) == Mention(MASK * 4, 0, 4)
