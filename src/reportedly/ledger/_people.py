"""Who speaks and who publishes: what they claimed, how it stands, where, and who repeats whom.

Counted in the database: only what is shown is read whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _queries
from reportedly.ledger import _schema as t
from reportedly.ledger._blockwise import some
from reportedly.ledger._listing import ORDER
from reportedly.ledger._outward import Outward
from reportedly.ledger.values import LedgerClaim, ReportSummary
from reportedly.model import Event, NotFound, Standing

Tallies = tuple[tuple[str, int], ...]
"""Names with how often they were counted, the most frequent first."""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker or an outlet. `claims`, `events` and `reports` are the newest of so many as the counts say, newest first.

    Of claims those in current revisions; `standings` counts claims that answer a point which stands so, `places` the first
    place of each. `others` are for a speaker the outlets that carry it, for an outlet the speakers that it names. `repeats`
    counts from whom an outlet has what it carries, `repeated_by` who has it from there.
    """

    claims: tuple[LedgerClaim, ...]
    claims_in_all: int
    events: tuple[Event, ...]
    events_in_all: int
    standings: tuple[tuple[Standing, int], ...]
    places: Tallies
    others: Tallies
    party: str | None = None
    reports: tuple[ReportSummary, ...] = ()
    reports_in_all: int = 0
    repeats: Tallies = ()
    repeated_by: Tallies = ()


class Asked(NamedTuple):
    """A connection, what every value passes on its way out, and how many of each are wanted; all when None."""

    conn: sa.Connection
    outward: Outward
    most: int | None


def speaker(asked: Asked, name: str) -> Profile:
    """Whoever is named as a source, by the name as it is told. Raises NotFound."""
    known = _held(asked, t.claims.c.speaker, lambda told: name in told.split("; "))
    voices = _held(asked, t.origins.c.speaker, lambda told: told == name)
    said = _claims(asked, t.claims.c.speaker.in_(known))
    of_origins = sa.select(t.origins.c.event).where(t.origins.c.speaker.in_(voices))
    found = _profile(asked, said, Counter(row.outlet for row in said if row.outlet), of_origins)
    if not found.claims_in_all and not found.events_in_all:
        raise NotFound("nobody of that name speaks in this ledger", where=name)
    count = sa.func.count()
    parties = sa.select(t.origins.c.party).where(t.origins.c.speaker.in_(voices), t.origins.c.party.is_not(None))
    party = asked.conn.execute(parties.group_by(t.origins.c.party).order_by(count.desc(), t.origins.c.party).limit(1)).scalar()
    return msgspec.structs.replace(found, party=asked.outward.told(party))


def outlet(asked: Asked, name: str) -> Profile:
    """Whoever publishes, by the name as it is told. Raises NotFound."""
    names = _held(asked, t.reports.c.outlet, lambda told: told == name)
    if not names:
        raise NotFound("no outlet of that name is in this ledger", where=name)
    said = _claims(asked, t.revisions.c.outlet.in_(names))
    named = Counter(one for row in said for one in (row.speaker or "").split("; ") if one)
    reports, count = _reports(asked, names)
    return msgspec.structs.replace(
        _profile(asked, said, named),
        reports=reports,
        reports_in_all=count,
        repeats=_tallied(asked, _repeats(asked, names), name),
        repeated_by=_tallied(asked, _repeated_by(asked, names), name),
    )


def _held(asked: Asked, column: sa.Column[Any], fits: Callable[[str], bool]) -> list[str]:
    """The names in a column that, as they would be told, fit."""
    return [one for one in asked.conn.scalars(sa.select(column).distinct()) if one and fits(asked.outward.told(one))]


def _claims(asked: Asked, which: sa.ColumnElement[bool]) -> list[Any]:
    """The claims of current revisions, narrowly, newest first."""
    wanted = sa.select(t.claims.c.claim, t.claims.c.speaker, t.claims.c.place, t.revisions.c.outlet, t.revisions.c.said_at)
    wanted = wanted.join(t.revisions, t.revisions.c.revision == t.claims.c.revision)
    wanted = wanted.join(t.reports, t.reports.c.report == t.revisions.c.report)
    rows = asked.conn.execute(wanted.where(which, t.reports.c.latest == t.claims.c.revision)).all()
    return sorted(rows, key=lambda row: (row.said_at, row.claim), reverse=True)


def _profile(asked: Asked, said: Sequence[Any], others: Counter[str], *also: sa.Select[Any]) -> Profile:
    standings: Counter[Standing] = Counter()
    ids: set[str] = {event for query in also for event in asked.conn.scalars(query)}
    for chunk in some(row.claim for row in said):
        wanted = sa.select(t.answers.c.claim, t.answers.c.event, t.answers.c.standing).where(t.answers.c.claim.in_(chunk))
        found = {tuple(row) for row in asked.conn.execute(wanted)}
        ids |= {event for _, event, _ in found}
        standings.update(standing for _, standing in {(claim, standing) for claim, _, standing in found})
    return Profile(
        claims=tuple(_whole_claims(asked, [row.claim for row in said[: asked.most]])),
        claims_in_all=len(said),
        events=_newest(asked, ids),
        events_in_all=len(ids),
        standings=tuple((one, standings[one]) for one in ORDER if standings[one]),
        places=_tallied(asked, Counter(row.place for row in said if row.place)),
        others=_tallied(asked, others),
    )


def _whole_claims(asked: Asked, ids: Sequence[str]) -> list[LedgerClaim]:
    found: dict[str, LedgerClaim] = {}
    for chunk in some(ids):
        points = _queries.stored_points(asked.conn, chunk)
        for row in asked.conn.execute(_queries.claims_by_id_query(chunk)):
            found[row.claim] = asked.outward.told(_queries.claim(row, points.get(row.claim, ())))
    return [found[one] for one in ids if one in found]


def _newest(asked: Asked, ids: set[str]) -> tuple[Event, ...]:
    """The latest of some events, latest first."""
    ranks: list[tuple[bytes, str]] = []
    for chunk in some(sorted(ids)):
        wanted = sa.select(t.events.c.rank, t.events.c.event).where(t.events.c.event.in_(chunk))
        ranks += [(bytes(row.rank), row.event) for row in asked.conn.execute(wanted)]
    newest = [event for _, event in sorted(ranks, reverse=True)[: asked.most]]
    return tuple(map(asked.outward.told, _queries.events_by_id(asked.conn, newest)))


def _reports(asked: Asked, names: list[str]) -> tuple[tuple[ReportSummary, ...], int]:
    wanted = sa.select(t.reports.c.report).where(t.reports.c.outlet.in_(names)).order_by(t.reports.c.first_captured.desc())
    ids = asked.conn.scalars(wanted).all()
    found = {one.report: one for one in _queries.reports_by_id(asked.conn, ids[: asked.most])}
    return tuple(asked.outward.told(found[one]) for one in ids[: asked.most]), len(ids)


def _repeats(asked: Asked, names: list[str]) -> Counter[str]:
    """From whom; what no report is is a name itself."""
    source, carrier = t.reports.alias(), t.reports
    name = sa.func.coalesce(source.c.outlet, t.steps.c.end)
    wanted = sa.select(name, sa.func.count()).select_from(carrier).join(t.steps, t.steps.c.start == carrier.c.report)
    wanted = wanted.outerjoin(source, source.c.report == t.steps.c.end).where(carrier.c.outlet.in_(names))
    return _counter(asked, wanted.group_by(name))


def _repeated_by(asked: Asked, names: list[str]) -> Counter[str]:
    carrier = t.reports.alias()
    own = sa.select(t.reports.c.report).where(t.reports.c.outlet.in_(names))
    wanted = sa.select(carrier.c.outlet, sa.func.count()).select_from(t.steps)
    wanted = wanted.join(carrier, carrier.c.report == t.steps.c.start)
    wanted = wanted.where(t.steps.c.end.in_(own) | t.steps.c.end.in_(names), carrier.c.outlet.is_not(None))
    return _counter(asked, wanted.group_by(carrier.c.outlet))


def _counter(asked: Asked, query: sa.Select[Any, Any]) -> Counter[str]:
    return Counter({row[0]: row[1] for row in asked.conn.execute(query)})


def _tallied(asked: Asked, counts: Counter[str], but: str | None = None) -> Tallies:
    """By the names as they are told."""
    found: Counter[str] = Counter()
    for name, count in counts.items():
        found[asked.outward.told(name)] += count
    return tuple(sorted(((name, count) for name, count in found.items() if name != but), key=lambda pair: (-pair[1], pair[0])))
