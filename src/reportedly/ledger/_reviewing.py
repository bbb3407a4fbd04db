"""Review: people look at how points stand and at who has it from whom, and sign. Every step is an entry of the log.

A sign-off rests on what was there to be seen: when a cited report has a new revision, or the answers change, it is stale and
the point, or the link, is open again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _linked, _log
from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import UndoBody, decode, judgement_draft
from reportedly.ledger._log import Draft
from reportedly.ledger._signing import ReviewBody, checked, is_link, review
from reportedly.ledger.values import LinkToReview, Review, Reviewed, Step, ToReview
from reportedly.model import Answer, Decision, Event, Judgement, LedgerError, NotFound, Point

_FIRST = ("contested", "agreed across parties", "corroborated", "single origin", "unattributed", "withdrawn")
"""In which order points wait. What a person confirmed or refuted waits only when its sign-off is stale."""


def draft(body: ReviewBody) -> Draft:
    return Draft("review", body.id, msgspec.json.encode(body))


def steps(conn: sa.Connection, what: str | None = None) -> dict[str, list[tuple[ReviewBody, bool]]]:
    """The steps of each point in the log's order, each with whether it was taken back."""
    undone = {decode(one.body, UndoBody).judgement for one in _log.read(conn, kind="undo") if one.body}
    found: dict[str, list[tuple[ReviewBody, bool]]] = {}
    for one in _log.read(conn, kind="review"):
        if one.body and (body := decode(one.body, ReviewBody)) and what in (None, body.what):
            found.setdefault(body.what, []).append((body, body.id in undone))
    return found


def _basis(conn: sa.Connection, what: str) -> str:
    """Names what there is to be seen of a point or of a link. Raises NotFound."""
    return _linked.basis_of(conn, what) if is_link(what) else basis_of(conn, point_of(conn, what)[1])


def basis_of(conn: sa.Connection, point: Point) -> str:
    """Names what there is to be seen of a point: its answers, and the latest revisions of the reports that are cited."""
    cited = sorted({claim.partition("/")[0] for answer in point.answers for claim in answer.claims})
    latest: set[str] = set()
    for start in range(0, len(cited), 500):
        reports = sa.select(t.revisions.c.report).where(t.revisions.c.revision.in_(cited[start : start + 500]))
        latest.update(conn.scalars(sa.select(t.reports.c.latest).where(t.reports.c.report.in_(reports))))
    told = ([_seen(answer) for answer in point.answers], sorted(latest))
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:24]


def _seen(answer: Answer) -> tuple[str, str, list[str]]:
    return answer.value, answer.polarity, sorted(answer.claims)


def point_of(conn: sa.Connection, what: str) -> tuple[Event, Point]:
    """The point with this id, and its event. Raises NotFound."""
    row = conn.execute(sa.select(t.answers.c.event).where(t.answers.c.point == what).limit(1)).first()
    body = row and conn.execute(sa.select(t.events.c.body).where(t.events.c.event == row.event)).scalar()
    if body:
        event = decode(body, Event)
        for point in event.points:
            if point.id == what:
                return event, point
    raise NotFound("no such point", where=what)


def waiting(conn: sa.Connection, limit: int, after: int) -> list[ToReview]:
    """A page of what is to be reviewed, contested points first; `after` so many of them. What is signed off is left out."""
    told = steps(conn)
    done = {what for what, body in told.items() if not is_link(what) and _where(conn, what, body).state == "signed off"}
    rank = sa.case({name: number for number, name in enumerate(_FIRST)}, value=t.answers.c.standing, else_=len(_FIRST))
    query = sa.select(t.answers.c.point, t.answers.c.event, t.answers.c.question, t.answers.c.standing).distinct()
    found, skipped = [], 0
    for row in conn.execute(query.order_by(rank, t.answers.c.event, t.answers.c.point).execution_options(yield_per=500)):
        if row.point in done or (row.standing not in _FIRST and row.point not in told):
            continue
        skipped += 1
        if skipped > after:
            title = conn.execute(sa.select(t.events.c.body).where(t.events.c.event == row.event)).scalar()
            state = _where(conn, row.point, told.get(row.point, ()))
            found.append(
                ToReview(row.point, row.event, decode(title, Event).title if title else "", row.question, row.standing, state)
            )
        if len(found) == limit:
            break
    return found


def state_of(conn: sa.Connection, what: str) -> Review:
    """Where a point or a link is in review. Raises NotFound."""
    what = _linked.named(conn, what)
    return review(what, steps(conn, what).get(what, ()), _basis(conn, what))


def links_waiting(conn: sa.Connection, limit: int, after: int) -> list[LinkToReview]:
    """A page of the links that wait, those of the newest reports first; also those whose sign-off is stale."""
    told = {what: _where(conn, what, body) for what, body in steps(conn).items() if is_link(what)}
    stale = [what for what, found in told.items() if found.stale]
    done = {what for what, found in told.items() if found.state == "signed off"}
    found: list[LinkToReview] = []
    for number, one in enumerate(one for one in _linked.links(conn, stale) if one.review.what not in done):
        if number >= after:
            found.append(msgspec.structs.replace(one, review=told.get(one.review.what, one.review)))
        if len(found) == limit:
            break
    return found


def stepped(
    conn: sa.Connection, id_: str, what: str, step: Step, by: str, at: str, reason: str, verdict: Decision | None, people: int
) -> list[Draft]:
    """The entries of a step: itself, and the judgement when it completes a sign-off. Raises NotFound, LedgerError."""
    what = _linked.named(conn, what)
    before, basis = steps(conn, what).get(what, []), _basis(conn, what)
    body = ReviewBody(id_, what, step, by, at, reason, basis, people, verdict if step == "sign" else None)
    if step != "sign":
        return [draft(body)]
    checked(review(what, before, basis), by, verdict or "same")
    after = review(what, [*before, (body, False)], basis)
    if after.state != "signed off":
        return [draft(body)]
    names = ", ".join(one.by for one in after.signatures)
    made = Judgement(id=f"j{int(id_[1:]) + 1}", by=names, at=at, what=what, decision=verdict or "unsure", reason=reason)
    return [draft(msgspec.structs.replace(body, judgement=made.id)), judgement_draft(made)]


def undoable(conn: sa.Connection, step_id: str) -> str | None:
    """The judgement that a step made, if any still stands. Raises NotFound; LedgerError when the step is undone already."""
    for told_ in steps(conn).values():
        for body, undone in told_:
            if body.id == step_id:
                if undone:
                    raise LedgerError("was undone already", where=step_id)
                gone = sa.select(t.judgements.c.undone_at).where(t.judgements.c.judgement == (body.judgement or ""))
                return body.judgement if body.judgement and conn.execute(gone).scalar() is None else None
    raise NotFound("no such step", where=step_id)


def told(conn: sa.Connection) -> Iterator[Reviewed]:
    """All steps as the audit shows them."""
    found = steps(conn)
    open_ = (_where(conn, what, told_) for what, told_ in found.items())
    hidden = {one.id for review_ in open_ if review_.state == "needs second" for one in review_.signatures}
    for body, undone in sorted((pair for told_ in found.values() for pair in told_), key=lambda pair: int(pair[0].id[1:])):
        seal = body.id in hidden
        verdict, reason = (None, "") if seal else (body.verdict, body.reason)
        yield Reviewed(
            id=body.id,
            what=body.what,
            step=body.step,
            by=body.by,
            at=body.at,
            reason=reason,
            verdict=verdict,
            undone=undone,
            sealed=seal,
        )


def _where(conn: sa.Connection, what: str, told: Iterable[tuple[ReviewBody, bool]]) -> Review:
    if not told:
        return Review(what=what)
    try:
        basis = _basis(conn, what)
    except NotFound:
        basis = ""
    return review(what, told, basis)
