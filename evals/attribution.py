"""Statements against the public attribution corpora (measure only for PolNeAR), by the published protocols."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from evals._harness import Score, fingerprint, scorer, shared
from evals._reading import read_text
from reportedly.model import Statement

Row = dict[str, Any]
SETS = {"polnear": "polnear.dev.jsonl.gz", "gum": "gum.dev.jsonl.gz", "ewt": "ewt.dev.jsonl.gz"}
RESAMPLES = 20
"""The interval runs from the least to the greatest of twenty resamples: about 90 %."""
METRICS: dict[str, list[tuple[str, str, float | None]]] = {
    "polnear": [
        ("all three exact", "citron_exact.quote", 40),
        ("content tokens F1", "token_role.content", 84),
        ("source tokens F1", "token_role.source", None),
        ("cue tokens F1", "token_role.cue", None),
        ("content, Hungarian", "hungarian.content", None),
        ("source given content, Hungarian", "hungarian.source", 70),
    ],
    "gum": [("content tokens F1", "token_role.content", 80)],
    "ewt": [("content tokens F1", "token_role.content", 80)],
}


def run() -> list[Score]:
    measure = scorer("score_attribution").score
    found = []
    for name, file in SETS.items():
        path = shared("data", "attribution", file)
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            rows = [row for row in map(json.loads, handle) if name != "gum" or row.get("ship") == "yes"]
        predicted = {row["id"]: {"attributions": attributions(read_text(row["text"]).statements)} for row in rows}

        whole = measure({row["id"]: row for row in rows}, predicted)
        samples = [_resampled(rows, predicted, measure, seed) for seed in range(RESAMPLES)]
        for label, metric, goal in METRICS[name]:
            values = sorted(sample[metric][2] for sample in samples)
            data = fingerprint(path)
            found.append(Score(f"attribution {name} dev", label, whole[metric][2], values[0], values[-1], goal, data))
    return found


def _resampled(rows: Sequence[Row], predicted: dict[str, Row], measure: Callable[[Row, Row], Row], seed: int) -> Row:
    """All scores over documents drawn with replacement; each drawing has its own seed."""
    chosen = random.Random(seed).choices(rows, k=len(rows))
    return measure({str(i): row for i, row in enumerate(chosen)}, {str(i): predicted[row["id"]] for i, row in enumerate(chosen)})


def attributions(statements: Sequence[Statement]) -> list[Row]:
    """Our statements in the scorer's form."""
    return [
        {
            "source": [[s.source.start, s.source.end]] if s.source else [],
            "cue": [[s.cue.start, s.cue.end]] if s.cue else [],
            "content": [[c.start, c.end] for c in s.content],
        }
        for s in statements
    ]
