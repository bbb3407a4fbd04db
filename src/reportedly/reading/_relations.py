"""How each word piece stands to each predicate: how far, across how many commas and quotation marks, in which sentence.

Training and reading build the pair head's inputs with this same code.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reportedly.reading import _labels as labels
from reportedly.reading._windows import Window

Integers = npt.NDArray[np.int64]

_BREAKS = np.array([999, 1000, 1006, 1007, 1010, 1012, 1024, 1025, 1029, 1516, 1517, 1523, 1524])
"""Word pieces that part clauses, by id in the vocabulary: ! " ( ) , . : ; ? – — “ ”"""
_CENTRE = 512
_BUCKETS = np.array([labels.distance_bucket(d) for d in range(-_CENTRE, _CENTRE + 1)], dtype=np.int64)
_SENTENCES, _CLAUSES = 2, 3
RELATIONS = (2 * _SENTENCES + 1) * (2 * _CLAUSES + 1)


def relations(window: Window, groups: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.float32], Integers, Integers]:
    """For P predicates given by their word pieces and a window of T: (P, T) rows that average over each predicate,
    (P, T) distance buckets from its nearest end, (P, T) relations of sentence and clause."""
    size = len(window.ids)
    clause = np.cumsum(np.isin(np.array(window.ids), _BREAKS))
    sentence = np.array(window.sentences)
    pooling = np.zeros((len(groups), size), dtype=np.float32)
    distances = np.zeros((len(groups), size), dtype=np.int64)
    related = np.zeros((len(groups), size), dtype=np.int64)
    for i, pieces in enumerate(groups):
        first, last = pieces[0], pieces[-1]
        pooling[i, list(pieces)] = 1.0 / len(pieces)
        distances[i] = _BUCKETS[_CENTRE + _signed(size, first, last)]
        sentences = np.clip(sentence - sentence[first], -_SENTENCES, _SENTENCES) + _SENTENCES
        clauses = np.clip(clause - clause[first], -_CLAUSES, _CLAUSES) + _CLAUSES
        related[i] = sentences * (2 * _CLAUSES + 1) + clauses
    return pooling, distances, related


def _signed(size: int, first: int, last: int) -> Integers:
    """Distance of each word piece from the nearest end of first..last; zero inside."""
    t = np.arange(size)
    return np.where(t < first, t - first, np.maximum(0, t - last))
