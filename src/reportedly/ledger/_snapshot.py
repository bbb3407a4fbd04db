"""One state of the ledger, read as streams: a page of rows in memory, however large the ledger is.

Lists are for people; exports and briefs read a snapshot, so that all that they show is of one moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _queries, _relink
from reportedly.ledger import _schema as t
from reportedly.ledger._availability import misses
from reportedly.ledger._bodies import decode, decode_reading
from reportedly.ledger._outward import Outward
from reportedly.ledger._past import NOW, Past, past
from reportedly.ledger._times import moment
from reportedly.ledger.values import LedgerClaim, ReportSummary, StandsAt
from reportedly.linking import in_order
from reportedly.model import Event, Observed, Revision, Standing

PAGE = 400
"""Rows fetched at once; below what one IN (...) may hold."""

TEXTS = 32
"""The same for rows that hold whole texts and readings."""

T = TypeVar("T")


class Snapshot:
    """The questions of an export, all answered from one reading transaction.

    `as_of`: a moment as the ledger spells it, or None for now. Of a past moment those events are linked anew and held that
    were touched since; everything else is read page by page.
    """

    def __init__(
        self,
        conn: sa.Connection,
        linker: _relink.Linker,
        as_of: str | None = None,
        outward: Outward | None = None,
        unmasked: Callable[[str], str] = str,
    ) -> None:
        """`outward` is what every value passes on its way out; `unmasked` gives a report's id for the one it is told by."""
        self._told = outward.told if outward else _as_it_is
        self._unmasked = unmasked
        self._conn = conn
        self._linker = linker
        self._as_of = as_of
        self._moments: dict[str | None, Past] = {None: NOW}

    def events(self, *, place: str | None = None, standing: Standing | None = None, since: str | None = None) -> Iterator[Event]:
        """The events in linking's order; only those that can be other than they were at a moment, when one is given."""
        events = self._events(self._as_of) if since is None else self._of_touched(self._as_of, since)
        return (event for event in map(self._told, events) if _queries.fits(event, place, standing))

    def earlier(self, since: str, *, place: str | None = None) -> Iterator[Event]:
        """The same as they were then."""
        return (event for event in map(self._told, self._of_touched(since, since)) if _queries.fits(event, place, None))

    def claims(self, *, place: str | None = None, standing: Standing | None = None) -> Iterator[LedgerClaim]:
        """The claims of every report's current revision, by publication time, with how they stand."""
        wanted = _queries.ClaimFilter(place=place, standing=standing, as_of=self._as_of)
        query = _queries.claims_query(wanted, stored=self._as_of is None)
        for page in pages(self._rows(query)):
            points = self._points(row.claim for row in page)
            for row in page:
                stands = points.get(row.claim, ())
                if _queries.stands_so(stands, wanted):
                    yield self._told(_queries.claim(row, stands))

    def claims_by_id(self, ids: Iterable[str]) -> Iterator[LedgerClaim]:
        """Claims by their ids, of whatever revision; unknown ids are left out."""
        for page in pages(ids):
            points = self._points(page)
            for row in self._conn.execute(_queries.claims_by_id_query(page)):
                yield self._told(_queries.claim(row, points.get(row.claim, ())))

    def observed(self) -> Iterator[Observed]:
        """The current revision of every report with its latest reading, by capture time."""
        current = t.revisions.c.revision.in_(_queries.current_revisions(self._as_of))
        for row in self._rows(_relink.observed_query().where(current), TEXTS):
            revision = decode(row.revision, Revision)
            yield self._told(Observed(_captured(revision, row.captured_at), decode_reading(row.reading, revision)))

    def reports(self) -> Iterator[ReportSummary]:
        """All reports in the order of their first capture, as they were then."""
        missed = misses(self._conn, as_of=self._as_of)
        return (self._told(_queries.summary(row, missed)) for row in self._rows(_queries.reports_query(self._as_of)))

    def named(self, ids: Iterable[str]) -> Mapping[str, ReportSummary]:
        """Reports by their ids; unknown ids are left out."""
        found, missed = {}, misses(self._conn, as_of=self._as_of)
        for page in pages(dict.fromkeys(map(self._unmasked, ids))):
            for row in self._conn.execute(_queries.reports_query(self._as_of, page)):
                told = self._told(_queries.summary(row, missed))
                found[told.report] = told
        return found

    def revisions(self, report: str) -> Iterator[Revision]:
        """The revisions of a report in the order of their first capture."""
        found = (self._told(one) for _, one in _queries.revisions(self._conn, [self._unmasked(report)]))
        if self._as_of is None:
            return found
        until = moment(self._as_of)
        return (revision for revision in found if revision.captured_at <= until)

    def count(self, what: str) -> int | None:
        """How many rows a stream will give at most: `events`, `claims`, `reports`; None when only reading tells."""
        tables = {"events": t.events, "claims": t.claims, "reports": t.reports, "observed": t.reports}
        if self._as_of is not None or what not in tables:
            return None
        return self._conn.execute(sa.select(sa.func.count()).select_from(tables[what])).scalar()

    def _then(self, at: str | None) -> Past:
        if at not in self._moments:
            self._moments[at] = past(self._conn, self._linker, str(at))
        return self._moments[at]

    def _events(self, at: str | None) -> Iterable[Event]:
        then = self._then(at)
        if then.stale is None:
            return then.events
        query = sa.select(t.events.c.block, t.events.c.body).order_by(t.events.c.rank)
        stored = (decode(row.body, Event) for row in self._rows(query) if then.stands(row.block))
        return merge(stored, then.events, key=in_order)

    def _of_touched(self, at: str | None, since: str) -> Iterable[Event]:
        """The events at one of two moments in the blocks that were touched between them and now."""
        moments = (self._then(since), self._then(self._as_of))
        touched = {block for then in moments for block in then.stale or ()}
        everything = any(then.stale is None for then in moments)
        return (event for event in self._events(at) if everything or event.block in touched)

    def _points(self, claims: Iterable[str]) -> Mapping[str, tuple[StandsAt, ...]]:
        ids, then = list(claims), self._then(self._as_of)
        points: dict[str, tuple[StandsAt, ...]] = defaultdict(tuple)
        wanted = sa.select(t.answers, t.listing.c.block).join(t.listing, t.listing.c.event == t.answers.c.event)
        wanted = wanted.where(t.answers.c.claim.in_(ids)).order_by(t.answers.c.claim, t.answers.c.point)
        for row in self._conn.execute(wanted) if then.stale is not None else ():
            if then.stands(row.block):
                points[row.claim] += (StandsAt(row.event, row.point, row.question, row.standing),)
        for claim in ids:
            if claim in self._past_points:
                points[claim] = tuple(sorted((*points[claim], *self._past_points[claim]), key=lambda stands: stands.point))
        return points

    @cached_property
    def _past_points(self) -> Mapping[str, tuple[StandsAt, ...]]:
        """Of the events that are not the stored ones."""
        return _queries.points_of(self._then(self._as_of).events)

    def _rows(self, query: sa.Select[Any], page: int | None = None) -> Iterator[Any]:
        """A cursor on the server, a page at a time."""
        yield from self._conn.execute(query.execution_options(yield_per=page or PAGE))


def _as_it_is(value: T) -> T:
    return value


def pages(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows, a page at a time."""
    stream = iter(rows)
    while page := list(islice(stream, PAGE)):
        yield page


def _captured(revision: Revision, first: str) -> Revision:
    """The revision as first captured, whatever capture came in first."""
    at = moment(first)
    return revision if revision.captured_at == at else msgspec.structs.replace(revision, captured_at=at)
