"""The formats by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from reportedly.publish import _feeds
from reportedly.publish._content import Content, Format
from reportedly.publish.linked import _annotations, _ftm, _geojson, _jsonld
from reportedly.publish.tables import _acled, _said, _tidy, _ucdp
from reportedly.publish.tables._csv import Table, csv_lines, csvw
from reportedly.publish.tables._parquet import parquet_pieces

CSV = "text/csv; charset=utf-8; header=present"
PARQUET = "application/vnd.apache.parquet"
Rows = Callable[[Content], Iterator[Any]]


def _csvw(content: Content) -> Iterator[str]:
    tables = [table for table, _, _, _ in _TABLES]
    yield msgspec.json.format(msgspec.json.encode(csvw(tables)), indent=1).decode() + "\n"


def encoded(pieces: Iterable[str | bytes]) -> Iterator[bytes]:
    """What a format writes, as bytes."""
    return (piece.encode() if isinstance(piece, str) else piece for piece in pieces)


_TABLES: tuple[tuple[Table[Any], Rows, str, str], ...] = (
    (
        _tidy.CLAIMS, lambda c: _tidy.claim_rows(c.claims(), exact=c.exact),
        "one row a claim: who said what, where, when, in which words",
        "claims of earlier revisions; places after the first keep only their names; the spans of fields other than the claim's "
        "own",
    ),
    (
        _said.STATEMENTS, lambda c: _said.statement_rows(c.observed()),
        "one row a statement: who is quoted, by which words, saying what",
        "the spans of source, cue, medium and addressee; the text around; earlier revisions",
    ),
    (
        _tidy.EVENTS, lambda c: _tidy.event_rows(c.events(), exact=c.exact),
        "one row an event: where, when, how it stands, what it rests on",
        "points, origins, revisions and judgements, except their counts",
    ),
    (
        _tidy.ORIGINS, lambda c: _tidy.origin_rows(c.events()),
        "one row an origin: who uttered it, and which reports carry it",
        "the scores and words of the links to carriers",
    ),
    (
        _said.REPORTS, lambda c: iter(c.reports()),
        "one row a report: who published it, when, how often it was captured and changed",
        "texts, authors, links, media and earlier revisions",
    ),
    (
        _tidy.POINTS, lambda c: _tidy.answer_rows(c.events()),
        "one row an answer to a point: value, range, who gives it, how the point stands",
        "nothing of points and answers",
    ),
    (
        _acled.ACLED, _acled.acled_rows,
        "one row an event in ACLED's columns, with standing, range of deaths and origins beside",
        "events that are only denied, threatened, planned, withdrawn or refuted; who said what; the end of a span of days",
    ),
    (
        _ucdp.UCDP, _ucdp.ucdp_rows,
        "one row an event with claimed deaths in UCDP GED's columns; low and high as claimed, best only as judged",
        "events without claimed deaths, and those that acled.csv leaves out; who said what number",
    ),
)  # fmt: skip
_SHAPED = ("acled", "ucdp")
"""In the columns of others, whose scripts read CSV."""


def _csv(table: Table[Any], rows: Rows, about: str, loses: str) -> Format:
    name = f"{table.name}.csv"
    return Format(
        name=name, file=name, media_type=CSV, about=about, loses=loses, whole=table.name in _WHOLE,
        write=lambda content: csv_lines(table, rows(content)),
    )  # fmt: skip


def _parquet(table: Table[Any], rows: Rows, about: str, loses: str) -> Format:
    name = f"{table.name}.parquet"
    return Format(
        name=name, file=name, media_type=PARQUET, about=f"{about} (typed columns)", loses=loses, whole=table.name in _WHOLE,
        write=lambda content: parquet_pieces(table, rows(content), loses=loses),
    )  # fmt: skip


_WHOLE = ("statements", "reports")
_OTHERS = (
    Format(
        name="csvw", file="csv-metadata.json", media_type="application/csvm+json", write=_csvw,
        about="what every column of the tables means (CSV on the Web); needs no ledger",
        loses="it holds no data",
    ),
    Format(
        name="geojson", file="events.geojson", media_type="application/geo+json", write=_geojson.geojson,
        about="events as features; areas and places of civilians are coarse and say so",
        loses="answers, origins, revisions and judgements",
    ),
    Format(
        name="jsonld", file="ledger.jsonld", media_type="application/ld+json", write=_jsonld.jsonld,
        about="schema.org claims and events, PROV for origins, carriers and revisions",
        loses="judgements; spans of single fields; whether an edit was declared",
    ),
    Format(
        name="ftm", file="entities.ftm.json", media_type="application/x-ndjson", write=_ftm.ftm,
        about="FollowTheMoney entities: events, speakers as origins, articles, claims as notes",
        loses="spans, answers, actors, earlier revisions and judgements",
    ),
    Format(
        name="annotations", file="annotations.jsonld", media_type="application/ld+json", write=_annotations.annotation_page,
        about="W3C Web Annotations: the words of every statement, claim and field, by quotation and position", whole=True,
        loses="events, origins and standings; what words were resolved to",
    ),
    Format(
        name="atom", file="changes.atom", media_type="application/atom+xml", write=_feeds.atom,
        about="changes of standings between two moments (--since, --as-of)",
        loses="all but standings and their reasons",
    ),
    Format(
        name="jsonfeed", file="changes.json", media_type="application/feed+json", write=_feeds.jsonfeed,
        about="the same as JSON Feed 1.1",
        loses="all but standings and their reasons",
    ),
    Format(
        name="ledger", file="ledger.zip", media_type="application/zip", write=lambda content: iter(content.log()),
        about="the whole ledger: log, contents, checkpoints, originals; `reportedly import` makes the same ledger of it",
        loses="nothing but the private signing key, which never leaves; what was redacted stays redacted", whole=True,
    ),
)  # fmt: skip
_ALL = (
    *(_csv(*entry) for entry in _TABLES),
    *(_parquet(*entry) for entry in _TABLES if entry[0].name not in _SHAPED),
    *_OTHERS,
)

FORMATS: dict[str, Format] = {form.name: form for form in _ALL}
