"""Questions to the ledger: events, claims, as of a moment, judgements, words, and that the log alone gives all of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger import Ledger, changes, moment
from reportedly.ledger._times import spelled
from reportedly.model import LedgerError, NotFound
from tests.fakes import NOON, FakeReader, captured, stream
from tests.ledger.conftest import Opener

READER = FakeReader()
FIRST = captured("Legion said there was a gunfight in Tyotkino.", report="url:https://one.example/a")
SECOND = captured(
    "Губернатор Roman Starovoit denied any gunfight in Tyotkino.", report="url:https://two.example/b", outlet="Two", minutes=60
)
THIRD = captured("Yusov said the units were alone in Belgorod.", report="url:https://two.example/c", outlet="Two", minutes=120)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add([FIRST, SECOND, THIRD], READER)
    return ledger


def standings(ledger: Ledger, as_of: str | None = None) -> dict[str, str]:
    return {event.title: event.points[0].standing for event in ledger.events(as_of)}


def test_events_by_place_standing_and_moment(filled: Ledger) -> None:
    assert standings(filled) == {"armed clash in Belgorod": "single origin", "armed clash in Tyotkino": "contested"}
    assert [event.title for event in filled.events(place="tyot")] == ["armed clash in Tyotkino"]
    assert len(filled.events(place="ru")) == 2
    assert [event.title for event in filled.events(standing="single origin")] == ["armed clash in Belgorod"]
    assert standings(filled, "2024-03-12T12:30Z") == {"armed clash in Tyotkino": "single origin"}
    assert standings(filled, "2024-03-11") == {}
    assert standings(filled, "2024-03-12") == standings(filled)


def test_an_event_by_the_beginning_of_its_id(filled: Ledger) -> None:
    event = filled.events()[0]
    assert filled.event(event.id) == event
    assert filled.event(event.id[:5]) == event
    assert filled.event(event.id, "2024-03-12T15:00Z").title == event.title
    with pytest.raises(NotFound, match="several events begin so"):
        filled.event("e")
    with pytest.raises(NotFound, match="no such event"):
        filled.event("zzz")
    with pytest.raises(NotFound, match="no such event"):
        filled.event(event.id[:5], "2024-03-11")


def test_claims_by_place_speaker_time_and_standing(filled: Ledger) -> None:
    def speakers(**wanted: str) -> list[str | None]:
        return [claim.speaker for claim in filled.claims(**wanted)]  # type: ignore[arg-type]

    assert speakers() == ["Legion", "Roman Starovoit", "Yusov"]
    assert speakers(place="TYOTKINO") == ["Legion", "Roman Starovoit"]
    assert speakers(place="ru") == speakers()
    assert speakers(place="%") == []
    assert speakers(speaker="starov") == ["Roman Starovoit"]
    assert speakers(standing="contested") == ["Legion", "Roman Starovoit"]
    assert speakers(standing="contested", as_of="2024-03-12T12:30Z") == []
    assert speakers(since="2024-03-12T11:00Z") == speakers()
    assert speakers(since="2024-03-13") == []
    assert speakers(until="2024-03-12") == speakers()
    assert speakers(until="2024-03-12T10:59Z") == []
    event = filled.events(place="Belgorod")[0]
    (claim,) = filled.claims(event=event.id)
    assert (claim.outlet, claim.claim.polarity, claim.points[0].standing) == ("Two", "asserted", "single origin")
    assert claim.statement is not None
    assert THIRD.revision.text[claim.claim.start : claim.claim.end] == claim.claim.text


def test_claims_of_earlier_revisions_on_demand(ledger: Ledger) -> None:
    ledger.add([FIRST, captured("Nobody said a word in Kursk.", report=FIRST.revision.report, minutes=5)], READER)
    assert [claim.speaker for claim in ledger.claims()] == ["Nobody"]
    assert [claim.speaker for claim in ledger.claims(superseded=True)] == ["Legion", "Nobody"]
    assert [claim.speaker for claim in ledger.claims(as_of=NOON)] == ["Legion"]
    assert [claim.speaker for claim in ledger.claims(as_of=NOON, superseded=True)] == ["Legion"]


def test_what_changed_between_two_moments(filled: Ledger) -> None:
    told = [(change.what, change.question, change.before, change.after) for change in filled.changes("2024-03-12T12:30Z")]
    assert told == [
        ("new", None, None, None),
        ("standing", "happened", "single origin", "contested"),
        ("answers", "happened", "yes", "yes; denied: no"),
        ("counts", None, "1 reports, 1 outlets, 1 claims, 1 origins", "2 reports, 2 outlets, 2 claims, 2 origins"),
    ]
    assert [change.what for change in changes(filled.events(), ())] == ["gone", "gone"]
    assert filled.changes("2024-03-13", "2024-03-14") == ()


def test_judgements_stand_until_undone_and_both_stay(filled: Ledger) -> None:
    event = filled.events(place="Tyotkino")[0]
    judgement = filled.judge(event.id[:6], "confirm", by="Ann", reason="video geolocated")
    assert judgement.what == event.id
    assert filled.event(event.id).points[0].standing == "confirmed"
    assert filled.rebuild().equal
    with pytest.raises(NotFound, match="no such event"):
        filled.judge("nothing", "confirm", by="Ann", reason="")
    with pytest.raises(NotFound, match="nothing is named"):
        filled.judge(" ", "confirm", by="Ann", reason="")
    with pytest.raises(NotFound, match="no such judgement"):
        filled.undo("j999", by="Ann", reason="")
    before = spelled(datetime.now(UTC))
    assert filled.undo(judgement.id, by="Ben", reason="wrong town").undone
    assert filled.event(event.id).points[0].standing == "contested"
    assert filled.event(event.id, before).points[0].standing == "confirmed"
    with pytest.raises(LedgerError, match="undone already"):
        filled.undo(judgement.id, by="Ben", reason="again")
    assert [entry.kind for entry in filled.entries()][-2:] == ["judgement", "undo"]
    assert filled.rebuild().equal
    assert [item.undone for item in filled.judgements()] == [True]


def test_a_judgement_may_be_on_points_origins_claims_and_reports(filled: Ledger) -> None:
    event = filled.events(place="Tyotkino")[0]
    claim = filled.claims()[0]
    named = f"{event.origins[0].id} {event.points[0].id} {claim.id} {claim.report}"
    assert filled.judge(named, "unsure", by="Ann", reason="?").what == named


def test_words_are_found_in_any_script(filled: Ledger) -> None:
    assert [found.report for found in filled.search("губернатор gunfight")] == ["url:https://two.example/b"]
    assert [found.id for found in filled.search("gunfight", limit=1)] != []
    assert filled.search('units" OR "gunfight') == ()
    with pytest.raises(LedgerError, match="nothing to search for"):
        filled.search(" ")


def test_rebuild_mends_views_and_names_those_that_differed(filled: Ledger) -> None:
    before = filled.events(), filled.claims(), filled.reports()
    with filled.store.write() as conn:
        conn.execute(sa.text("DELETE FROM claims"))
        conn.execute(sa.text("UPDATE events SET place = 'Moscow'"))
    assert [fault.where for fault in filled.verify().faults] == ["view claims", "view events"]
    rebuilt = filled.rebuild()
    assert rebuilt.differing == ("claims", "events")
    assert (filled.events(), filled.claims(), filled.reports()) == before
    assert filled.rebuild().equal


def test_events_behind_the_log_are_told_and_linked_by_the_next_add(filled: Ledger, opener: Opener) -> None:
    def broken(*_: object) -> tuple[()]:
        raise LedgerError("stopped here")

    with opener(linker=broken) as other, pytest.raises(LedgerError, match="stopped here"):
        other.add(stream(6), READER)
    assert filled.behind > 0
    assert filled.verify().good
    assert len(filled.events()) == 2
    assert filled.add([], READER).revisions == 0
    assert filled.behind == 0
    assert len(filled.events()) == 3


def test_packs_are_noted_once_for_each_version(ledger: Ledger) -> None:
    for version in ("1", "1", "2"):
        ledger.record_pack("places", version, "0" * 64)
    assert [(entry.kind, entry.key) for entry in ledger.entries("pack")] == [("pack", "places@1"), ("pack", "places@2")]


def test_what_is_not_there_is_not_found(ledger: Ledger) -> None:
    for question in (ledger.revisions, ledger.revision, ledger.reading):
        with pytest.raises(NotFound):
            question("nothing")
    with pytest.raises(NotFound):
        ledger.proof(0)
    assert (ledger.events(), ledger.claims(), ledger.reports(), list(ledger.entries())) == ((), (), (), [])
    assert ledger.verify().good


@given(
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),
    st.integers(-14 * 60, 14 * 60),
)
def test_spelled_moments_compare_as_text_as_they_do_in_time(one: datetime, other: datetime, offset: int) -> None:
    first = one.replace(tzinfo=timezone(timedelta(minutes=offset)))
    second = other.replace(tzinfo=UTC)
    assert (spelled(first) < spelled(second)) == (first < second)
    assert moment(spelled(first)) == first
    assert len(spelled(first)) == 27


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13-01", "2024-03-12T99:00Z", "12.3.2024"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match="not a moment"):
        moment(text)


def test_a_day_begins_and_ends() -> None:
    assert moment("2024-03-12") == datetime(2024, 3, 12, tzinfo=UTC)
    assert moment("2024-03-12", end=True) == datetime(2024, 3, 12, 23, 59, 59, 999999, tzinfo=UTC)
    assert moment("2024-03-12T10:00:00+02:00") == datetime(2024, 3, 12, 8, tzinfo=UTC)


def test_reports_and_judgements_are_told_as_they_were(ledger: Ledger) -> None:
    ledger.add(stream(12), FakeReader())
    whole = ledger.reports()
    assert ledger.reports("2030-01-01") == whole
    assert ledger.reports("2020-01-01") == ()
    middle = sorted(one.last_captured for one in whole)[len(whole) // 2]
    then = ledger.reports(middle)
    assert 0 < len(then) < len(whole)
    assert all(one.last_captured <= middle for one in then)
    for one in then:
        current = [claim for claim in ledger.claims(as_of=middle) if claim.report == one.report]
        assert (one.claims, {one.latest} if current else set()) == (len(current), {claim.revision for claim in current})
    judgement = ledger.judge(ledger.events()[0].id, "refute", by="Ann", reason="seen")
    assert ledger.judgements("2020-01-01") == ()
    assert ledger.judgements() == (judgement,)


def test_the_latest_minutes_of_capture_are_those_of_the_reports(ledger: Ledger) -> None:
    assert ledger.capture_minutes(3) == ()
    ledger.add(stream(12), FakeReader())
    every = sorted({at[:16] for one in ledger.reports() for at in (one.first_captured, one.last_captured)}, reverse=True)
    assert len(every) > 3
    assert ledger.capture_minutes(3) == tuple(every[:3])
    assert ledger.capture_minutes(1_000) == tuple(every)


def test_one_claim_and_the_state(ledger: Ledger) -> None:
    assert (ledger.state.entries, ledger.state.last_entry) == (0, None)
    ledger.add(stream(6), FakeReader())
    found = ledger.claims(superseded=True)
    assert [ledger.claim(one.id) for one in found] == list(found)
    with pytest.raises(NotFound, match="no such claim"):
        ledger.claim("nobody/c1")
    state = ledger.state
    assert (state.entries, state.behind) == (sum(1 for _ in ledger.entries()), 0)
    ledger.judge(ledger.events()[0].id, "unsure", by="Ann", reason="look again")
    assert ledger.state.entries == state.entries + 1
