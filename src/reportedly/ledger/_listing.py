"""The listing: one narrow row an event, with all that a list is chosen and ordered by.

Whoever looks at a page of events pays for that page, however many events there are: their bodies are not read to choose
and order them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from unicodedata import combining, normalize

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._changes import answer_words
from reportedly.ledger._masks import MASK, Masks
from reportedly.ledger._views import column
from reportedly.ledger.values import Change
from reportedly.model import Event, LedgerError, Point, Standing

ORDER: tuple[Standing, ...] = (
    "contested",
    "refuted",
    "agreed across parties",
    "confirmed",
    "corroborated",
    "single origin",
    "unattributed",
    "withdrawn",
)
"""Standings as a reader needs them: what opponents dispute first."""

_MOST_WORDS = 400
_MOST_ORIGINS = 9_999_999


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are wanted; all that are given must hold.

    `q` are words in title, place, speakers or answers; `place` words in its names, region or country; both without regard to
    case and accents. `section` are words in the section of a report that tells of the event; `day` an ISO date.
    """

    q: str | None = None
    place: str | None = None
    party: str | None = None
    type: str | None = None
    standing: Standing | None = None
    section: str | None = None
    day: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the events that a filter leaves, in reading order, and counts over all of them.

    `standings`: how many events have a point that stands so, the filter's own standing left aside. `parties` and `types` are
    those of the whole ledger. Since an earlier moment, if one was named: `changes` in these events, how many of all found
    events are `new` or changed, and which are `gone` from the ledger.
    """

    events: tuple[Event, ...]
    found: int
    total: int
    standings: tuple[tuple[Standing, int], ...]
    parties: tuple[str, ...]
    types: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    new: int = 0
    gone: tuple[Change, ...] = ()


class Glance(msgspec.Struct, frozen=True):
    """One row. `standings` has the bit of each standing's position in ORDER; `first` and `last` are ISO days."""

    event: str
    block: str
    rank: bytes
    event_type: str
    standings: int
    parties: str
    first: str
    last: str
    place_words: str
    words: str


_FIELDS = Glance.__struct_fields__


def glance(event: Event) -> Glance:
    """The row of an event."""
    place, time = event.place, event.time
    first = (time.first or time.last if time else None) or event.first_seen
    last = (time.last or time.first if time else None) or event.first_seen
    named = (place.name, place.region, place.admin1, place.country, place.text) if place else ()
    return Glance(
        event=event.id,
        block=column(event.block) or "",
        rank=_rank(event),
        event_type=event.event_type,
        standings=sum({1 << ORDER.index(point.standing) for point in event.points}),
        parties=_joined(sorted({origin.party for origin in event.origins if origin.party})),
        first=first[:10],
        last=last[:10],
        place_words=plain(" ".join(filter(None, named))),
        words=plain(" ".join(_said(event))),
    )


def lead(points: Sequence[Point]) -> Standing:
    """How an event stands at a glance: whether it happened; without that point, the standing that most needs a look."""
    first = [point.standing for point in points if point.question == "happened"] or [point.standing for point in points]
    return min(first, key=ORDER.index, default="unattributed")


def plain(text: str) -> str:
    """Without case and accents: `Tetkino` finds `Tëtkino`."""
    return column("".join(one for one in normalize("NFKD", text.casefold()) if not combining(one))) or ""


def _rank(event: Event) -> bytes:
    """Compares as bytes, on every database: what is contested first, then by standing, origins, title and id."""
    leading = ORDER.index(lead(event.points))
    most = min((ORDER.index(point.standing) for point in event.points), default=len(ORDER))
    origins = _MOST_ORIGINS - min(event.counts.origins, _MOST_ORIGINS)
    return f"{leading != 0:d}{most}{leading}{origins:07d}{event.title}\0{event.id}".encode("utf-8", "replace")


def _said(event: Event) -> Iterator[str]:
    yield from (event.id, event.title)
    if event.place:
        yield from (event.place.name, event.place.text)
    yield from (origin.speaker or "" for origin in event.origins)
    yield from (answer_words(answer) for point in event.points for answer in point.answers)


def _joined(names: Iterable[str]) -> str:
    return column("".join(f"\n{name}" for name in names)) or ""


def _parted(names: str) -> list[str]:
    return names.split("\n")[1:]


class Chosen(msgspec.Struct, frozen=True):
    """The ids of a stretch, in order; how many there are in all; and how many have which standings (bits, count)."""

    ids: tuple[str, ...]
    found: int
    standings: tuple[tuple[Standing, int], ...]


def choose(conn: sa.Connection, wanted: EventFilter, masks: Masks, start: int = 0, most: int | None = None) -> Chosen:
    """The events as they stand now. With names at risk, words are looked for only in what would be told."""
    if masks and (wanted.q or wanted.place or wanted.party):
        rows = glances(conn, *_conditions(conn, _unmasked(wanted), masks))
        return pick(map(masks.value, rows), wanted, start, most)
    conditions = _conditions(conn, wanted, masks)
    grouped = sa.select(t.listing.c.standings, sa.func.count()).where(*conditions).group_by(t.listing.c.standings)
    groups = [(bits, count) for bits, count in conn.execute(grouped)]
    bit = _bit(wanted.standing)
    if bit:
        conditions.append(t.listing.c.standings.bitwise_and(bit) != 0)
    ids = sa.select(t.listing.c.event).where(*conditions).order_by(t.listing.c.rank).offset(start)
    found = sum(count for bits, count in groups if not bit or bits & bit)
    return Chosen(tuple(conn.scalars(ids.limit(most) if most is not None else ids)), found, _counted(groups))


def pick(rows: Iterable[Glance], wanted: EventFilter, start: int = 0, most: int | None = None) -> Chosen:
    """The same of rows in memory; their section is not looked at."""
    said, named, day = _words(wanted.q), _words(wanted.place), wanted.day and wanted.day[:10]
    fitting = [
        row
        for row in rows
        if (not said or _has(row.words, said))
        and (not named or _has(row.place_words, named))
        and (not wanted.party or wanted.party in _parted(row.parties))
        and (not wanted.type or row.event_type == wanted.type)
        and (not day or row.first <= day <= row.last)
    ]
    bit = _bit(wanted.standing)
    found = sorted((row for row in fitting if not bit or row.standings & bit), key=lambda row: row.rank)
    end = None if most is None else start + most
    return Chosen(tuple(row.event for row in found[start:end]), len(found), _counted((row.standings, 1) for row in fitting))


def glances(conn: sa.Connection, *conditions: sa.ColumnElement[bool]) -> Iterator[Glance]:
    """The rows that meet conditions."""
    for row in conn.execute(sa.select(*(t.listing.c[name] for name in _FIELDS)).where(*conditions)):
        yield Glance(*row)


def in_section(conn: sa.Connection, section: str, masks: Masks) -> sa.Select[Any]:
    """The ids of the events that reports of a section tell of."""
    telling = sa.select(t.answers.c.event).join(t.claims, t.claims.c.claim == t.answers.c.claim)
    telling = telling.join(t.revisions, t.revisions.c.revision == t.claims.c.revision)
    return telling.where(t.revisions.c.report.in_(reports_in(conn, section, masks)))


def reports_in(conn: sa.Connection, section: str, masks: Masks) -> sa.Select[Any]:
    """The reports whose section, as it would be told, has the words."""
    named = sa.select(t.reports.c.section).where(t.reports.c.section.is_not(None)).distinct()
    fitting = [one for one in conn.scalars(named) if one and _has(plain(masks.text(one)), _words(section))]
    return sa.select(t.reports.c.report).where(t.reports.c.section.in_(fitting))


def choices(conn: sa.Connection, masks: Masks) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parties and the types that there are, as they would be told."""
    held, types = (conn.scalars(sa.select(column).distinct()) for column in (t.listing.c.parties, t.listing.c.event_type))
    return parties_in(map(masks.text, held)), tuple(sorted(types))


def parties_in(held: Iterable[str]) -> tuple[str, ...]:
    """The parties of some rows."""
    return tuple(sorted({one for names in set(held) for one in _parted(names)}))


def total(conn: sa.Connection) -> int:
    """How many events there are."""
    return conn.execute(sa.select(sa.func.count()).select_from(t.listing)).scalar_one()


def _conditions(conn: sa.Connection, wanted: EventFilter, masks: Masks) -> list[sa.ColumnElement[bool]]:
    """All but the standing."""
    row = t.listing.c
    found = [_inside(conn, row.words, word) for word in _words(wanted.q)]
    found += [_inside(conn, row.place_words, word) for word in _words(wanted.place)]
    if wanted.party:
        found.append(_inside(conn, row.parties + "\n", f"\n{column(wanted.party)}\n"))
    if wanted.type:
        found.append(row.event_type == column(wanted.type))
    if wanted.day:
        found += [row.first <= column(wanted.day[:10]), row.last >= column(wanted.day[:10])]
    if wanted.section:
        found.append(row.event.in_(in_section(conn, wanted.section, masks)))
    return found


def _inside(conn: sa.Connection, text: sa.ColumnElement[str], word: str) -> sa.ColumnElement[bool]:
    """A plain search: unlike LIKE it has no signs of its own and no longest pattern."""
    find = sa.func.instr if conn.dialect.name == "sqlite" else sa.func.strpos
    return find(text, word) > 0


def _unmasked(wanted: EventFilter) -> EventFilter:
    """The part of a filter that what would be told can only narrow: without words that hold the mask itself."""
    kept = {name: " ".join(word for word in (getattr(wanted, name) or "").split() if MASK not in word) for name in ("q", "place")}
    party = wanted.party if wanted.party and MASK not in wanted.party else None
    return msgspec.structs.replace(wanted, **{name: words or None for name, words in kept.items()}, party=party)


def _has(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


def _words(wanted: str | None) -> list[str]:
    words = list(dict.fromkeys(plain(wanted or "").split()))
    if len(words) > _MOST_WORDS:
        raise LedgerError(f"too many words: at most {_MOST_WORDS}")
    return words


def _bit(standing: Standing | None) -> int:
    return 1 << ORDER.index(standing) if standing else 0


def _counted(groups: Iterable[tuple[int, int]]) -> tuple[tuple[Standing, int], ...]:
    held = list(groups)
    counts = ((one, sum(count for bits, count in held if bits & _bit(one))) for one in ORDER)
    return tuple((one, count) for one, count in counts if count)
