"""Texts into stories: which reports tell of one incident, by their words alone. For texts of which no claims are read.

Two steps, as average linkage has them: how alike two texts are, measured against how alike each is to its nearest; and the
most alike groups made one, while they are alike enough on average. The result is the same for any order of the texts.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from reportedly.linking._text import stem

_BEGINNING = 150
"""Words of a text that tell what it is about; what comes after is background."""
_NEAREST = 4
"""A text's nearest tell how alike texts of one story are in its words: short ones share less than long ones."""
_ENOUGH = 0.5
"""Of how alike the nearest are: from here on, on average, two groups of texts are one story."""
_WEIGHTY = 2.0
"""How much a name or a number counts against other words: they tell one quake from the next."""
_LEAST = 0.1
"""How alike a text's nearest are taken to be at least: two texts that share next to nothing are no story."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_COMMON = frozenset(
    "a an the of in on at to for and or but by with from as is are was were be been has have had it its he she his her they"
    " their this that which who will would said say says after before not no".split()
)
Likeness = npt.NDArray[np.float32]


def stories(texts: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """The names of the texts, grouped into stories; largest first, then by name. Made for some thousands of texts at once."""
    names = sorted(texts)
    if not names:
        return ()
    found = _average_linkage(_likeness([_features(texts[name]) for name in names]))
    groups = [frozenset(names[i] for i in group) for group in found]
    return tuple(sorted(groups, key=lambda group: (-len(group), min(group))))


def _features(text: str) -> dict[str, float]:
    """Stems of a text's beginning with their weights; names are what is mostly written with a capital."""
    count: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for word in (match.group() for match in _WORD.finditer(" ".join(text.split()[:_BEGINNING]))):
        plain = word.lower()
        if plain in _COMMON or (len(plain) < 2 and not plain.isdigit()):
            continue
        key = stem(word) or plain
        count[key] += 1
        capital[key] += word[0].isupper()
    return {key: math.log1p(n) * (_WEIGHTY if key.isdigit() or capital[key] > n / 2 else 1.0) for key, n in count.items()}


def _likeness(texts: Sequence[Mapping[str, float]]) -> Likeness:
    """Cosines (n, n) of words weighted by how rare they are; 1 is as alike as both texts' nearest are to them."""
    held: dict[str, list[int]] = defaultdict(list)
    for number, features in enumerate(texts):
        for key in features:
            held[key].append(number)
    rare = {key: math.log((len(texts) + 1) / (len(at) + 0.5)) for key, at in held.items() if len(at) > 1}
    cosine = np.zeros((len(texts), len(texts)), dtype=np.float32)
    for key, weight in rare.items():
        at = np.array(held[key])
        values = np.array([texts[i][key] * weight for i in at], dtype=np.float32)
        cosine[np.ix_(at, at)] += np.outer(values, values)
    length = np.sqrt(np.maximum(np.diagonal(cosine), 1e-9))
    cosine /= np.outer(length, length)
    np.fill_diagonal(cosine, 0.0)
    near = np.sort(cosine, axis=1)[:, -_NEAREST:].mean(axis=1)
    level = np.sqrt(np.maximum(near, _LEAST))
    return np.asarray(cosine / np.outer(level, level), dtype=np.float32)


def _average_linkage(alike: Likeness) -> list[list[int]]:
    """Groups, while any two are alike enough on average. What no pair holds together is never compared."""
    found: list[list[int]] = []
    for part in _components(alike >= _ENOUGH):
        groups = [[i] for i in part]
        sums = alike[np.ix_(part, part)].astype(np.float64)
        sizes = np.ones(len(part))
        np.fill_diagonal(sums, -np.inf)
        while len(groups) > 1:
            mean = sums / np.outer(sizes, sizes)
            a, b = sorted(divmod(int(mean.argmax()), len(groups)))
            if mean[a, b] < _ENOUGH:
                break
            groups[a] += groups.pop(b)
            sums[a] += sums[b]
            sums[:, a] = sums[a]
            sums[a, a] = -np.inf
            sizes[a] += sizes[b]
            sums, sizes = np.delete(np.delete(sums, b, 0), b, 1), np.delete(sizes, b)
        found += groups
    return found


def _components(joined: npt.NDArray[np.bool_]) -> list[list[int]]:
    """The parts of a graph that hang together."""
    left = set(range(len(joined)))
    found: list[list[int]] = []
    while left:
        part: list[int] = []
        waiting = [min(left)]
        left.discard(waiting[0])
        while waiting:
            part.append(waiting.pop())
            near = {int(i) for i in np.flatnonzero(joined[part[-1]])} & left
            left -= near
            waiting += sorted(near)
        found.append(sorted(part))
    return found
