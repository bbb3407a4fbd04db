"""Paragraphs and sentences by typography. Good enough to cut windows and bound claims; never decides meaning."""

from __future__ import annotations

import re
from bisect import bisect_right

Span = tuple[int, int]

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen col lt maj capt sgt adm gov sen rep rev hon st mt vs etc no nos inc ltd co corp jr sr
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k u.n e.g i.e a.m p.m dept est fig approx
    brig cpl pvt cmdr spc insp supt det messrs mme mlle univ ave blvd""".split()
)
_END = re.compile(r"[.!?…。؟]+[\"'”’»“)\]]*(?=\s|$)")
_LINE = re.compile(r"[^\n]+")
_WORD_BEFORE = re.compile(r"[\w.]+$")


def lines(text: str) -> list[Span]:
    """Non-blank lines (paragraphs), trimmed of outer white space."""
    found = []
    for match in _LINE.finditer(text):
        start, end = _trim(text, match.start(), match.end())
        if start < end:
            found.append((start, end))
    return found


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Sentences of `text[start:end]`, never across a line break."""
    stop = len(text) if end is None else end
    found: list[Span] = []
    for line_start, line_end in ((max(a, start), min(b, stop)) for a, b in lines(text) if a < stop and b > start):
        found.extend(_line_sentences(text, line_start, line_end))
    return found


def enclosing(spans: list[Span], position: int) -> Span | None:
    """The span that holds `position`; spans are sorted and do not overlap."""
    i = bisect_right(spans, (position, len_max)) - 1
    return spans[i] if i >= 0 and spans[i][0] <= position < spans[i][1] else None


len_max = 1 << 60


def _line_sentences(text: str, start: int, end: int) -> list[Span]:
    found, begin = [], start
    for match in _END.finditer(text, start, end):
        if not _ends_sentence(text, match, end):
            continue
        span = _trim(text, begin, match.end())
        if span[0] < span[1]:
            found.append(span)
        begin = match.end()
    span = _trim(text, begin, end)
    if span[0] < span[1]:
        found.append(span)
    return found


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    if text[match.start()] != "." or match.end() - match.start() > 1:
        following = text[match.end() : match.end() + 2].lstrip()
        return not following[:1].islower()
    before = _WORD_BEFORE.search(text, max(0, match.start() - 20), match.start())
    word = before.group().lower() if before else ""
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    following = text[match.end() : min(end, match.end() + 3)].lstrip()
    return not following[:1].islower()


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
