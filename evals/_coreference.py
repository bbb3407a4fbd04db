"""Scores of groupings: each item with the group it belongs to and the group it was put into. F1 in percent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from evals._harness import f1

Pairs = Sequence[tuple[Hashable, Hashable]]


def conll(pairs: Pairs) -> float:
    """The mean of MUC, B³ and CEAF-e, as the CoNLL shared tasks score."""
    return (muc(pairs) + b_cubed(pairs) + ceaf_e(pairs)) / 3


def muc(pairs: Pairs) -> float:
    """By links: what of a group hangs together in the other grouping."""
    recall, precision = _links(pairs), _links([(found, gold) for gold, found in pairs])
    return _harmonic(precision, recall)


def b_cubed(pairs: Pairs) -> float:
    """By items: what of an item's group is in its other group."""
    both = Counter(pairs)
    gold, found = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    recall = sum(n * n / gold[a] for (a, _), n in both.items()) / max(len(pairs), 1)
    precision = sum(n * n / found[b] for (_, b), n in both.items()) / max(len(pairs), 1)
    return _harmonic(precision, recall)


def ceaf_e(pairs: Pairs) -> float:
    """By groups: each paired with one of the other grouping, so that they share most."""
    both = Counter(pairs)
    gold, found = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    rows, columns = ({one: i for i, one in enumerate(counted)} for counted in (gold, found))
    shared = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for (a, b), n in both.items():
        shared[rows[a], columns[b]] = 2 * n / (gold[a] + found[b])
    best = shared[linear_sum_assignment(shared, maximize=True)].sum()
    return f1(float(best), len(columns), len(rows))


def _links(pairs: Pairs) -> float:
    parts: dict[Hashable, set[Hashable]] = defaultdict(set)
    for gold, found in pairs:
        parts[gold].add(found)
    possible = len(pairs) - len(parts)
    return (len(pairs) - sum(map(len, parts.values()))) / possible if possible else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0
