"""What a judgement is about: the things a person names, found in the views."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._queries import one, stored_events
from reportedly.model import Event, LedgerError, NotFound


def resolved(conn: sa.Connection, what: str) -> str:
    """The full ids of what is named: one thing, or several separated by spaces. Raises NotFound for the first unknown."""
    whole = _id(conn, what)
    if whole is not None:
        return whole
    ids = []
    for name in what.split():
        found = _id(conn, name)
        if found is None:
            raise NotFound("no such event, point, origin, claim, revision or report", where=name)
        ids.append(found)
    if not ids:
        raise NotFound("nothing is named")
    return " ".join(ids)


def standing(conn: sa.Connection, judgement_id: str) -> None:
    """Raises NotFound when there is no such judgement, LedgerError when it is undone already."""
    wanted = sa.select(t.judgements.c.judgement, t.judgements.c.undone_at).where(t.judgements.c.judgement == judgement_id)
    row = conn.execute(wanted).first()
    if row is None:
        raise NotFound("no such judgement", where=judgement_id)
    if row.undone_at is not None:
        raise LedgerError(f"was undone already, at {row.undone_at}", where=judgement_id)


def _id(conn: sa.Connection, name: str) -> str | None:
    for column in (t.answers.c.point, t.claims.c.claim, t.revisions.c.revision, t.reports.c.report):
        if conn.execute(sa.select(column).where(column == name).limit(1)).first():
            return name
    try:
        return one(stored_events(conn, name), name).id
    except NotFound:
        return name if any(name in _inside(event) for event in _of_parts(conn, name)) else None


def _of_parts(conn: sa.Connection, name: str) -> Iterator[Event]:
    """The event whose origin or point the name may be: its id begins the name."""
    event = sa.select(t.events.c.event).where(sa.literal(name).startswith(t.events.c.event)).limit(1)
    id_ = conn.execute(sa.select(t.events.c.event).where(t.events.c.event == name.partition(".")[0])).scalar()
    id_ = id_ or conn.execute(event).scalar()
    return stored_events(conn, id_) if id_ else iter(())


def _inside(event: Event) -> set[str]:
    return {origin.id for origin in event.origins} | {point.id for point in event.points}
