"""The day page: events, what opponents dispute first, and what is new since a chosen moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args
from unicodedata import combining, normalize

import msgspec

from reportedly.ledger import Change, Ledger, answer_words, changes
from reportedly.model import Event, LedgerError, Polarity, Standing
from reportedly.web import _words as words

MOMENTS = 12
"""The latest capture moments offered for choice."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What of the ledger is looked at; as in the address."""

    q: str | None = None
    place: str | None = None
    party: str | None = None
    type: str | None = None
    standing: Standing | None = None
    section: str | None = None
    day: str | None = None
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
    """The page: all events that the filters leave, of which a page shows some from `start` on."""

    filters: Filters
    events: tuple[Row, ...]
    counts: tuple[Count, ...]
    total: int
    new: int
    gone: tuple[str, ...]
    behind: int
    moments: tuple[str, ...]
    parties: tuple[str, ...]
    types: tuple[str, ...]
    start: int = 0

    @property
    def page(self) -> tuple[Row, ...]:
        return self.events[self.start : self.start + words.PAGE]


def day(ledger: Ledger, filters: Filters, start: int = 0) -> Day:
    """The events that the filters leave, contested ones first."""
    everything = ledger.events(filters.as_of)
    since = changes(ledger.events(filters.since), everything) if filters.since else ()
    news: dict[str, list[str]] = defaultdict(list)
    for change in since:
        news[change.event].append(told(change))
    found = chosen(ledger, everything, msgspec.structs.replace(filters, standing=None))
    shown = [event for event in found if _stands(event, filters.standing)]
    parties, types = choices(everything)
    rows = sorted((row(event, news.get(event.id, ())) for event in shown), key=_rank)
    return Day(
        filters=filters,
        events=tuple(rows),
        counts=tuple(_counts(found)),
        total=len(everything),
        new=sum(bool(one.news) for one in rows),
        gone=tuple(change.title for change in since if change.what == "gone"),
        behind=0 if filters.as_of else ledger.behind,
        moments=ledger.capture_minutes(MOMENTS),
        parties=parties,
        types=types,
        start=start,
    )


def chosen(ledger: Ledger, events: Iterable[Event], filters: Filters) -> list[Event]:
    """The events that all the filters leave."""
    found = [event for event in events if _fits(event, filters) and _stands(event, filters.standing)]
    if filters.section is None:
        return found
    reports = {report for report, section in ledger.sections().items() if _has(section, filters.section)}
    return [event for event in found if any(not reports.isdisjoint(origin.carriers) for origin in event.origins)]


def choices(events: Sequence[Event]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parties and the types to choose from."""
    parties = {origin.party for event in events for origin in event.origins if origin.party}
    return tuple(sorted(parties)), tuple(sorted({event.event_type for event in events}))


def row(event: Event, news: Sequence[str] = ()) -> Row:
    """An event as lists show it."""
    return Row(
        id=event.id,
        title=event.title,
        event_type=event.event_type,
        standing=words.lead(event.points),
        points=tuple(Stands(p.question, words.question(p.question), p.standing) for p in event.points),
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


def _fits(event: Event, filters: Filters) -> bool:
    place = event.place
    named = " ".join(filter(None, (place.name, place.admin1, place.country, place.text))) if place else ""
    return (
        (filters.q is None or _has(_said(event), filters.q))
        and (filters.place is None or _has(named, filters.place))
        and (filters.party is None or any(origin.party == filters.party for origin in event.origins))
        and (filters.type is None or event.event_type == filters.type)
        and (filters.day is None or _on(event, filters.day))
    )


def _said(event: Event) -> str:
    place = (event.place.name, event.place.text) if event.place else ()
    speakers = (origin.speaker or "" for origin in event.origins)
    answers = (answer_words(answer) for point in event.points for answer in point.answers)
    return " ".join((event.id, event.title, *place, *speakers, *answers))


def _has(text: str, wanted: str) -> bool:
    folded = _folded(text)
    return all(word in folded for word in _folded(wanted).split())


def _folded(text: str) -> str:
    """Without case and accents: `Tetkino` finds `Tëtkino`."""
    return "".join(one for one in normalize("NFKD", text.casefold()) if not combining(one))


def _on(event: Event, day: str) -> bool:
    """Whether the event is said to have been on the day; one without a time counts on the day it was first seen."""
    time = event.time
    first = (time.first or time.last if time else None) or event.first_seen
    last = (time.last or time.first if time else None) or event.first_seen
    return first[:10] <= day[:10] <= last[:10]


def _stands(event: Event, standing: Standing | None) -> bool:
    return standing is None or any(point.standing == standing for point in event.points)


def _counts(events: Iterable[Event]) -> Iterable[Count]:
    standing = [{point.standing for point in event.points} for event in events]
    return (Count(one, count) for one in words.ORDER if (count := sum(one in found for found in standing)))


def _rank(one: Row) -> tuple[object, ...]:
    most = min((words.ORDER.index(point.standing) for point in one.points), default=len(words.ORDER))
    return words.ORDER.index(one.standing) != 0, most, words.ORDER.index(one.standing), -one.origins, one.title, one.id
