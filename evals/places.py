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
from reportedly.reading.places._named_after import named_after
from reportedly.reading.places._names import bare, key
from reportedly.reading.places._score import km

Row = dict[str, Any]
GOALS: dict[str, tuple[float | None, float | None]] = {
    "tr_news": (89, 93), "lgl": (90, 92), "geowebnews": (82, 88), "geovirus": (None, None),
}  # fmt: skip
METRICS = ("GeoNames id", "same entry", "same country or region, or within 161 km", "within 161 km")
NEAR_KM = 161.0
WIDE_KM = {"adm1": 500.0, "adm2": 161.0, "area": 1500.0}
Hits = tuple[bool | None, bool | None, bool | None, bool]


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

            def share(chosen: Sequence[list[Hits]], position: int = position) -> float:
                flat = [hit[position] for document in chosen for hit in document if hit[position] is not None]
                return 100.0 * sum(map(bool, flat)) / max(1, len(flat))

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
        homes = [
            Home.learn((first[j] for j in by_outlet[row["domain"]] if j != i), named_after(row["domain"], gazetteer))
            for i, row in enumerate(rows)
        ]
        first = [_resolve(row, gazetteer, home) for row, home in zip(rows, homes, strict=True)]
    return first


def _resolve(row: Row, gazetteer: Gazetteer, home: Home | None) -> list[Place]:
    spans = [(s["start"], s["end"]) for s in gold(row)]
    places = resolve(row["text"], spans, gazetteer, entities=spans, home=home)
    return [next((p for p in places if a <= p.start and p.end <= b), _nowhere(row["text"], a, b)) for a, b in spans]


def _nowhere(text: str, start: int, end: int) -> Place:
    return Place(text=text[start:end], start=start, end=end, name=text[start:end])


def _hits(row: Row, places: Sequence[Place], gazetteer: Gazetteer) -> list[Hits]:
    """For each gold span, METRICS in order. What gold gives a point but no GeoNames id counts in the last one alone."""
    found: list[Hits] = []
    for span, place in zip(gold(row), places, strict=True):
        near = _near(span, place)
        if not span.get("gnid") and span.get("wiki") is None:
            found.append((None, None, None, near))
            continue
        by_id = place.gazetteer_id is not None and place.gazetteer_id == str(span.get("gnid"))
        same = by_id or _same_area(span, place, gazetteer)
        found.append((by_id, same, near or same, near))
    return found


def _same_area(span: Row, place: Place, gazetteer: Gazetteer) -> bool:
    """For regions, counties, seas and the like that we hold without a GeoNames id: the same name, level and region.

    GeoWebNews' gold has neither level nor region: there it is the name, and a point at most as far away as such areas are wide.
    """
    level, _, _ = (place.gazetteer_id or "").partition(":")
    if level not in WIDE_KM or place.lat is None or place.lon is None or not _one_name(place.name, span.get("name") or ""):
        return False
    if span.get("fcode") is None:
        return km(place.lat, place.lon, span["lat"], span["lon"]) <= WIDE_KM[level]
    if level == "area":
        return span["fclass"] in ("A", "H", "L", "T", "V")
    region = gazetteer.regions.get((place.country or "", place.admin1 or ""))
    return (
        span["fcode"] == level.upper()[:2] + "M" + level[-1]
        and region is not None
        and _one_name(region.name, span["admin1"] or "")
    )


def _one_name(ours: str, gold_name: str) -> bool:
    a, b = key(ours), key(gold_name.partition(" [")[0])
    return a == b or (bare(a) or a) == (bare(b) or b)


def _near(span: Row, place: Place) -> bool:
    return place.lat is not None and place.lon is not None and km(place.lat, place.lon, span["lat"], span["lon"]) <= NEAR_KM
