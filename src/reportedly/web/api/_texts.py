"""What was taken in: reports, their revisions, the statements in them, and search by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from starlette.responses import Response

from reportedly.ledger import ReportSummary, moment
from reportedly.model import NotFound, Reading, Revision, Statement
from reportedly.web._search import hit
from reportedly.web.api import _parameters as ask
from reportedly.web.api._cursors import Page, page
from reportedly.web.api._documents import gives
from reportedly.web.api._here import Here, Reads
from reportedly.web.api._values import Found, RevisionOf, StatementOf

router = APIRouter(tags=["texts"])


@router.get("/reports", **gives(Page[ReportSummary]))
def reports(
    here: Reads,
    as_of: ask.AsOf = None,
    outlet: ask.OutletName = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """What outlets published, each as its latest revision shows it; first captured first."""

    def found() -> Iterable[ReportSummary]:
        return (one for one in here.ledger.reports(as_of) if outlet in (None, one.outlet))

    return here.give(page(here.request, found, lambda one: one.report, cursor=cursor, limit=limit))


@router.get("/reports/{report:path}", **gives(ReportSummary))
def report(here: Reads, report: ask.Name, as_of: ask.AsOf = None) -> Response:
    """One report, by its id."""
    return here.give(_report(here, report, as_of))


@router.get("/revisions", **gives(Page[RevisionOf]))
def revisions(
    here: Reads,
    report: ask.ReportId = None,
    as_of: ask.AsOf = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """The captured states of a report, or of all; first captured first."""

    def found() -> Iterator[RevisionOf]:
        chosen = [_report(here, report, as_of)] if report else here.ledger.reports(as_of)
        until = moment(as_of, end=True) if as_of else None
        for one in chosen:
            for revision in here.ledger.revisions(one.report):
                if until is None or revision.captured_at <= until:
                    yield RevisionOf(id=revision.id, revision=revision)

    return here.give(page(here.request, found, lambda one: one.id, cursor=cursor, limit=limit))


@router.get("/revisions/{revision}", **gives(RevisionOf))
def revision(here: Reads, revision: ask.Name, as_of: ask.AsOf = None) -> Response:
    """One captured state of a report, with its text."""
    found = _revision(here, revision, as_of)
    return here.give(RevisionOf(id=found.id, revision=found))


@router.get("/revisions/{revision}/reading", **gives(Reading))
def reading(here: Reads, revision: ask.Name, as_of: ask.AsOf = None) -> Response:
    """All that was read in a revision, each field with its span: the contract of `reportedly read --json`."""
    _revision(here, revision, as_of)
    return here.give(here.ledger.reading(revision))


@router.get("/statements", **gives(Page[StatementOf]))
def statements(
    here: Reads,
    as_of: ask.AsOf = None,
    report: ask.ReportId = None,
    revision: ask.RevisionId = None,
    speaker: ask.Speaker = None,
    outlet: ask.OutletName = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """Who said something, with source, cue and content as spans; in each report's current revision, or in the one named."""

    def found() -> Iterator[StatementOf]:
        for name in _readable(here, as_of, report, revision, outlet):
            seen = here.ledger.observed(name)
            for statement in seen.reading.statements:
                if _speaks(statement, speaker):
                    yield _statement(name, seen.revision, statement)

    return here.give(page(here.request, found, lambda one: one.id, cursor=cursor, limit=limit))


@router.get("/search", **gives(Page[Found]))
def search(
    here: Reads, q: ask.Words, as_of: ask.AsOf = None, cursor: ask.Cursor = None, limit: ask.Limit = ask.USUAL_LIMIT
) -> Response:
    """The revisions whose title or text has all the words, best first."""

    def found() -> Iterator[Found]:
        until = moment(as_of, end=True) if as_of else None
        for one in here.ledger.search(q, limit=_MOST_FOUND) if q.strip() else ():
            if until is None or one.captured_at <= until:
                yield _found(one, q)

    return here.give(page(here.request, found, lambda one: one.revision, cursor=cursor, limit=limit))


_MOST_FOUND = 1000
"""Texts that a search looks at."""


def _found(one: Revision, q: str) -> Found:
    shown = hit(one, q)
    return Found(
        revision=one.id,
        report=one.report,
        title=one.title,
        outlet=one.outlet,
        published_at=shown.published_at,
        snippet="".join(text for text, _ in shown.snippet),
    )


def _report(here: Here, report: str, as_of: str | None) -> ReportSummary:
    for one in here.ledger.reports(as_of):
        if one.report == report:
            return one
    raise NotFound("no such report", where=report)


def _revision(here: Here, revision: str, as_of: str | None) -> Revision:
    found = here.ledger.revision(revision)
    if as_of and found.captured_at > moment(as_of, end=True):
        raise NotFound("no such revision yet", where=revision)
    return found


def _readable(here: Here, as_of: str | None, report: str | None, revision: str | None, outlet: str | None) -> Iterator[str]:
    """The ids of the revisions whose statements are wanted."""
    if revision:
        found = _revision(here, revision, as_of)
        if report in (None, found.report) and outlet in (None, found.outlet):
            yield revision
        return
    for one in [_report(here, report, as_of)] if report else here.ledger.reports(as_of):
        if outlet in (None, one.outlet):
            yield one.latest


def _speaks(statement: Statement, speaker: str | None) -> bool:
    if speaker is None:
        return True
    source = statement.source
    return source is not None and any(speaker.casefold() in name.casefold() for name in (source.text, *source.speakers))


def _statement(name: str, revision: Revision, statement: Statement) -> StatementOf:
    return StatementOf(
        id=f"{name}/{statement.id}",
        report=revision.report,
        revision=name,
        outlet=revision.outlet,
        published_at=revision.published_at.isoformat() if revision.published_at else None,
        statement=statement,
    )
