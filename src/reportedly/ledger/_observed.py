"""What linking looks at, read from the views: revisions with their latest readings, and judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import decode, decode_reading
from reportedly.ledger._media import matches_of_revisions
from reportedly.ledger._times import moment
from reportedly.model import Judgement, MediaMatch, Observed, Revision

Alike = Mapping[str, tuple[MediaMatch, ...]]


def observed(conn: sa.Connection, as_of: str | None = None) -> Iterator[Observed]:
    """All revisions with their latest readings; only those captured up to a moment, when one is given."""
    wanted = observed_query()
    if as_of is not None:
        wanted = wanted.where(t.revisions.c.captured_at <= as_of)
    alike = matches_of_revisions(conn)
    for row in conn.execute(wanted):
        yield _observed(row, alike)


def observed_of(conn: sa.Connection, reports: Iterable[str], alike: Alike, as_of: str | None = None) -> dict[str, list[Observed]]:
    """All revisions of some reports, by report; only those captured up to a moment, when one is given."""
    found: dict[str, list[Observed]] = defaultdict(list)
    names = list(reports)
    if names:
        wanted = observed_query().where(t.revisions.c.report.in_(names))
        for row in conn.execute(wanted if as_of is None else wanted.where(t.revisions.c.captured_at <= as_of)):
            one = _observed(row, alike)
            found[row.report].append(one)
    return found


def judgements(conn: sa.Connection, as_of: str | None = None) -> tuple[Judgement, ...]:
    """The judgements in their order, with those undone marked; as they were at a moment, when one is given."""
    wanted = sa.select(t.judgements).order_by(t.judgements.c.seq)
    if as_of is not None:
        wanted = wanted.where(t.judgements.c.at <= as_of)
    return tuple(_judgement(row, as_of) for row in conn.execute(wanted))


def observed_query() -> sa.Select[Any]:
    """Revisions with their latest readings, by first capture."""
    said, read = t.contents.alias(), t.contents.alias()
    wanted = sa.select(
        t.revisions.c.revision.label("id"),
        t.revisions.c.report,
        t.revisions.c.captured_at,
        said.c.body.label("revision"),
        read.c.body.label("reading"),
    )
    wanted = wanted.join(t.readings, t.readings.c.revision == t.revisions.c.revision)
    wanted = wanted.join(said, said.c.seq == t.revisions.c.seq).join(read, read.c.seq == t.readings.c.seq)
    return wanted.order_by(t.revisions.c.captured_at, t.revisions.c.revision)


def _observed(row: Any, alike: Alike) -> Observed:
    revision = decode(row.revision, Revision)
    first = moment(row.captured_at)
    if revision.captured_at != first:
        revision = msgspec.structs.replace(revision, captured_at=first)
    return Observed(revision, decode_reading(row.reading, revision), alike.get(row.id, ()))


def _judgement(row: Any, as_of: str | None) -> Judgement:
    undone = row.undone_at is not None and (as_of is None or row.undone_at <= as_of)
    return Judgement(
        id=row.judgement,
        by=row.by,
        at=row.at,
        what=row.what,
        decision=row.decision,
        reason=row.reason,
        undone=undone,
    )
