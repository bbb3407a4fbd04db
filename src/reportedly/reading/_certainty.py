"""How surely a claim is put, by the words of a published table (certainty.yaml); without them the network decides."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from reportedly.model import Certainty
from reportedly.reading._sentences import Span

_CLASSES: tuple[Certainty, ...] = ("unknown", "possible", "probable")
_CLAUSE = re.compile(r"[,;:.!?()\"“”«»\n]|\s[–—-]\s")
_REACH = 60
"""How many characters before the event word a marker may stand, within the clause."""


@cache
def _table() -> dict[Certainty, re.Pattern[str]]:
    import yaml

    table = yaml.safe_load(files("reportedly.reading").joinpath("certainty.yaml").read_text(encoding="utf-8"))
    return {name: re.compile(rf"\b(?:{'|'.join(table[name])})\b", re.I) for name in _CLASSES}


class Stance(msgspec.Struct, frozen=True):
    """A certainty and the words that say so, if the table has them."""

    certainty: Certainty
    marker: Span | None = None


def by_words(text: str, spans: list[Span]) -> Stance | None:
    """The first class of the table with a marker in one of `spans`."""
    for name, pattern in _table().items():
        for start, end in spans:
            match = pattern.search(text, start, end)
            if match:
                return Stance(name, match.span())
    return None


def clause_before(text: str, start: int, low: int) -> Span:
    """The words of the event's own clause that come before it, not before `low`."""
    begin = max(low, start - _REACH)
    marks = list(_CLAUSE.finditer(text, begin, start))
    return (marks[-1].end() if marks else begin), start
