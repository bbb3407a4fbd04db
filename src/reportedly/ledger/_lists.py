"""Lists of events, now or at a moment, and what is new in them since another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec
import sqlalchemy as sa

from reportedly.ledger._changes import changes
from reportedly.ledger._listing import (
    Chosen,
    EventFilter,
    Glance,
    Listing,
    choices,
    choose,
    glance,
    glances,
    in_section,
    parties_in,
    pick,
    reports_in,
    total,
)
from reportedly.ledger._masks import Masks
from reportedly.ledger._past import NOW, Past, of_blocks
from reportedly.ledger._queries import events_by_id
from reportedly.ledger.values import Change
from reportedly.linking import in_order
from reportedly.model import Event

Told = Callable[[Event], Event]


class Stretch(msgspec.Struct, frozen=True):
    """Which part of a list is wanted; all from `start` on when `most` is None."""

    start: int = 0
    most: int | None = None


def listed(
    conn: sa.Connection,
    wanted: EventFilter,
    stretch: Stretch,
    *,
    masks: Masks,
    told: Told,
    then: Past = NOW,
    before: Past | None = None,
) -> Listing:
    """The events that a filter leaves at the moment `then`, with what changed since `before`; each `told` as it may leave."""
    if then is NOW and before is None:
        chosen = choose(conn, wanted, masks, stretch.start, stretch.most)
        parties, types = choices(conn, masks)
        return _listing(chosen, tuple(map(told, _events(conn, chosen.ids, then))), total(conn), parties, types)
    rows = [masks.value(row) for row in _rows(conn, then)]
    known = {row.event: row for row in rows}
    allowed = None if wanted.section is None else _in_section(conn, wanted.section, masks, then)
    chosen = pick((row for row in rows if allowed is None or row.event in allowed), wanted)
    shown = chosen.ids[stretch.start : None if stretch.most is None else stretch.start + stretch.most]
    events = tuple(map(told, _events(conn, shown, then)))
    parties, types = parties_in(row.parties for row in rows), tuple(sorted({row.event_type for row in rows}))
    found = _listing(chosen, events, len(rows), parties, types)
    if before is None:
        return found
    moved = changes_between(conn, before, then, told, fresh=False)
    changed = {change.event for change in moved}
    new = sum(id_ in changed or known[id_].block in before.fresh for id_ in chosen.ids)
    fresh = [Change(event=one.id, title=one.title, what="new") for one in events if known[one.id].block in before.fresh]
    of_shown = [change for change in moved if change.event in set(shown)]
    gone = tuple(change for change in moved if change.what == "gone")
    return msgspec.structs.replace(found, changes=(*fresh, *of_shown), new=new, gone=gone)


def changes_between(conn: sa.Connection, before: Past, then: Past, told: Told, *, fresh: bool = True) -> tuple[Change, ...]:
    """What differs between two moments. Without `fresh`, blocks that had no event at the earlier one are left aside."""
    blocks = None if before.stale is None or then.stale is None else before.stale | then.stale
    if blocks is not None and not fresh:
        blocks -= before.fresh
    return changes(*(map(told, sorted(of_blocks(conn, one, blocks), key=in_order)) for one in (before, then)))


def _listing(chosen: Chosen, events: tuple[Event, ...], total_: int, parties: tuple[str, ...], types: tuple[str, ...]) -> Listing:
    return Listing(events=events, found=chosen.found, total=total_, standings=chosen.standings, parties=parties, types=types)


def _rows(conn: sa.Connection, then: Past) -> Iterable[Glance]:
    yield from (row for row in glances(conn) if then.stands(row.block))
    yield from map(glance, then.events)


def _in_section(conn: sa.Connection, section: str, masks: Masks, then: Past) -> set[str]:
    reports = set(conn.scalars(reports_in(conn, section, masks)))
    past = {event.id for event in then.events if any(not reports.isdisjoint(origin.carriers) for origin in event.origins)}
    return past | (set(conn.scalars(in_section(conn, section, masks))) - {event.id for event in then.events})


def _events(conn: sa.Connection, ids: Sequence[str], then: Past) -> list[Event]:
    """The events with these ids, in their order."""
    past = {event.id: event for event in then.events}
    stored = {event.id: event for event in events_by_id(conn, [id_ for id_ in ids if id_ not in past])}
    return [(past | stored)[id_] for id_ in ids]
