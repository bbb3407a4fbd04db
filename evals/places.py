"""Places of gold spans against four public corpora (measure only); every toponym counts, an unresolved one is wrong."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from evals._harness import Score, fingerprint, interval, shared
from reportedly.model import Place
from reportedly.reading.places import Gazetteer, Home, default_gazetteer, resolve
from reportedly.reading.places._names import key
from reportedly.reading.places._score import km

Row = dict[str, Any]
GOALS: dict[str, tuple[float | None, float | None]] = {
    "tr_news": (89, 93), "lgl": (90, 92), "geowebnews": (82, 88), "geovirus": (None, None),
}  # fmt: skip
METRICS = ("GeoNames id", "same entry", "same country or region, or within 161 km", "within 161 km")
NEAR_KM = 161.0


def run() -> list[Score]:
    gazetteer = default_gazetteer()
    found = []
    for name, (exact, near) in GOALS.items():
        path = shared("data", "geo", f"{name}.dev.jsonl.gz")
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            rows = [json.loads(line) for line in handle]
        hits = [_hits(row, places, gazetteer) for row, places in zip(rows, answers(rows, gazetteer), strict=True)]
        for position, (metric, goal) in enumerate(zip(METRICS, (None, exact, near, None), strict=True)):
            if position < 3 and name == "geovirus":
                continue  # its gold has coordinates only

            def share(chosen: Sequence[list[tuple[bool, bool, bool, bool]]], position: int = position) -> float:
                flat = [hit[position] for document in chosen for hit in document]
                return 100.0 * sum(flat) / max(1, len(flat))

            low, high = interval(hits, share)
            found.append(Score(f"places {name} dev", metric, share(hits), low, high, goal, fingerprint(path)))
    return found


def gold(row: Row) -> list[Row]:
    return [s for s in row["spans"] if s.get("lat") is not None]


def answers(rows: Sequence[Row], gazetteer: Gazetteer) -> list[list[Place]]:
    """Our places for each row's gold spans, one a span; an outlet's profile comes from its other articles, without gold."""
    first = [_resolve(row, gazetteer, None) for row in rows]
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.get("domain"):
            by_outlet[row["domain"]].append(i)
    if not by_outlet:
        return first
    for _ in range(2):
        homes = [Home.learn(first[j] for j in by_outlet[row["domain"]] if j != i) for i, row in enumerate(rows)]
        first = [_resolve(row, gazetteer, home) for row, home in zip(rows, homes, strict=True)]
    return first


def _resolve(row: Row, gazetteer: Gazetteer, home: Home | None) -> list[Place]:
    spans = [(s["start"], s["end"]) for s in gold(row)]
    places = resolve(row["text"], spans, gazetteer, entities=spans, home=home)
    return [next((p for p in places if a <= p.start and p.end <= b), _nowhere(row["text"], a, b)) for a, b in spans]


def _nowhere(text: str, start: int, end: int) -> Place:
    return Place(text=text[start:end], start=start, end=end, name=text[start:end])


def _hits(row: Row, places: Sequence[Place], gazetteer: Gazetteer) -> list[tuple[bool, bool, bool, bool]]:
    """For each gold span, METRICS in order. A county that we place at its state's centre counts by that point alone."""
    found = []
    for span, place in zip(gold(row), places, strict=True):
        by_id = place.gazetteer_id is not None and place.gazetteer_id == str(span.get("gnid"))
        same = by_id or _same_area(span, place, gazetteer)
        near = _near(span, place)
        found.append((by_id, same, near or (same and not (place.gazetteer_id or "").startswith("adm2:")), near))
    return found


def _same_area(span: Row, place: Place, gazetteer: Gazetteer) -> bool:
    """For regions and US counties that we hold without a GeoNames id: the same level, name and region."""
    level = {"ADM1": "adm1:", "ADM2": "adm2:"}.get(span.get("fcode") or "")
    if level is None or not (place.gazetteer_id or "").startswith(level) or key(place.name) != key(span.get("name") or ""):
        return False
    region = gazetteer.regions.get((place.country or "", place.admin1 or ""))
    return region is not None and key(region.name) == key(span.get("admin1") or "")


def _near(span: Row, place: Place) -> bool:
    return place.lat is not None and place.lon is not None and km(place.lat, place.lon, span["lat"], span["lon"]) <= NEAR_KM
