"""Pages of those who speak and those who publish: what they claimed, how it stands, where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from reportedly.ledger import Ledger, LedgerClaim, Profile, ReportSummary, StandsAt
from reportedly.model import Certainty, Polarity, Standing
from reportedly.web._day import Row, row
from reportedly.web._links import words_at
from reportedly.web._sides import sides


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as the lists show it."""

    id: str
    at: str
    speaker: str | None
    outlet: str | None
    event_type: str
    place: str
    polarity: Polarity
    certainty: Certainty
    text: str
    points: tuple[StandsAt, ...]
    link: str


class Tally(msgspec.Struct, frozen=True):
    """A word and how often it was counted."""

    name: str
    count: int


class People(msgspec.Struct, frozen=True, kw_only=True):
    """The page of a speaker or an outlet."""

    kind: Literal["speaker", "outlet"]
    name: str
    party: str | None
    claims: tuple[Claimed, ...]
    claims_in_all: int
    standings: tuple[tuple[Standing, int], ...]
    places: tuple[Tally, ...]
    others: tuple[Tally, ...]
    """For a speaker the outlets that carry it, for an outlet the speakers that it names."""
    repeats: tuple[Tally, ...] = ()
    repeated_by: tuple[Tally, ...] = ()
    """Outlets that this one has claims from, and that have claims from it: by forwards, links, shared words, shared files."""
    events: tuple[Row, ...] = ()
    events_in_all: int = 0
    reports: tuple[ReportSummary, ...] = ()
    reports_in_all: int = 0


SHOWN = 25
"""Claims, events and reports on a page, each; JSON and CSV have all of them."""
COLUMNS = ("id", "at", "speaker", "outlet", "event_type", "place", "polarity", "certainty", "standing", "text")


def speaker_page(ledger: Ledger, name: str, most: int | None = SHOWN) -> People:
    """Whoever is named as a source, with at most so many claims and events. Raises NotFound."""
    return _page("speaker", name, ledger, ledger.speaker(name, most=most))


def outlet_page(ledger: Ledger, name: str, most: int | None = SHOWN) -> People:
    """Whoever publishes, with at most so many claims, events and reports. Raises NotFound."""
    return _page("outlet", name, ledger, ledger.outlet(name, most=most))


def cells(one: Claimed) -> list[object]:
    """A claim for CSV, in the order of COLUMNS."""
    standing = "; ".join(f"{point.question}: {point.standing}" for point in one.points)
    return [standing if name == "standing" else getattr(one, name) for name in COLUMNS]


def claimed(one: LedgerClaim, polarity: Polarity) -> Claimed:
    """A ledger's claim as the lists show it, on the side on which it counts."""
    return Claimed(
        id=one.id,
        at=one.said_at,
        speaker=one.speaker,
        outlet=one.outlet,
        event_type=one.claim.event_type,
        place=", ".join(dict.fromkeys(place.name for place in one.claim.places)),
        polarity=polarity,
        certainty=one.claim.certainty,
        text=one.claim.text,
        points=one.points,
        link=words_at(one.id),
    )


def _page(kind: Literal["speaker", "outlet"], name: str, ledger: Ledger, found: Profile) -> People:
    answered = {point.event for one in found.claims for point in one.points}
    counted = sides(ledger.events_by_id(answered))
    return People(
        kind=kind,
        name=name,
        party=found.party,
        claims=tuple(claimed(one, counted.get(one.id, one.claim.polarity)) for one in found.claims),
        claims_in_all=found.claims_in_all,
        standings=found.standings,
        places=_tallies(found.places),
        others=_tallies(found.others),
        repeats=_tallies(found.repeats),
        repeated_by=_tallies(found.repeated_by),
        events=tuple(map(row, found.events)),
        events_in_all=found.events_in_all,
        reports=found.reports,
        reports_in_all=found.reports_in_all,
    )


def _tallies(found: Iterable[tuple[str, int]]) -> tuple[Tally, ...]:
    return tuple(Tally(name, count) for name, count in found)
