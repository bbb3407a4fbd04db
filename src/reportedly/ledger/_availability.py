"""Whether a report can still be had where it was: tries that missed it since its last capture, and what they amount to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._times import moment, spelled
from reportedly.ledger.values import Availability
from reportedly.model import NotFound

TRIES = 3
"""So many misses make a report unavailable, when ..."""

APART = timedelta(hours=1)
"""... the first and the last are so far apart: a server that is down for a minute makes nothing unavailable."""

SAME_TRY = timedelta(minutes=1)


def misses(conn: sa.Connection, report: str | None = None, *, as_of: str | None = None) -> dict[str, tuple[str, ...]]:
    """For each report, or for one, when it was missed since its last capture, in order; up to a moment, when one is given."""
    last = _last_captures(as_of).subquery()
    wanted = sa.select(t.misses.c.report, t.misses.c.at)
    wanted = wanted.join(last, last.c.report == t.misses.c.report).where(t.misses.c.at > last.c.last_captured)
    if as_of is not None:
        wanted = wanted.where(t.misses.c.at <= as_of)
    if report is not None:
        wanted = wanted.where(t.misses.c.report == report)
    found: dict[str, list[str]] = defaultdict(list)
    for row in conn.execute(wanted.order_by(t.misses.c.report, t.misses.c.at)):
        found[row.report].append(row.at)
    return {name: tuple(times) for name, times in found.items()}


def _last_captures(as_of: str | None) -> sa.Select[tuple[str, str]]:
    if as_of is None:
        return sa.select(t.reports.c.report, t.reports.c.last_captured)
    last = sa.func.max(t.sightings.c.captured_at).label("last_captured")
    return sa.select(t.sightings.c.report, last).where(t.sightings.c.captured_at <= as_of).group_by(t.sightings.c.report)


def availability(times: Sequence[str]) -> Availability:
    """What misses since the last capture amount to."""
    if not times:
        return "available"
    lasted = moment(times[-1]) - moment(times[0])
    return "unavailable" if len(times) >= TRIES and lasted >= APART else "missed"


def is_new(conn: sa.Connection, report: str, at: datetime) -> bool:
    """Whether a miss is news: neither noted within a minute nor older than the last capture. Raises NotFound."""
    last = conn.execute(sa.select(t.reports.c.last_captured).where(t.reports.c.report == report)).scalar()
    if last is None:
        raise NotFound("no such report", where=report)
    near = (spelled(at - SAME_TRY), spelled(at + SAME_TRY))
    noted = sa.select(t.misses.c.seq).where(t.misses.c.report == report, t.misses.c.at.between(*near)).limit(1)
    return spelled(at) > last and conn.execute(noted).first() is None
