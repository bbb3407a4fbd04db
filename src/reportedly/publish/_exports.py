"""The formats by name."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from reportedly.publish import _acled, _feeds, _geojson, _jsonld, _tables
from reportedly.publish._content import Content, Format
from reportedly.publish._csv import csvw

CSV = "text/csv; charset=utf-8; header=present"


def _csvw(content: Content) -> Iterator[str]:
    tables = (_tables.CLAIMS, _tables.EVENTS, _tables.ORIGINS, _tables.POINTS, _acled.ACLED)
    yield msgspec.json.format(msgspec.json.encode(csvw(tables)), indent=1).decode() + "\n"


_ALL = (
    Format(
        name="claims.csv", media_type=CSV, write=_tables.claims_csv,
        about="one row a claim: who said what, where, when, in which words",
        loses="places after the first keep only their names; the spans of fields other than the claim's own",
    ),
    Format(
        name="events.csv", media_type=CSV, write=_tables.events_csv,
        about="one row an event: where, when, how it stands, what it rests on",
        loses="points, origins, revisions and judgements, except their counts",
    ),
    Format(
        name="origins.csv", media_type=CSV, write=_tables.origins_csv,
        about="one row an origin: who uttered it, and which reports carry it",
        loses="the scores and words of the links to carriers",
    ),
    Format(
        name="points.csv", media_type=CSV, write=_tables.points_csv,
        about="one row an answer to a point: value, range, who gives it, how the point stands",
        loses="nothing of points and answers",
    ),
    Format(
        name="acled.csv", media_type=CSV, write=_acled.acled_csv,
        about="one row an event in ACLED's columns, with standing, range of deaths and origins beside",
        loses="events that are only denied, threatened, planned, withdrawn or refuted; who said what; the end of a span of days",
    ),
    Format(
        name="csvw", media_type="application/csvm+json", write=_csvw,
        about="what every column of the CSV files means (CSV on the Web); needs no ledger",
        loses="it holds no data",
    ),
    Format(
        name="geojson", media_type="application/geo+json", write=_geojson.geojson,
        about="events as features; areas and places of civilians are coarse and say so",
        loses="answers, origins, revisions and judgements",
    ),
    Format(
        name="jsonld", media_type="application/ld+json", write=_jsonld.jsonld,
        about="schema.org claims and events, PROV for origins, carriers and revisions",
        loses="judgements; spans of single fields; whether an edit was declared",
    ),
    Format(
        name="atom", media_type="application/atom+xml", write=_feeds.atom,
        about="changes of standings between two moments (--since, --as-of)",
        loses="all but standings and their reasons",
    ),
    Format(
        name="jsonfeed", media_type="application/feed+json", write=_feeds.jsonfeed,
        about="the same as JSON Feed 1.1",
        loses="all but standings and their reasons",
    ),
)  # fmt: skip

FORMATS: dict[str, Format] = {form.name: form for form in _ALL}
