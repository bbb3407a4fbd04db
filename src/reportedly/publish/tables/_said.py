"""The tidy tables of what was published: reports, and the statements in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from reportedly.ledger.values import ReportSummary
from reportedly.model import Claim, Observed, Revision, Statement
from reportedly.publish.tables._csv import Column, Table


class StatementRow(msgspec.Struct, frozen=True):
    """A statement in the revision that it stands in, with the claims that it makes."""

    revision: Revision
    id: str
    statement: Statement
    claims: tuple[Claim, ...]

    def within(self, id_: str) -> str:
        """The ledger's name of a thing of this revision."""
        return f"{self.id}/{id_}"


def statement_rows(observed: Iterable[Observed]) -> Iterator[StatementRow]:
    for one in observed:
        id_ = one.revision.id
        for statement in one.reading.statements:
            claims = tuple(claim for claim in one.reading.claims if claim.statement == statement.id)
            yield StatementRow(one.revision, id_, statement, claims)


def _said_at(row: StatementRow) -> str:
    return (row.revision.published_at or row.revision.captured_at).isoformat().replace("+00:00", "Z")


STATEMENTS: Table[StatementRow] = Table(
    name="statements",
    about="One row for each statement of every report's current revision: who is quoted, by which words, saying what.",
    key=("statement",),
    columns=(
        Column("statement", "The statement: revision/statement.", lambda r: r.within(r.statement.id)),
        Column("report", "The report it stands in.", lambda r: r.revision.report),
        Column("revision", "The captured state of the report.", lambda r: r.id),
        Column("outlet", "Who published the report.", lambda r: r.revision.outlet),
        Column("said_at", "When it was published, or captured if that is not known; UTC.", _said_at, "dateTime"),
        Column("part", "headline, lead, sources, body, update or background.", lambda r: r.statement.part),
        Column("quote", "direct, indirect or mixed.", lambda r: r.statement.quote),
        Column("source_words", "The words that name who speaks; empty: nobody is named.",
               lambda r: r.statement.source and r.statement.source.text),
        Column("speakers", "Whom these words mean: the fullest names in the report.",
               lambda r: r.statement.source.speakers if r.statement.source else (), many=True),
        Column("cue", "The word that attributes: said, denied ...", lambda r: r.statement.cue and r.statement.cue.text),
        Column("negated", "Whether the cue itself is negated: did not say.", lambda r: r.statement.negated, "boolean"),
        Column("content", "What is said, verbatim; a broken quote has several parts.",
               lambda r: tuple(part.text for part in r.statement.content), many=True),
        Column("content_spans", "Where the parts stand in the revision's text: START-END in code points, exclusive.",
               lambda r: tuple(f"{part.start}-{part.end}" for part in r.statement.content), many=True),
        Column("start", "Where the whole statement begins, in code points.", lambda r: r.statement.start, "integer"),
        Column("end", "Where it ends, exclusive.", lambda r: r.statement.end, "integer"),
        Column("medium", "By which way it was said: telegram, video, statement ...",
               lambda r: r.statement.medium and r.statement.medium.kind),
        Column("medium_words", "The words that name the way.", lambda r: r.statement.medium and r.statement.medium.text),
        Column("addressee", "The words that name to whom.", lambda r: r.statement.addressee and r.statement.addressee.text),
        Column("parent", "The statement in which it is nested.",
               lambda r: r.within(r.statement.parent) if r.statement.parent else None),
        Column("claims", "The claims it makes.", lambda r: tuple(r.within(claim.id) for claim in r.claims), many=True),
    ),
)  # fmt: skip

REPORTS: Table[ReportSummary] = Table(
    name="reports",
    about="One row for each report: one published item of an outlet, as its latest captured state shows it.",
    key=("report",),
    columns=(
        Column("report", "The report.", lambda r: r.report),
        Column("outlet", "Who published it.", lambda r: r.outlet),
        Column("title", "Its headline.", lambda r: r.title),
        Column("url", "Where it was published.", lambda r: r.url),
        Column("published_at", "When it was published; empty: not known; UTC.", lambda r: r.published_at, "dateTime"),
        Column("first_captured", "When it was first captured; UTC.", lambda r: r.first_captured, "dateTime"),
        Column("last_captured", "When it was last captured; UTC.", lambda r: r.last_captured, "dateTime"),
        Column("n_revisions", "States of different words that were captured.", lambda r: r.revisions, "integer"),
        Column("n_claims", "Claims of its latest state.", lambda r: r.claims, "integer"),
        Column("latest", "Its latest revision.", lambda r: r.latest),
    ),
)  # fmt: skip
