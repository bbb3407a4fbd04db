"""What two texts have in common, word for word: the evidence by which a person judges whether one was taken from the other."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

_WORD = re.compile(r"\w+")
_RUN = 4
"""So many words in a row that both texts have are shown as shared, as linking counts them."""
MOST = 6000
"""Characters of a text that are shown."""


class Run(msgspec.Struct, frozen=True):
    """Some words, and whether the other text has them too."""

    text: str
    shared: bool


def shared(text: str, other: str) -> tuple[Run, ...]:
    """The beginning of a text in runs that together are all of it; case does not count."""
    text = text[:MOST]
    words = list(_WORD.finditer(text))
    there = set(_grams([word[0].casefold() for word in _WORD.finditer(other)]))
    inside = [False] * len(text)
    for number, gram in enumerate(_grams([word[0].casefold() for word in words])):
        if gram in there:
            start, end = words[number].start(), words[number + _RUN - 1].end()
            inside[start:end] = [True] * (end - start)
    edges = [0, *(at for at in range(1, len(text)) if inside[at] != inside[at - 1]), len(text)]
    return tuple(Run(text[start:end], inside[start]) for start, end in pairwise(edges) if start < end)


def _grams(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
