"""Pages of those who speak and those who publish: what they claimed, how it stands, where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec

from reportedly.ledger import Ledger, LedgerClaim, ReportSummary, StandsAt
from reportedly.model import Certainty, Event, NotFound, Polarity, Standing
from reportedly.web import _words as words
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
    standings: tuple[tuple[Standing, int], ...]
    places: tuple[Tally, ...]
    others: tuple[Tally, ...]
    """For a speaker the outlets that carry it, for an outlet the speakers that it names."""
    repeats: tuple[Tally, ...] = ()
    repeated_by: tuple[Tally, ...] = ()
    """Outlets that this one has claims from, and that have claims from it: by forwards, links, shared words, shared files."""
    events: tuple[Row, ...] = ()
    reports: tuple[ReportSummary, ...] = ()


COLUMNS = ("id", "at", "speaker", "outlet", "event_type", "place", "polarity", "certainty", "standing", "text")


def speaker_page(ledger: Ledger, name: str) -> People:
    """Whoever is named as a source. Raises NotFound."""
    claims = [one for one in ledger.claims(speaker=name) if name in (one.speaker or "").split("; ")]
    events = _events(ledger, claims, lambda event: any(origin.speaker == name for origin in event.origins))
    party = next((o.party for event in events for o in event.origins if o.speaker == name and o.party), None)
    if not claims and not events:
        raise NotFound("nobody of that name speaks in this ledger", where=name)
    others = Counter(one.outlet for one in claims if one.outlet)
    return _page("speaker", name, claims, events, others, party=party)


def outlet_page(ledger: Ledger, name: str) -> People:
    """Whoever publishes. Raises NotFound."""
    everything = ledger.reports()
    reports = tuple(one for one in everything if one.outlet == name)
    if not reports:
        raise NotFound("no outlet of that name is in this ledger", where=name)
    claims = [one for one in ledger.claims() if one.outlet == name]
    others = Counter(speaker for one in claims for speaker in (one.speaker or "").split("; ") if speaker)
    events = _events(ledger, claims, lambda _: False)
    repeats, repeated_by = _repeating(name, events, {one.report: one.outlet for one in everything if one.outlet})
    page = _page("outlet", name, claims, events, others, reports=reports)
    return msgspec.structs.replace(page, repeats=_tally(repeats), repeated_by=_tally(repeated_by))


def _repeating(name: str, events: Iterable[Event], outlets: Mapping[str, str]) -> tuple[Counter[str], Counter[str]]:
    """From whom an outlet has what it carries, and who has it from there; each pair of reports of an event once."""
    steps = {(e.id, edge.start, edge.end) for e in events for o in e.origins for edge in o.edges if edge.kind != "attribution"}
    pairs = [(outlets.get(start), outlets.get(end, end)) for _, start, end in steps]
    repeats = Counter(end for start, end in pairs if start == name and end != name)
    return repeats, Counter(start for start, end in pairs if end == name and start and start != name)


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


def _page(
    kind: Literal["speaker", "outlet"],
    name: str,
    claims: Iterable[LedgerClaim],
    events: tuple[Event, ...],
    others: Counter[str],
    *,
    party: str | None = None,
    reports: tuple[ReportSummary, ...] = (),
) -> People:
    counted = sides(events)
    shown = tuple(claimed(one, counted.get(one.id, one.claim.polarity)) for one in claims)
    stands = Counter(standing for one in shown for standing in {point.standing for point in one.points})
    places = Counter(one.place for one in shown if one.place)
    return People(
        kind=kind,
        name=name,
        party=party,
        claims=tuple(sorted(shown, key=lambda one: (one.at, one.id), reverse=True)),
        standings=tuple((standing, stands[standing]) for standing in words.ORDER if stands[standing]),
        places=_tally(places),
        others=_tally(others),
        events=tuple(row(event) for event in events),
        reports=reports,
    )


def _events(ledger: Ledger, claims: Iterable[LedgerClaim], also: Callable[[Event], bool]) -> tuple[Event, ...]:
    ids = {point.event for one in claims for point in one.points}
    return tuple(event for event in ledger.events() if event.id in ids or also(event))


def _tally(found: Counter[str]) -> tuple[Tally, ...]:
    return tuple(Tally(name, count) for name, count in sorted(found.items(), key=lambda item: (-item[1], item[0])))
