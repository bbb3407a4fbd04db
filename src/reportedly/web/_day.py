"""The day page: events, what opponents dispute first, and what is new since a chosen moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from reportedly.ledger import Change, EventFilter, Ledger
from reportedly.model import Event, LedgerError, Polarity, Standing
from reportedly.web import _words as words

MOMENTS = 12
"""The latest capture moments offered for choice."""


class Filters(EventFilter, frozen=True, kw_only=True):
    """What of the ledger is looked at; as in the address."""

    since: str | None = None
    as_of: str | None = None

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Filters:
        """From an address; blanks are left out. Raises LedgerError when a moment or a standing is none."""
        told = {name: params[name].strip() for name in cls.__struct_fields__ if params.get(name, "").strip()}
        for name in ("day", "since", "as_of"):
            if name in told:
                words.asked(told[name])
        if told.get("standing", "contested") not in get_args(Standing):
            raise LedgerError("no such standing", where=told["standing"])
        return msgspec.convert(told, cls)

    def given(self) -> dict[str, str]:
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}

    def but(self, **changed: str | None) -> dict[str, str]:
        """The address's values with some of them changed or taken out."""
        return {name: value for name, value in {**self.given(), **changed}.items() if value}


class Stands(msgspec.Struct, frozen=True):
    """One point of an event at a glance."""

    question: str
    words: str
    standing: Standing


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One event at a glance; `news` says what changed since the chosen moment."""

    id: str
    title: str
    event_type: str
    standing: Standing
    points: tuple[Stands, ...]
    place: str
    place_precision: str
    time: str
    reports: int
    outlets: int
    origins: int
    claims: int
    counted: str
    asserted_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    parties: tuple[str, ...]
    last_change: str
    news: tuple[str, ...] = ()


class Count(msgspec.Struct, frozen=True):
    """How many of the events have a point that stands so."""

    standing: Standing
    events: int


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The page: of the events that the filters leave, `found` in all, those from `start` on."""

    filters: Filters
    events: tuple[Row, ...]
    counts: tuple[Count, ...]
    found: int
    total: int
    new: int
    gone: tuple[str, ...]
    behind: int
    moments: tuple[str, ...]
    parties: tuple[str, ...]
    types: tuple[str, ...]
    start: int = 0


def day(ledger: Ledger, filters: Filters, start: int = 0, most: int | None = words.PAGE) -> Day:
    """A page of the events that the filters leave, contested ones first; all from `start` on when `most` is None."""
    listing = ledger.listing(filters, start=start, most=most, as_of=filters.as_of, since=filters.since)
    news: dict[str, list[str]] = defaultdict(list)
    for change in listing.changes:
        news[change.event].append(told(change))
    return Day(
        filters=filters,
        events=tuple(row(event, news.get(event.id, ())) for event in listing.events),
        counts=tuple(Count(standing, count) for standing, count in listing.standings),
        found=listing.found,
        total=listing.total,
        new=listing.new,
        gone=tuple(change.title for change in listing.gone),
        behind=ledger.behind,
        moments=ledger.capture_minutes(MOMENTS),
        parties=listing.parties,
        types=listing.types,
        start=start,
    )


def row(event: Event, news: Sequence[str] = ()) -> Row:
    """An event as lists show it."""
    return Row(
        id=event.id,
        title=event.title,
        event_type=event.event_type,
        standing=words.lead(event.points),
        points=tuple(Stands(p.question, words.question(p.question, p.scope), p.standing) for p in event.points),
        place=words.where(event.place),
        place_precision=words.geo_precision(event.place),
        time=words.when(event.time),
        reports=event.counts.reports,
        outlets=event.counts.outlets,
        origins=event.counts.origins,
        claims=event.counts.claims,
        counted=words.counted(event),
        asserted_by=_holders(event, "asserted"),
        denied_by=_holders(event, "denied"),
        parties=tuple(sorted({origin.party for origin in event.origins if origin.party})),
        last_change=event.last_change,
        news=tuple(news),
    )


def _holders(event: Event, polarity: Polarity) -> tuple[str, ...]:
    """Who says that it happened, or that it did not."""
    named = {origin.id: origin.speaker or "nobody named" for origin in event.origins}
    points = [point for point in event.points if point.question == "happened"] or event.points
    answers = [one for point in points for one in point.answers if one.polarity == polarity and not one.superseded]
    return tuple(dict.fromkeys(named[one] for answer in answers for one in answer.origins if one in named))


def told(change: Change) -> str:
    """One change in plain words."""
    point = words.question(change.question) if change.question else ""
    if change.what == "new":
        return "New event"
    if change.what == "gone":
        return "No longer told"
    if change.what == "standing":
        return f"{point} {change.before or 'nothing'} → {change.after or 'nothing'}"
    if change.what == "answers":
        before = f"; before: {change.before}" if change.before else ""
        return f"{point} {change.after or 'no answer any more'}{before}"
    return _counted(change.before or "", change.after or "")


def _counted(before: str, after: str) -> str:
    """Only the counts that moved: `outlets 1 → 7, origins 1 → 2`."""
    old, new = ({noun: count for count, noun in map(str.split, text.split(", "))} for text in (before, after))
    return ", ".join(f"{noun} {old.get(noun, '0')} → {count}" for noun, count in new.items() if old.get(noun) != count)


COLUMNS = (
    *("id", "title", "event_type", "standing", "points", "place", "place_precision", "time"),
    *("reports", "outlets", "origins", "claims", "asserted_by", "denied_by", "parties", "last_change", "news"),
)


def cells(one: Row) -> list[object]:
    """A row for CSV, in the order of COLUMNS."""
    told = {name: getattr(one, name) for name in COLUMNS} | {"points": [f"{p.question}: {p.standing}" for p in one.points]}
    return ["; ".join(cell) if isinstance(cell, list | tuple) else cell for cell in told.values()]
