"""Two texts side by side, paragraph by paragraph, with the words that came and went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

import msgspec

_MOST_WORDS = 1500
"""A longer paragraph is shown as changed whole: comparing its words would take too long."""


class Run(msgspec.Struct, frozen=True):
    """Words; `changed` when only this side has them."""

    text: str
    changed: bool = False


class Pair(msgspec.Struct, frozen=True):
    """One line of the comparison; `same` counts paragraphs that are left out since both sides have them."""

    before: tuple[Run, ...] = ()
    after: tuple[Run, ...] = ()
    same: int = 0


def compare(before: str, after: str) -> tuple[Pair, ...]:
    """What differs; empty when nothing does."""
    old, new = _paragraphs(before), _paragraphs(after)
    pairs = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs.append(Pair(same=b - a))
        else:
            pairs += [_pair(x, y) for x, y in zip_longest(old[a:b], new[c:d], fillvalue="")]
    return tuple(pairs) if any(not pair.same for pair in pairs) else ()


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(before: str, after: str) -> Pair:
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    if not old or not new or max(len(old), len(new)) > _MOST_WORDS:
        return Pair(tuple(_whole(before)), tuple(_whole(after)))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left = tuple(Run("".join(old[a:b]), kind != "equal") for kind, a, b, _, _ in codes if b > a)
    right = tuple(Run("".join(new[c:d]), kind != "equal") for kind, _, _, c, d in codes if d > c)
    return Pair(left, right)


def _whole(text: str) -> Iterator[Run]:
    if text:
        yield Run(text, changed=True)


def changed(pairs: Sequence[Pair]) -> int:
    """How many paragraphs differ."""
    return sum(not pair.same for pair in pairs)
