"""One state of the ledger, read as streams: a page of rows in memory, however large the ledger is.

Lists are for people; exports and briefs read a snapshot, so that all that they show is of one moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _queries, _relink
from reportedly.ledger import _schema as t
from reportedly.ledger._availability import misses
from reportedly.ledger._bodies import decode, decode_reading
from reportedly.ledger._outward import Outward
from reportedly.ledger._times import moment
from reportedly.ledger.values import LedgerClaim, ReportSummary, StandsAt
from reportedly.model import Event, Observed, Revision, Standing

PAGE = 400
"""Rows fetched at once; below what one IN (...) may hold."""

TEXTS = 32
"""The same for rows that hold whole texts and readings."""

T = TypeVar("T")


class Snapshot:
    """The questions of an export, all answered from one reading transaction.

    `as_of`: a moment as the ledger spells it, or None for now. The events of a past moment are linked anew, which needs
    memory for all of them; everything else is read page by page.
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
        self._past: tuple[Event, ...] | None = None
        self._stood: Mapping[str, tuple[StandsAt, ...]] | None = None

    def events(self, *, place: str | None = None, standing: Standing | None = None) -> Iterator[Event]:
        """The events in linking's order."""
        told = map(self._told, self._events())
        return (event for event in told if _queries.fits(event, place, standing))

    def claims(self, *, place: str | None = None, standing: Standing | None = None) -> Iterator[LedgerClaim]:
        """The claims of every report's current revision, by publication time, with how they stand."""
        wanted = _queries.ClaimFilter(place=place, standing=standing, as_of=self._as_of)
        past = self._past_points()
        query = _queries.claims_query(wanted, stored=past is None)
        for page in pages(self._rows(query)):
            points = self._points(row.claim for row in page) if past is None else past
            for row in page:
                stands = points.get(row.claim, ())
                if _queries.stands_so(stands, wanted):
                    yield self._told(_queries.claim(row, stands))

    def claims_by_id(self, ids: Iterable[str]) -> Iterator[LedgerClaim]:
        """Claims by their ids, of whatever revision; unknown ids are left out."""
        past = self._past_points()
        for page in pages(ids):
            points = self._points(page) if past is None else past
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

    def _events(self) -> Iterable[Event]:
        if self._as_of is None:
            query = sa.select(t.events.c.body).order_by(t.events.c.rank)
            return (decode(row.body, Event) for row in self._rows(query))
        if self._past is None:
            observed = _relink.observed(self._conn, self._as_of)
            self._past = self._linker(observed, _relink.judgements(self._conn, self._as_of))
        return self._past

    def _past_points(self) -> Mapping[str, tuple[StandsAt, ...]] | None:
        if self._as_of is not None and self._stood is None:
            self._stood = _queries.points_of(self._events())
        return self._stood

    def _points(self, claims: Iterable[str]) -> Mapping[str, tuple[StandsAt, ...]]:
        points: dict[str, tuple[StandsAt, ...]] = defaultdict(tuple)
        wanted = sa.select(t.answers).where(t.answers.c.claim.in_(list(claims)))
        for row in self._conn.execute(wanted.order_by(t.answers.c.claim, t.answers.c.point)):
            points[row.claim] += (StandsAt(row.event, row.point, row.question, row.standing),)
        return points

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
