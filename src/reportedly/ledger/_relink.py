"""The views across reports: events and what their points answer. Linking decides, the ledger stores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _log
from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import decode, decode_reading
from reportedly.ledger._media import matches_of_revisions
from reportedly.ledger._times import moment
from reportedly.ledger._views import column
from reportedly.ledger.values import StandsAt, State
from reportedly.model import Event, Judgement, Observed, Revision

Linker = Callable[[Iterable[Observed], Iterable[Judgement]], tuple[Event, ...]]

_LINKED = "linked"


def default_linker() -> Linker:
    """The linking that ships with the package, with the parties of all packs: the shipped ones and the user's."""
    from reportedly.linking import link
    from reportedly.packs import default_registry

    registry = default_registry()
    return lambda observed, judgements: link(observed, judgements, registry)


def relink(conn: sa.Connection, linker: Linker) -> None:
    """Derives the events again from all that the other views hold, and notes up to which entry they were derived."""
    events = linker(observed(conn), judgements(conn))
    answers = {(claim, stands.point): {"claim": claim, **msgspec.to_builtins(stands)} for claim, stands in standings(events)}
    for table in (t.events, t.answers, t.state):
        conn.execute(sa.delete(table))
    if events:
        conn.execute(sa.insert(t.events), [_row(position, event) for position, event in enumerate(events)])
    if answers:
        conn.execute(sa.insert(t.answers), list(answers.values()))
    conn.execute(sa.insert(t.state), {"name": _LINKED, "size": _log.size(conn)})


def behind(conn: sa.Connection) -> int:
    """How many entries were logged since the events were last derived."""
    linked = conn.execute(sa.select(t.state.c.size).where(t.state.c.name == _LINKED)).scalar() or 0
    return _log.size(conn) - linked


def state(conn: sa.Connection) -> State:
    """How long the log is, how far the events are behind it, and when its last entry was made."""
    last = conn.execute(sa.select(t.checkpoints.c.at).order_by(t.checkpoints.c.size.desc()).limit(1)).scalar()
    return State(entries=_log.size(conn), behind=behind(conn), last_entry=last)


def observed(conn: sa.Connection, as_of: str | None = None) -> Iterator[Observed]:
    """All revisions with their latest readings; only those captured up to a moment, when one is given."""
    wanted = observed_query()
    if as_of is not None:
        wanted = wanted.where(t.revisions.c.captured_at <= as_of)
    alike = matches_of_revisions(conn)
    for row in conn.execute(wanted):
        revision = decode(row.revision, Revision)
        first = moment(row.captured_at)
        if revision.captured_at != first:
            revision = msgspec.structs.replace(revision, captured_at=first)
        yield Observed(revision, decode_reading(row.reading, revision), alike.get(row.id, ()))


def observed_query() -> sa.Select[Any]:
    """Revisions with their latest readings, by first capture."""
    said, read = t.contents.alias(), t.contents.alias()
    wanted = sa.select(
        t.revisions.c.revision.label("id"), t.revisions.c.captured_at, said.c.body.label("revision"), read.c.body.label("reading")
    )
    wanted = wanted.join(t.readings, t.readings.c.revision == t.revisions.c.revision)
    wanted = wanted.join(said, said.c.seq == t.revisions.c.seq).join(read, read.c.seq == t.readings.c.seq)
    return wanted.order_by(t.revisions.c.captured_at, t.revisions.c.revision)


def judgements(conn: sa.Connection, as_of: str | None = None) -> tuple[Judgement, ...]:
    """The judgements in their order, with those undone marked; as they were at a moment, when one is given."""
    wanted = sa.select(t.judgements).order_by(t.judgements.c.seq)
    if as_of is not None:
        wanted = wanted.where(t.judgements.c.at <= as_of)
    return tuple(_judgement(row, as_of) for row in conn.execute(wanted))


def standings(events: Iterable[Event]) -> Iterator[tuple[str, StandsAt]]:
    """Every claim with every point that it answers."""
    for event in events:
        for point in event.points:
            stands = StandsAt(event.id, point.id, point.question, point.standing)
            for answer in point.answers:
                for claim in answer.claims:
                    yield claim, stands


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


def _row(position: int, event: Event) -> dict[str, Any]:
    return {
        "event": event.id,
        "position": position,
        "event_type": event.event_type,
        "place": column(event.place.name) if event.place else None,
        "time_from": event.time.first if event.time else None,
        "time_to": event.time.last if event.time else None,
        "body": msgspec.json.encode(event),
    }
