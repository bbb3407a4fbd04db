"""Event factuality with gold event words: UDS and MEANTIME, by the published protocol."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

from evals._harness import Score, fingerprint, interval, shared
from reportedly.reading._network import Network
from reportedly.reading._windows import windows

Value = tuple[float, float]


def run() -> list[Score]:
    network = Network()
    found = []
    for name, file, goals in (
        ("UDS dev", "uds.dev.jsonl.gz", (0.75, 0.90)),
        ("MEANTIME dev", "meantime.dev.jsonl.gz", (None, None)),
    ):
        path = shared("data", "factuality", file)
        documents = _documents(network, path)
        data = fingerprint(path)
        for metric, measure, goal, less in (("MAE", _mae, goals[0], True), ("r", _pearson, goals[1], False)):
            low, high = interval(documents, measure)
            found.append(Score(f"factuality {name}", metric, measure(documents), low, high, goal, data, less))
    return found


def _documents(network: Network, path: Path) -> list[list[Value]]:
    """(gold, read) of every event, by document."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle]
    return [
        [(e["value"], value) for e, value in zip(r["events"], _read(network, r["text"], r["events"]), strict=True)] for r in rows
    ]


def _read(network: Network, text: str, events: Sequence[dict[str, object]]) -> list[float]:
    values = [3.0] * len(events)
    for window in windows(text, network.tokenizer):
        groups, owners = [], []
        for k, event in enumerate(events):
            a, b = event["span"]  # type: ignore[misc]
            pieces = [i for i, (x, y) in enumerate(zip(window.starts, window.ends, strict=True)) if x < y and x < b and y > a]  # type: ignore[has-type]
            if pieces and window.core[0] <= a < window.core[1]:  # type: ignore[has-type]
                groups.append(pieces)
                owners.append(k)
        if groups:
            marks = network.predicates(network.tokens(window).states, window, groups)
            for k, value in zip(owners, marks.factuality, strict=True):
                values[k] = float(min(3.0, max(-3.0, value)))
    return values


def _mae(documents: Sequence[list[Value]]) -> float:
    pairs = [pair for document in documents for pair in document]
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


def _pearson(documents: Sequence[list[Value]]) -> float:
    pairs = [pair for document in documents for pair in document]
    n = len(pairs)
    mx, my = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    sxy = sum((a - mx) * (b - my) for a, b in pairs)
    sxx, syy = sum((a - mx) ** 2 for a, _ in pairs), sum((b - my) ** 2 for _, b in pairs)
    return float(sxy / (sxx * syy) ** 0.5) if sxx and syy else 0.0
