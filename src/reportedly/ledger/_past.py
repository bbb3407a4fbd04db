"""The events at a past moment: what nothing touched since stands as it is stored; only the other blocks are linked anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._blockwise import bearing_on, some
from reportedly.ledger._bodies import decode
from reportedly.ledger._dirty import expanded, is_tie, named, tied
from reportedly.ledger._media import matches_of_revisions
from reportedly.ledger._observed import judgements, observed, observed_of
from reportedly.ledger._queries import MIN_PREFIX, one
from reportedly.ledger._relink import Linker
from reportedly.linking import Linking, Prepared, in_order, is_name, plain, wide_key
from reportedly.model import Event, Judgement, NotFound


class Past(msgspec.Struct, frozen=True):
    """What differs from the stored events: those of the blocks in `stale` were `events`; None means all blocks.

    Blocks in `fresh`, all of them stale, had no event yet.
    """

    events: tuple[Event, ...]
    stale: frozenset[str] | None
    fresh: frozenset[str] = frozenset()

    def stands(self, block: str) -> bool:
        """Whether a block's stored events are those of the moment."""
        return self.stale is not None and block not in self.stale


NOW = Past((), frozenset())


def past(conn: sa.Connection, linker: Linker, at: str, within: Iterable[str] | None = None) -> Past:
    """The moment, of the whole ledger or as far as some blocks go. Entries that are not linked yet are left out."""
    if not isinstance(linker, Linking):
        return Past(linker(observed(conn, at), judgements(conn, at)), None)
    return _Looking(conn, linker, at).back(None if within is None else frozenset(within))


def events_at(conn: sa.Connection, then: Past) -> tuple[Event, ...]:
    """All events of the moment in linking's order."""
    return tuple(sorted(of_blocks(conn, then, None), key=in_order))


def event_at(conn: sa.Connection, linker: Linker, at: str, wanted: str) -> Event:
    """One event by its id or the unique beginning of it. An id fixes the block, so only that one is looked at.

    Ids that came and went between two relinkings were never stored: those are looked for everywhere. Raises NotFound.
    """
    id_ = _known_id(conn, wanted)
    if id_ is None or not isinstance(linker, Linking):
        return one(past(conn, linker, at).events, wanted)
    blocks = named(conn, id_)
    return one(of_blocks(conn, past(conn, linker, at, blocks), blocks), id_)


def _known_id(conn: sa.Connection, wanted: str) -> str | None:
    """The only id that is or was in the ledger and begins so; None when there is none. Raises NotFound when there are several."""
    found: set[str] = set()
    for column in (t.events.c.event, t.moved.c.event):
        if conn.execute(sa.select(column).where(column == wanted).limit(1)).first():
            return wanted
        if len(wanted) >= MIN_PREFIX:
            found |= set(conn.scalars(sa.select(column).where(column.startswith(wanted, autoescape=True)).limit(5)))
    if len(found) > 1:
        raise NotFound(f"several events begin so: {', '.join(sorted(found)[:5])}", where=wanted)
    return found.pop() if found else None


def of_blocks(conn: sa.Connection, then: Past, blocks: frozenset[str] | None) -> Iterator[Event]:
    """The events of some blocks at the moment, or of all."""
    yield from (event for event in then.events if blocks is None or event.block in blocks)
    if blocks is None:
        rows = conn.execute(sa.select(t.events.c.block, t.events.c.body).execution_options(yield_per=400))
        yield from (decode(row.body, Event) for row in rows if then.stands(row.block))
        return
    for chunk in some(sorted(block for block in blocks if then.stands(block))):
        yield from (decode(body, Event) for body in conn.scalars(sa.select(t.events.c.body).where(t.events.c.block.in_(chunk))))


class _Looking:
    """One look back."""

    def __init__(self, conn: sa.Connection, linking: Linking, at: str) -> None:
        self._conn = conn
        self._linking = linking
        self._at = at
        self._alike = matches_of_revisions(conn)

    def back(self, within: frozenset[str] | None) -> Past:
        edited = self._edited()
        touched = self._touched(within) | {key for keys in edited.values() for key in keys}
        judged = judgements(self._conn, self._at)
        stale = expanded(self._conn, touched) | self._judged_since()
        if within is not None:
            stale &= within
        ties = [blocks for it in judged if is_tie(it) and len(blocks := named(self._conn, it.what)) > 1]
        groups = list(tied(stale, [*ties, *_by_cell(stale)]))
        whole = frozenset[str]().union(*groups)
        known = self._known(whole, edited)
        events = [event for blocks in groups if blocks & known for event in self._linked(blocks & known, edited, judged)]
        return Past(tuple(sorted(events, key=in_order)), whole, whole - known)

    def _linked(
        self, blocks: frozenset[str], edited: Mapping[str, frozenset[str]], judged: Iterable[Judgement]
    ) -> tuple[Event, ...]:
        keys = blocks | {wide for block in blocks if (wide := wide_key(block))}
        then = {report: own for report, own in edited.items() if own & keys}
        named = {key for own in then.values() for key in own if is_name(key)}
        reports = bearing_on(self._conn, blocks | named) | then.keys()
        return self._linking.events(self._prepared(sorted(reports)), judged, blocks)

    def _prepared(self, reports: Iterable[str]) -> Iterator[Prepared]:
        for chunk in some(reports):
            for found in observed_of(self._conn, chunk, self._alike, self._at).values():
                yield self._linking.prepare(found)

    def _touched(self, within: frozenset[str] | None) -> set[str]:
        """What reports bear on that were read or changed since."""
        wanted = sa.select(t.bearing.c.block).join(t.revisions, t.revisions.c.report == t.bearing.c.report)
        return self._keys_in(wanted.where(t.revisions.c.captured_at > self._at).distinct(), within)

    def _known(self, blocks: frozenset[str], edited: Mapping[str, frozenset[str]]) -> set[str]:
        """The blocks on which a report bears that was there already."""
        wanted = sa.select(t.bearing.c.block).join(t.reports, t.reports.c.report == t.bearing.c.report)
        wanted = wanted.where(t.reports.c.first_captured <= self._at).distinct()
        borne = self._keys_in(wanted, blocks) | {key for keys in edited.values() for key in keys}
        return {block for block in blocks if block in borne or wide_key(block) in borne}

    def _keys_in(self, wanted: sa.Select[Any], blocks: frozenset[str] | None) -> set[str]:
        if blocks is None:
            return set(self._conn.scalars(wanted))
        keys = blocks | {wide for block in blocks if (wide := wide_key(block))}
        return {key for chunk in some(sorted(keys)) for key in self._conn.scalars(wanted.where(t.bearing.c.block.in_(chunk)))}

    def _edited(self) -> dict[str, frozenset[str]]:
        """Reports there were that changed since, with what they bore on then."""
        since = sa.exists().where(t.revisions.c.report == t.reports.c.report, t.revisions.c.captured_at > self._at)
        wanted = sa.select(t.reports.c.report).where(t.reports.c.revisions > 1, t.reports.c.first_captured <= self._at, since)
        reports = self._conn.scalars(wanted.where(t.reports.c.last_captured > self._at)).all()
        return {it.history.report: plain(it.keys) for it in self._prepared(reports)}

    def _judged_since(self) -> set[str]:
        wanted = sa.select(t.judgements.c.what).where((t.judgements.c.at > self._at) | (t.judgements.c.undone_at > self._at))
        return {block for what in self._conn.scalars(wanted) for block in named(self._conn, what)}


def _by_cell(blocks: Iterable[str]) -> list[frozenset[str]]:
    """The blocks of one place together: reports near the end of one bear on the next too, and are prepared once so."""
    cells: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        cells[block.rpartition("@")[0]].add(block)
    return [frozenset(found) for found in cells.values()]
