"""Snapshots: the same answers as the lists give, of one moment, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from reportedly.ledger import Ledger, _snapshot
from tests.fakes import FakeReader, captured, stream
from tests.ledger.conftest import Opener

NOON = "2024-03-12T12:24:00Z"


@pytest.fixture
def filled(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setattr(_snapshot, "PAGE", 3)
    ledger.add(stream(24), FakeReader())
    return ledger


@pytest.mark.parametrize("as_of", [None, NOON])
def test_streams_hold_what_the_lists_hold(filled: Ledger, as_of: str | None) -> None:
    with filled.snapshot(as_of) as view:
        events, claims = tuple(view.events()), tuple(view.claims())
        observed = tuple(view.observed())
    assert events == filled.events(as_of)
    assert claims == filled.claims(as_of=as_of)
    assert len(claims) > 3
    assert {one.revision.id for one in observed} == {claim.revision for claim in claims}
    assert all(one.reading.report.text == one.revision.text for one in observed)


def test_filters_choose_as_in_the_lists(filled: Ledger) -> None:
    with filled.snapshot() as view:
        assert tuple(view.claims(place="kursk")) == filled.claims(place="kursk")
        assert tuple(view.claims(standing="contested")) == filled.claims(standing="contested")
        assert tuple(view.events(standing="contested")) == filled.events(standing="contested")


def test_reports_and_revisions_are_those_of_the_moment(filled: Ledger) -> None:
    with filled.snapshot() as view:
        assert tuple(view.reports()) == filled.reports()
        report = filled.reports()[0].report
        assert tuple(view.revisions(report)) == filled.revisions(report)
        assert view.named([report, "url:none"]) == {report: filled.reports()[0]}
        assert view.count("reports") == len(filled.reports())
    with filled.snapshot(NOON) as view:
        early = tuple(view.reports())
        assert 0 < len(early) < len(filled.reports())
        assert view.count("reports") is None


def test_claims_are_found_by_id_whatever_their_revision(filled: Ledger) -> None:
    every = {claim.id: claim for claim in filled.claims(superseded=True)}
    with filled.snapshot() as view:
        found = {claim.id: claim for claim in view.claims_by_id([*every, "none/c1"])}
    assert found == every


def test_what_is_added_meanwhile_is_not_seen(filled: Ledger, opener: Opener) -> None:
    with filled.snapshot() as view:
        reading: Iterator[object] = view.claims()
        before = len(list(islice(reading, 1)))
        with opener() as other:
            other.add([captured("Zoe said there was a gunfight in Kursk.", report="url:https://new.example/")], FakeReader())
        claims = before + len(list(reading))
        reports = len(list(view.reports()))
    assert (claims, reports) == (len(filled.claims()) - 1, len(filled.reports()) - 1)
