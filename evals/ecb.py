"""ECB+ (Cybulska and Vossen): documents into incidents, and event mentions into events. News of all kinds, English.

Documents: all 772 at once into their 66 incidents, 33 pairs of one kind (two quakes at one island), by `linking.stories`; B³.
Mentions: the 5,053 marked ones that the corpus calls validated, their words given, across documents; those of one story whose
words have one stem are one event. Mean of MUC, B³ and CEAF-e F1, lone mentions counted. The pairing constants were chosen on it.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from evals._coreference import b_cubed, conll
from evals._harness import Score, fingerprint, interval, shared
from reportedly.linking import stories
from reportedly.linking._text import stem

_LIGHT = frozenset("be been is are was were has have had to get got make made take took do did".split())
Row = tuple[int, Hashable, Hashable]
"""A document or mention: its topic (a pair of like incidents), what it belongs to, and what it was put into."""


def run() -> list[Score]:
    docs, mentions = (
        shared("data", "linking", "ecbplus_docs.dev.jsonl.gz"),
        shared("data", "linking", "ecbplus_mentions.dev.jsonl.gz"),
    )
    told = _rows(docs)
    found = {name: number for number, group in enumerate(stories({doc["id"]: _text(doc) for doc in told})) for name in group}
    documents: list[Row] = [(doc["topic"], doc["subtopic"], found[doc["id"]]) for doc in told]
    marked = [row for row in _rows(mentions) if row["kind"] == "event" and row["validated"]]
    events: list[Row] = [(m["topic"], m["cluster"], (found[m["doc"]], _head(m["text"]))) for m in marked]
    return [
        _score("documents into incidents, B³ F1", documents, b_cubed, 95, fingerprint(docs)),
        _score("event mentions, CoNLL F1", events, conll, 80, fingerprint(docs, mentions)),
    ]


def _score(metric: str, rows: Sequence[Row], measure: Any, goal: float, data: str) -> Score:
    """The interval is over topics, each drawn whole: a copy counts as another topic."""
    by_topic: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_topic[row[0]].append(row)

    def of(drawn: Sequence[list[Row]]) -> float:
        return float(measure([((n, row[1]), (n, row[2])) for n, part in enumerate(drawn) for row in part]))

    low, high = interval(list(by_topic.values()), of)
    return Score("ECB+ dev", metric, float(measure([(row[1], row[2]) for row in rows])), low, high, goal, data)


def _text(doc: dict[str, Any]) -> str:
    return " ".join(sentence for sentence in doc["sents"] if not sentence.startswith("http"))


def _head(text: str) -> str:
    """The stem of the first word that carries meaning: of `was arrested` it is `arrest`."""
    found = text.lower().split()
    word = next((one for one in found if one not in _LIGHT), found[0])
    return stem(word) or word


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return [json.loads(line) for line in handle]
