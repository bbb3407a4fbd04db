"""The events view: events of some blocks replaced, and what became of ids that are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import decode
from reportedly.ledger._listing import glance
from reportedly.ledger._views import column
from reportedly.ledger.values import Moved, StandsAt
from reportedly.model import Event, Origin

_MANY = 400
_LISTED = (t.listing, t.origins, t.steps)
"""Derived from each event alone."""


class Events:
    """Writes events, and remembers which ids came and went while it did."""

    def __init__(self, conn: sa.Connection) -> None:
        self._conn = conn
        self._gone: dict[str, Event] = {}
        self._came: dict[str, Counter[str]] = {}
        self._left: dict[str, Event] = {}

    def replace(self, blocks: Iterable[str], events: Sequence[Event]) -> None:
        """The events of these blocks are these; what did not change is not written."""
        old: dict[str, bytes] = {}
        for chunk in _chunks(sorted(blocks)):
            rows = self._conn.execute(sa.select(t.events.c.event, t.events.c.body).where(t.events.c.block.in_(chunk)))
            old |= {row.event: bytes(row.body) for row in rows}
        new = {event.id: (event, msgspec.json.encode(event)) for event in events}
        fresh = [event for event, body in new.values() if old.get(event.id) != body]
        for event in fresh:
            if event.id not in old:
                self._came[event.id] = self._before(event, old)
                self._gone.pop(event.id, None)
        gone = {id_: decode(body, Event) for id_, body in old.items() if id_ not in new}
        self._gone |= {id_: event for id_, event in gone.items() if id_ not in self._came}
        self._delete([*gone, *(event.id for event in fresh)])
        self._insert(fresh)

    def replace_all(self, events: Sequence[Event]) -> None:
        """All events are these."""
        blocks = set(self._conn.scalars(sa.select(t.events.c.block).distinct())) | {event.block for event in events}
        self.replace(blocks, events)

    def drop_others(self, known: set[str]) -> None:
        """Drops events of blocks that no report bears on any more."""
        left = set(self._conn.scalars(sa.select(t.events.c.block).distinct())) - known
        if left:
            self.replace(left, ())

    def moved(self) -> Iterator[Moved]:
        """What became of ids: gone into another event, or into several; or an event stays and a part of it left."""
        for id_, event in sorted(self._gone.items()):
            into = self._holders(event)
            kind: Literal["merged", "split", "gone"] = "merged" if len(into) == 1 else "split" if into else "gone"
            found = [one for one, _ in sorted(into.items(), key=lambda pair: (-pair[1], pair[0]))]
            yield Moved(id_, event.block, event.title, kind, tuple(found), why=self._why(event, found))
        came = {id_: before for id_, before in self._came.items() if self._event(id_)}
        for id_, before in sorted(came.items()):
            for other, claims in sorted(before.items()):
                if other not in self._gone and other != id_ and (stayed := self._event(other)):
                    why = f"{claims} of its claims: {self._why(stayed, [id_])}"
                    yield Moved(other, stayed.block, stayed.title, "parted", (id_,), why=why)

    def _before(self, event: Event, old: dict[str, bytes]) -> Counter[str]:
        """In which events the claims of a new one were."""
        claims = {claim for origin in event.origins for claim in origin.claims}
        found: Counter[str] = Counter()
        for chunk in _chunks(sorted(claims)):
            wanted = sa.select(t.answers.c.event, t.answers.c.claim).where(t.answers.c.claim.in_(chunk)).distinct()
            found.update(row.event for row in self._conn.execute(wanted) if row.event in old)
        return found

    def _holders(self, event: Event) -> Counter[str]:
        claims = {claim for origin in event.origins for claim in origin.claims}
        found: Counter[str] = Counter()
        for chunk in _chunks(sorted(claims)):
            wanted = sa.select(t.answers.c.event, t.answers.c.claim).where(t.answers.c.claim.in_(chunk)).distinct()
            found.update(row.event for row in self._conn.execute(wanted))
        return found

    def _event(self, id_: str) -> Event | None:
        body = self._conn.execute(sa.select(t.events.c.body).where(t.events.c.event == id_)).scalar()
        return decode(body, Event) if body else None

    def _why(self, event: Event, into: Sequence[str]) -> str:
        others = [found for one in into if (found := self._event(one))]
        return "; ".join(difference(event, other) for other in others) or "no claim is read so any more"

    def _delete(self, ids: Sequence[str]) -> None:
        for chunk in _chunks(ids):
            for table in (t.events, t.answers, *_LISTED):
                self._conn.execute(sa.delete(table).where(table.c.event.in_(chunk)))

    def _insert(self, events: Sequence[Event]) -> None:
        if not events:
            return
        self._conn.execute(sa.insert(t.events), [_row(event) for event in events])
        enlist(self._conn, events)
        answers = {(claim, stands.point): {"claim": claim, **msgspec.to_builtins(stands)} for claim, stands in standings(events)}
        if answers:
            self._conn.execute(sa.insert(t.answers), list(answers.values()))


def relist(conn: sa.Connection) -> None:
    """Makes the tables of lists anew from the events as they are stored: after a migration."""
    for table in _LISTED:
        conn.execute(sa.delete(table))
    stored = conn.execute(sa.select(t.events.c.body).execution_options(yield_per=_MANY))
    while page := [decode(row.body, Event) for row in stored.fetchmany(_MANY)]:
        enlist(conn, page)


def enlist(conn: sa.Connection, events: Sequence[Event]) -> None:
    """What lists of events, speakers and outlets are made of."""
    conn.execute(sa.insert(t.listing), [msgspec.structs.asdict(glance(event)) for event in events])
    origins = [_origin(event, origin) for event in events for origin in event.origins]
    steps = [step for event in events for step in _steps(event)]
    for table, rows in ((t.origins, origins), (t.steps, steps)):
        if rows:
            conn.execute(sa.insert(table), rows)


def _origin(event: Event, origin: Origin) -> dict[str, str | None]:
    return {"event": event.id, "origin": origin.id, "speaker": column(origin.speaker), "party": column(origin.party)}


def _steps(event: Event) -> Iterator[dict[str, str | None]]:
    """From which report or name each report has what it carries, each pair once; who is merely named is no step."""
    edges = (edge for origin in event.origins for edge in origin.edges if edge.kind != "attribution")
    for start, end in sorted({(edge.start, edge.end) for edge in edges}):
        yield {"event": event.id, "start": column(start), "end": column(end)}


def difference(old: Event, new: Event) -> str:
    """The features by which two events are told apart, with their values."""
    pairs = (
        ("place", old.place.name if old.place else "unknown", new.place.name if new.place else "unknown"),
        ("days", _days(old), _days(new)),
        ("kind", old.event_type, new.event_type),
    )
    told = [f"{feature} {a} → {b}" if a != b else f"{feature} {a}" for feature, a, b in pairs]
    decided = [j for j in new.judgements if not j.undone and j.decision in ("same", "different")]
    judged = [f"{j.decision} by {j.by}: {j.reason}" for j in decided]
    return ", ".join([*told, *judged])


def standings(events: Iterable[Event]) -> Iterator[tuple[str, StandsAt]]:
    """Every claim with every point that it answers."""
    for event in events:
        for point in event.points:
            stands = StandsAt(event.id, point.id, point.question, point.standing)
            for answer in point.answers:
                for claim in answer.claims:
                    yield claim, stands


def _days(event: Event) -> str:
    if event.time is None:
        return "unknown"
    first, last = event.time.first or "", event.time.last or ""
    return first if first == last else f"{first} to {last}"


def _row(event: Event) -> dict[str, Any]:
    from reportedly.linking import in_order

    return {
        "event": event.id,
        "rank": "\0".join(in_order(event)).encode("utf-8", "replace"),
        "block": column(event.block),
        "event_type": event.event_type,
        "place": column(event.place.name) if event.place else None,
        "time_from": event.time.first if event.time else None,
        "time_to": event.time.last if event.time else None,
        "body": msgspec.json.encode(event),
    }


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _MANY):
        yield list(ids[start : start + _MANY])
