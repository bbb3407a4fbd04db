"""What can be asked of the views. Plain functions of a connection; nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._availability import availability, misses
from reportedly.ledger._bodies import decode, decode_reading
from reportedly.ledger._relink import standings
from reportedly.ledger._times import moment
from reportedly.ledger._views import ClaimBody, folded
from reportedly.ledger.values import LedgerClaim, Moved, ReportSummary, StandsAt
from reportedly.model import Event, LedgerError, NotFound, Observed, Reading, Revision, Standing

MIN_PREFIX = 3
_MANY = 500


class ClaimFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which claims are wanted; times as the ledger spells them."""

    place: str | None = None
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    standing: Standing | None = None
    event: str | None = None
    as_of: str | None = None
    superseded: bool = False
    claim: str | None = None


def stored_events(conn: sa.Connection, prefix: str = "") -> Iterator[Event]:
    """The events as last derived, in linking's order; only those whose id begins with the prefix."""
    wanted = sa.select(t.events.c.body).order_by(t.events.c.rank)
    exact = conn.scalars(wanted.where(t.events.c.event == prefix)).all() if prefix else ()
    if prefix and not exact:
        wanted = wanted.where(t.events.c.event.startswith(prefix, autoescape=True))
    for body in exact or conn.scalars(wanted):
        yield decode(body, Event)


def events_by_id(conn: sa.Connection, ids: Sequence[str]) -> list[Event]:
    """The events with these ids, in their order; unknown ids are left out."""
    found: dict[str, Event] = {}
    for start in range(0, len(ids), _MANY):
        wanted = sa.select(t.events.c.event, t.events.c.body).where(t.events.c.event.in_(ids[start : start + _MANY]))
        found |= {row.event: decode(row.body, Event) for row in conn.execute(wanted)}
    return [found[id_] for id_ in ids if id_ in found]


def one(events: Iterable[Event], wanted: str) -> Event:
    """The event with this id, or the only one whose id begins so. Raises NotFound."""
    found = [event for event in events if event.id.startswith(wanted)]
    exact = [event for event in found if event.id == wanted]
    if exact:
        return exact[0]
    if len(found) == 1 and len(wanted) >= MIN_PREFIX:
        return found[0]
    if len(found) > 1:
        raise NotFound(f"several events begin so: {', '.join(event.id for event in found[:5])}", where=wanted)
    raise NotFound("no such event", where=wanted)


def claims(conn: sa.Connection, wanted: ClaimFilter, points: dict[str, tuple[StandsAt, ...]] | None) -> Iterator[LedgerClaim]:
    """The claims of every report's current revision. `points` tells how claims stand; None reads it from the views."""
    rows = _claim_rows(conn, wanted, points)
    known = stored_points(conn, [row.claim for row in rows]) if points is None else points
    for row in rows:
        stands = known.get(row.claim, ())
        if stands_so(stands, wanted):
            yield claim(row, stands)


def _claim_rows(
    conn: sa.Connection, wanted: ClaimFilter, points: Mapping[str, tuple[StandsAt, ...]] | None
) -> Sequence[sa.Row[Any]]:
    """The rows in order. Where the claims of an event are known already, only those are read."""
    query = claims_query(wanted, stored=points is None)
    if points is None or not wanted.event:
        return conn.execute(query).all()
    ids = sorted(points)
    parts = (ids[start : start + _MANY] for start in range(0, len(ids), _MANY))
    rows = [row for part in parts for row in conn.execute(query.where(t.claims.c.claim.in_(part)))]
    return sorted(rows, key=lambda row: (row.said_at, row.captured_at, row.revision, row.position))


def _answering(wanted: ClaimFilter) -> sa.Select[Any]:
    query = sa.select(t.answers.c.claim)
    if wanted.standing:
        query = query.where(t.answers.c.standing == wanted.standing)
    return query.where(t.answers.c.event == wanted.event) if wanted.event else query


def stands_so(points: tuple[StandsAt, ...], wanted: ClaimFilter) -> bool:
    """Whether a claim with these points is wanted."""
    if not wanted.standing and not wanted.event:
        return True
    return any(wanted.standing in (None, point.standing) and wanted.event in (None, point.event) for point in points)


def claims_by_id_query(ids: list[str]) -> sa.Select[Any]:
    """These claims, each row as `claim` takes it."""
    return _claims_with_reports().where(t.claims.c.claim.in_(ids)).order_by(t.claims.c.claim)


def _claims_with_reports() -> sa.Select[Any]:
    query = sa.select(t.claims, *(t.revisions.c[name] for name in ("report", "outlet", "said_at", "captured_at")))
    return query.join(t.revisions, t.revisions.c.revision == t.claims.c.revision)


def claims_query(wanted: ClaimFilter, *, stored: bool) -> sa.Select[Any]:
    """The claims wanted, each row as `claim` takes it; with `stored` also chosen by how they stand in the views."""
    query = _claims_with_reports()
    if stored and (wanted.standing or wanted.event):
        query = query.where(t.claims.c.claim.in_(_answering(wanted)))
    if not wanted.superseded:
        query = query.where(t.claims.c.revision.in_(current_revisions(wanted.as_of)))
    elif wanted.as_of:
        query = query.where(t.revisions.c.captured_at <= wanted.as_of)
    if wanted.claim:
        query = query.where(t.claims.c.claim == wanted.claim)
    if wanted.place:
        query = query.where(
            t.claims.c.place_words.contains(folded(wanted.place), autoescape=True) | (t.claims.c.country == wanted.place.upper())
        )
    if wanted.speaker:
        query = query.where(t.claims.c.speaker_words.contains(folded(wanted.speaker), autoescape=True))
    if wanted.since:
        query = query.where(t.revisions.c.said_at >= wanted.since)
    if wanted.until:
        query = query.where(t.revisions.c.said_at <= wanted.until)
    return query.order_by(t.revisions.c.said_at, t.revisions.c.captured_at, t.claims.c.revision, t.claims.c.position)


def current_revisions(as_of: str | None) -> sa.Select[Any]:
    """Of each report the revision captured last, up to the moment."""
    if as_of is None:
        return sa.select(t.reports.c.latest)
    ranked = _ranked(as_of)
    return sa.select(ranked.c.revision).where(ranked.c.rank == 1)


def _ranked(as_of: str) -> sa.Subquery:
    """The captures up to the moment; in each report the last one has rank 1."""
    newest = sa.func.row_number().over(
        partition_by=t.sightings.c.report, order_by=(t.sightings.c.captured_at.desc(), t.sightings.c.seq.desc())
    )
    wanted = sa.select(t.sightings.c.report, t.sightings.c.revision, newest.label("rank"))
    return wanted.where(t.sightings.c.captured_at <= as_of).subquery()


def stored_points(conn: sa.Connection, claims_: list[str]) -> dict[str, tuple[StandsAt, ...]]:
    points: dict[str, tuple[StandsAt, ...]] = defaultdict(tuple)
    wanted = sa.select(t.answers).order_by(t.answers.c.claim, t.answers.c.point)
    for start in range(0, len(claims_), _MANY):
        for row in conn.execute(wanted.where(t.answers.c.claim.in_(claims_[start : start + _MANY]))):
            points[row.claim] += (StandsAt(row.event, row.point, row.question, row.standing),)
    return points


def moved(conn: sa.Connection, event: str) -> list[Moved]:
    """What became of an event's id, or the one that begins so, in the order in which it did."""
    wanted = sa.select(t.moved.c.body).order_by(t.moved.c.seq)
    found = conn.scalars(wanted.where(t.moved.c.event == event)).all()
    if not found and len(event) >= MIN_PREFIX:
        found = conn.scalars(wanted.where(t.moved.c.event.startswith(event, autoescape=True))).all()
    return [decode(body, Moved) for body in found]


def claim(row: Any, points: tuple[StandsAt, ...]) -> LedgerClaim:
    """The claim of one row."""
    body = decode(row.body, ClaimBody)
    return LedgerClaim(
        id=row.claim,
        report=row.report,
        revision=row.revision,
        outlet=row.outlet,
        said_at=row.said_at,
        speaker=row.speaker,
        claim=body.claim,
        statement=body.statement,
        points=points,
    )


def reports(conn: sa.Connection, as_of: str | None = None) -> Iterator[ReportSummary]:
    """All reports in the order of their first capture; as they were at a moment, when one is given."""
    missed = misses(conn, as_of=as_of)
    return (summary(row, missed) for row in conn.execute(reports_query(as_of)))


def reports_by_id(conn: sa.Connection, ids: Sequence[str], as_of: str | None = None) -> Iterator[ReportSummary]:
    """The reports with these ids; unknown ids are left out."""
    missed = misses(conn, as_of=as_of)
    for start in range(0, len(ids), _MANY):
        for row in conn.execute(reports_query(as_of, list(ids[start : start + _MANY]))):
            yield summary(row, missed)


def capture_minutes(conn: sa.Connection, most: int) -> list[str]:
    """The latest minutes in which reports were first or last captured, newest first."""
    first, last = (set(_minutes(conn, column, most)) for column in (t.reports.c.first_captured, t.reports.c.last_captured))
    return sorted(first | last, reverse=True)[:most]


def _minutes(conn: sa.Connection, column: sa.Column[str], most: int) -> Iterator[str]:
    """From one minute to the one before it, by the index."""
    before = sa.select(sa.func.max(column))
    latest = conn.execute(before).scalar()
    for _ in range(most):
        if latest is None:
            return
        yield latest[:16]
        latest = conn.execute(before.where(column < latest[:16])).scalar()


def summary(row: Any, missed: Mapping[str, tuple[str, ...]]) -> ReportSummary:
    """One row of `reports_query` with what the tries that missed the report amount to."""
    tries = missed.get(row.report, ())
    since = tries[0] if tries else None
    return ReportSummary(**row._mapping, availability=availability(tries), misses=len(tries), missed_since=since)


def reports_query(as_of: str | None = None, ids: list[str] | None = None) -> sa.Select[Any]:
    """Reports with the number of their latest revision's claims, now or at a moment; all, or those with these ids."""
    wanted = _reports_now() if as_of is None else _reports_at(as_of)
    if ids is None:
        return wanted
    return wanted.where((t.reports if as_of is None else t.revisions).c.report.in_(ids))


def _reports_now() -> sa.Select[Any]:
    count = sa.select(sa.func.count()).where(t.claims.c.revision == t.reports.c.latest).scalar_subquery()
    told = (column for column in t.reports.c if column is not t.reports.c.section)
    return sa.select(*told, count.label("claims")).order_by(t.reports.c.first_captured, t.reports.c.report)


def _reports_at(as_of: str) -> sa.Select[Any]:
    ranked, seen = _ranked(as_of), t.sightings
    spans = sa.select(
        seen.c.report,
        sa.func.min(seen.c.captured_at).label("first_captured"),
        sa.func.max(seen.c.captured_at).label("last_captured"),
        sa.func.count(sa.distinct(seen.c.revision)).label("revisions"),
    )
    spans_until = spans.where(seen.c.captured_at <= as_of).group_by(seen.c.report).subquery()
    count = sa.select(sa.func.count()).where(t.claims.c.revision == t.revisions.c.revision).scalar_subquery()
    latest = t.revisions.c
    wanted = sa.select(
        latest.report, latest.revision.label("latest"), latest.outlet, latest.title, latest.url, latest.published_at,
        spans_until.c.first_captured, spans_until.c.last_captured, spans_until.c.revisions, count.label("claims"),
    )  # fmt: skip
    wanted = wanted.join(ranked, (ranked.c.revision == latest.revision) & (ranked.c.rank == 1))
    wanted = wanted.join(spans_until, spans_until.c.report == latest.report)
    return wanted.order_by(spans_until.c.first_captured, latest.report)


def read_in(conn: sa.Connection) -> dict[str, tuple[str, str | None]]:
    """By hash of an original: when the first revision in it was captured, and its title."""
    columns = (t.revisions.c.sha256, t.revisions.c.captured_at, t.revisions.c.title)
    found: dict[str, tuple[str, str | None]] = {}
    for row in conn.execute(sa.select(*columns).order_by(t.revisions.c.seq)):
        found.setdefault(row.sha256, (row.captured_at, row.title))
    return found


def revisions(conn: sa.Connection, reports: Iterable[str]) -> Iterator[tuple[str, Revision]]:
    """The revisions of reports, each with its report, by report in the order of their first capture."""
    order = (t.revisions.c.report, t.revisions.c.captured_at, t.revisions.c.seq)
    for row in _bodies(conn, t.revisions.c.report, list(reports), order):
        yield row.report, _revision(row)


def revisions_by_id(conn: sa.Connection, ids: Sequence[str]) -> list[Revision]:
    """The revisions with these ids, in their order; unknown ids are left out."""
    found = {row.revision: _revision(row) for row in _bodies(conn, t.revisions.c.revision, ids, (t.revisions.c.seq,))}
    return [found[one] for one in ids if one in found]


def _bodies(conn: sa.Connection, column: sa.Column[str], wanted: Sequence[str], order: Sequence[sa.Column[Any]]) -> Iterator[Any]:
    query = sa.select(t.revisions.c.revision, t.revisions.c.report, t.revisions.c.captured_at, t.contents.c.body)
    query = query.join(t.contents, t.contents.c.seq == t.revisions.c.seq).order_by(*order)
    for start in range(0, len(wanted), _MANY):
        yield from conn.execute(query.where(column.in_(wanted[start : start + _MANY])))


def _revision(row: Any) -> Revision:
    """As first captured."""
    return msgspec.structs.replace(decode(row.body, Revision), captured_at=moment(row.captured_at))


def told_by(conn: sa.Connection, revisions: Sequence[str], most: int) -> Iterator[Event]:
    """The events that some revisions tell of, those that the most of them tell of first."""
    shared = sa.func.count(sa.distinct(t.claims.c.revision))
    wanted = sa.select(t.answers.c.event).join(t.claims, t.claims.c.claim == t.answers.c.claim)
    wanted = wanted.where(t.claims.c.revision.in_(revisions)).group_by(t.answers.c.event)
    found = list(conn.scalars(wanted.order_by(shared.desc(), t.answers.c.event).limit(most)))
    bodies = {row.event: row.body for row in conn.execute(sa.select(t.events).where(t.events.c.event.in_(found)))}
    yield from (decode(bodies[one], Event) for one in found if one in bodies)


def observed(conn: sa.Connection, revision_id: str) -> Observed:
    """A revision with its latest reading. Raises NotFound."""
    said, read = t.contents.alias(), t.contents.alias()
    wanted = sa.select(said.c.body.label("revision"), read.c.body.label("reading"))
    wanted = wanted.select_from(t.revisions).join(said, said.c.seq == t.revisions.c.seq)
    wanted = wanted.join(t.readings, t.readings.c.revision == t.revisions.c.revision).join(read, read.c.seq == t.readings.c.seq)
    row = conn.execute(wanted.where(t.revisions.c.revision == revision_id)).first()
    if row is None:
        raise NotFound("no such revision", where=revision_id)
    revision = decode(row.revision, Revision)
    return Observed(revision, decode_reading(row.reading, revision))


def reading(conn: sa.Connection, revision_id: str) -> Reading:
    return observed(conn, revision_id).reading


def search(conn: sa.Connection, words: str, limit: int) -> list[str]:
    """Ids of the revisions whose title or text has all the words, best first."""
    if conn.dialect.name == "sqlite":
        query = """SELECT w.revision FROM word_index JOIN words w ON w.rowid = word_index.rowid
            WHERE word_index MATCH :words ORDER BY bm25(word_index), w.revision LIMIT :limit"""
        words = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
    else:
        query = """SELECT revision FROM words, plainto_tsquery('simple', :words) q
            WHERE to_tsvector('simple', title || ' ' || left(text, 200000)) @@ q
            ORDER BY ts_rank(to_tsvector('simple', title || ' ' || left(text, 200000)), q) DESC, revision LIMIT :limit"""
    if not words.strip():
        raise LedgerError("nothing to search for")
    return list(conn.scalars(sa.text(query), {"words": words, "limit": limit}))


def fits(event: Event, place: str | None, standing: Standing | None) -> bool:
    """Whether an event is at the place (a part of its name, its region or the country code) and has such a point."""
    if standing is not None and all(point.standing != standing for point in event.points):
        return False
    if place is None:
        return True
    if event.place is None:
        return False
    names = folded(event.place.name, event.place.text, event.place.region, event.place.admin1) or ""
    return place.casefold() in names or event.place.country == place.upper()


def points_of(events: Iterable[Event]) -> dict[str, tuple[StandsAt, ...]]:
    """For each claim the points that it answers."""
    points: dict[str, dict[str, StandsAt]] = defaultdict(dict)
    for claim, stands in standings(events):
        points[claim][stands.point] = stands
    return {claim: tuple(found[point] for point in sorted(found)) for claim, found in points.items()}


def read_by_others(conn: sa.Connection, engine: str) -> list[str]:
    """Ids of the revisions whose latest reading is of another engine."""
    wanted = sa.select(t.readings.c.revision).where(t.readings.c.engine != engine)
    return list(conn.scalars(wanted.order_by(t.readings.c.revision)))
