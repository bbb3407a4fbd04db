"""Geoparsing end to end: names found by the shipped reader, then resolved, against gold of the same corpora (measure only)."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence

from evals._harness import Score, f1, fingerprint, interval, shared
from evals._reading import read_text
from evals.places import Row, _near, gold
from reportedly.model import Place

CORPORA = ("tr_news", "lgl", "geowebnews")
Counts = tuple[int, int, int, int]
"""Names found that overlap gold, names found, gold, gold answered within 161 km."""


def run() -> list[Score]:
    """One document in N of each corpus with REPORTEDLY_EVERY=N: reading whole texts takes time."""
    every = int(os.environ.get("REPORTEDLY_EVERY", "1"))
    found = []
    for name in CORPORA:
        path = shared("data", "geo", f"{name}.dev.jsonl.gz")
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            rows = [json.loads(line) for line in handle][::every]
        counts = [_counts(row) for row in rows]
        data = fingerprint(path) + (f"/{every}" if every > 1 else "")
        for metric, measure, goal in (("recognition F1", _f1, None), ("within 161 km of all gold", _correct, 42.0)):
            low, high = interval(counts, measure)
            found.append(Score(f"geoparsing {name} dev, end to end", metric, measure(counts), low, high, goal, data))
    return found


def _counts(row: Row) -> Counts:
    places = [p for p in read_text(row["text"]).places if p.text[:1].isupper()]
    spans = gold(row)
    hit = sum(any(_overlap(p, s) for s in spans) for p in places)
    right = sum(any(_overlap(p, s) and _near(s, p) for p in places) for s in spans)
    return hit, len(places), len(spans), right


def _overlap(place: Place, span: Row) -> bool:
    return bool(place.start < span["end"] and span["start"] < place.end)


def _f1(chosen: Sequence[Counts]) -> float:
    return f1(sum(c[0] for c in chosen), sum(c[1] for c in chosen), sum(c[2] for c in chosen))


def _correct(chosen: Sequence[Counts]) -> float:
    return 100.0 * sum(c[3] for c in chosen) / max(1, sum(c[2] for c in chosen))
