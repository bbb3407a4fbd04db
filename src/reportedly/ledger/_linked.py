"""Links between reports, as people review them: whether one really has from the other what it carries.

A link is a step that was inferred: the same words, the same file, an address. Who is named as a source, and what a platform
forwards, is read and not inferred. In the log a link is its two reports, in pages and answers a revision of each, `REV~REV`,
which names nobody and holds no character that an address could not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import decode
from reportedly.ledger.values import Linked, LinkToReview, Review
from reportedly.model import Edge, Event, NotFound

INFERRED = ("text", "media", "link")
_NAME = re.compile(r"([0-9a-f]{12})~([0-9a-f]{12})")


def named(conn: sa.Connection, what: str) -> str:
    """A link in the log's words, from `REV~REV`; anything else as it is. Raises NotFound when a revision is unknown."""
    found = _NAME.fullmatch(what)
    return " ".join(_report_of(conn, one) for one in found.groups()) if found else what


def basis_of(conn: sa.Connection, what: str) -> str:
    """Names what there is to be seen of a link: the latest revisions of both reports. Raises NotFound."""
    return hashlib.sha256(msgspec.json.encode([_latest(conn, one).latest for one in what.split(" ")])).hexdigest()[:24]


def links(conn: sa.Connection, also: Iterable[str] = ()) -> Iterator[LinkToReview]:
    """The links that stand in events, each once, those of the newest reports first; before them `also`, which may be gone."""
    shown = set()
    for what in also:
        shown.add(what)
        with suppress(NotFound):  # a report may have been deleted since
            yield link(conn, what)
    newest = sa.select(t.steps.c.start, t.steps.c.end).distinct().add_columns(t.revisions.c.said_at)
    newest = newest.join(t.reports, t.reports.c.report == t.steps.c.start)
    newest = newest.join(t.revisions, t.revisions.c.revision == t.reports.c.latest)
    newest = newest.where(t.steps.c.end.in_(sa.select(t.reports.c.report)))
    for row in conn.execute(newest.order_by(t.revisions.c.said_at.desc(), t.steps.c.start, t.steps.c.end)).all():
        if f"{row.start} {row.end}" in shown or " " in row.start or " " in row.end:
            continue
        found = _link(conn, row.start, row.end)
        if found.kind in INFERRED:
            yield found


def link(conn: sa.Connection, what: str) -> LinkToReview:
    """One link, also when it no longer stands in any event; `kind` is then None. Raises NotFound."""
    start, _, end = named(conn, what).partition(" ")
    return _link(conn, start, end)


def _link(conn: sa.Connection, start: str, end: str) -> LinkToReview:
    one, other = _linked(_latest(conn, start)), _linked(_latest(conn, end))
    event, edge = _edge(conn, start, end)
    return LinkToReview(
        link=f"{one.revision}~{other.revision}",
        start=one,
        end=other,
        kind=edge.kind if edge else None,
        score=edge.score if edge else None,
        evidence=edge.evidence if edge else None,
        event=event.id if event else None,
        title=event.title if event else None,
        review=Review(what=f"{start} {end}"),
    )


def _edge(conn: sa.Connection, start: str, end: str) -> tuple[Event | None, Edge | None]:
    """The strongest step between two reports, in the first event that has one."""
    events = sa.select(t.events.c.body).join(t.steps, t.steps.c.event == t.events.c.event)
    events = events.where(t.steps.c.start == start, t.steps.c.end == end).order_by(t.events.c.event)
    for body in conn.scalars(events.limit(1)):
        event = decode(body, Event)
        found = [edge for origin in event.origins for edge in origin.edges if (edge.start, edge.end) == (start, end)]
        return event, max(found, key=lambda edge: edge.score, default=None)
    return None, None


def _linked(row: Any) -> Linked:
    return Linked(revision=row.latest, report=row.report, outlet=row.outlet, title=row.title, said_at=row.said_at)


def _latest(conn: sa.Connection, report: str) -> Any:
    wanted = sa.select(t.reports.c.report, t.reports.c.latest, t.reports.c.outlet, t.reports.c.title, t.revisions.c.said_at)
    wanted = wanted.join(t.revisions, t.revisions.c.revision == t.reports.c.latest).where(t.reports.c.report == report)
    row = conn.execute(wanted).first()
    if row is None:
        raise NotFound("no such link", where=report)
    return row


def _report_of(conn: sa.Connection, revision: str) -> str:
    found = conn.execute(sa.select(t.revisions.c.report).where(t.revisions.c.revision == revision)).scalar()
    if found is None:
        raise NotFound("no such link", where=revision)
    return str(found)
