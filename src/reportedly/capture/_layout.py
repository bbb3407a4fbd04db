"""The layout of plain text: headline, bylines and date lines at its head, page furniture, body.

Conservative: what is not clearly a head is body, so that no sentence of a report is lost to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from reportedly.capture._byline import Byline, dateline, read_byline
from reportedly.capture._furniture import is_furniture
from reportedly.model import Segment, SegmentKind

_LINE = re.compile(r"[^\n]+")
_HEAD_LINES = 14
_LONGEST_HEADLINE = 200
_MOST_WORDS = 30
_LONG_PARAGRAPH = 100
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into is it its nor not of off on or over per the to up via vs with".split()
)


class Line(msgspec.Struct, frozen=True):
    """A non-blank line, trimmed, and whether a blank line or the end of the text follows."""

    text: str
    start: int
    end: int
    alone: bool


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """The segments of a text in order, and what its head says."""

    segments: tuple[Segment, ...]
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    notes: tuple[str, ...]


def layout(text: str) -> Layout:
    """Finds the segments of a text. They cover all non-blank lines and never overlap."""
    lines = list(_lines(text))
    kinds: list[SegmentKind] = ["body"] * len(lines)
    bylines = _head(lines, kinds)
    first_body = next((index for index, kind in enumerate(kinds) if kind == "body"), len(lines))
    for index in range(first_body, len(lines)):
        if is_furniture(lines[index].text):
            kinds[index] = "furniture"
    start = dateline(lines[first_body].text) if first_body < len(lines) else None
    segments = list(_segments(lines, kinds, start.length if start else 0))
    title = next((line.text for line, kind in zip(lines, kinds, strict=True) if kind == "headline"), None)
    heads = [*bylines, *([start.byline] if start else [])]
    return Layout(
        segments=tuple(segments),
        title=title,
        outlet=next((head.outlet for head in heads if head.outlet), None),
        authors=tuple(dict.fromkeys(author for head in heads for author in head.authors)),
        published_at=next((head.published_at for head in heads if head.published_at), None),
        updated_at=next((head.updated_at for head in heads if head.updated_at), None),
        notes=tuple(dict.fromkeys(note for head in heads for note in head.notes)),
    )


def _lines(text: str) -> Iterator[Line]:
    for found in _LINE.finditer(text):
        trimmed = found[0].strip()
        if trimmed:
            start = found.start() + found[0].index(trimmed)
            following = text[found.end() : found.end() + 200].split("\n", 2)
            alone = len(following) < 2 or not following[1].strip()
            yield Line(trimmed, start, start + len(trimmed), alone)


def _head(lines: list[Line], kinds: list[SegmentKind]) -> list[Byline]:
    """Marks the lines before the body in `kinds` and returns what its bylines say."""
    bylines: list[Byline] = []
    titled = False
    for index, line in enumerate(lines[:_HEAD_LINES]):
        byline = read_byline(line.text, after_title=titled)
        if byline:
            kinds[index] = "byline"
            bylines.append(byline)
        elif is_furniture(line.text):
            kinds[index] = "furniture"
        elif not titled and _is_headline(lines, index):
            kinds[index] = "headline"
            titled = True
        else:
            break
    if "headline" not in kinds and all(kind != "body" for kind in kinds):
        return _all_body(kinds)
    return bylines


def _all_body(kinds: list[SegmentKind]) -> list[Byline]:
    kinds[:] = ["body"] * len(kinds)
    return []


def _is_headline(lines: list[Line], index: int) -> bool:
    """A short title-like line with something below it."""
    line, below = lines[index], lines[index + 1 : index + 2]
    words = line.text.split()
    if not below or not 3 <= len(words) <= _MOST_WORDS or len(line.text) > _LONGEST_HEADLINE:
        return False
    if not (line.text[0].isalnum() or line.text[0] in "“‘\"'«„¿") or line.text[0].islower() or line.text[-1] in ",;:-–—…":
        return False
    if not line.alone and not _starts_body(below[0]):
        return False
    if read_byline(below[0].text, after_title=True) or dateline(below[0].text):
        return True
    return _title_like(line) or (line.text[-1] not in ".!" and _one_clause(line.text))


def _starts_body(below: Line) -> bool:
    """Whether a line right below clearly does not go on with the one before."""
    long_prose = len(below.text) > _LONG_PARAGRAPH and not below.text[0].islower()
    return long_prose or bool(read_byline(below.text, after_title=True)) or is_furniture(below.text)


def _one_clause(text: str) -> bool:
    """No sentence ends inside the line (initials and abbreviations aside)."""
    return not re.search(r"[a-z\d”\"’)][.!?]\s+[A-Z“\"‘]", re.sub(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Gov|Sen|vs)\.", "", text))


def _title_like(line: Line) -> bool:
    """Title case with a full stop, as some archives write headlines."""
    if not line.alone or line.text[-1] == "!":
        return False
    rest = [word.strip("“”‘’\"'«»„.,:;?()") for word in line.text.split()[1:]]
    telling = [word for word in rest if word and word.lower() not in _SMALL_WORDS and word[0].isalpha()]
    return len(telling) >= 2 and all(word[0].isupper() for word in telling) and _one_clause(line.text)


def _segments(lines: list[Line], kinds: list[SegmentKind], dateline_length: int) -> Iterator[Segment]:
    """Body lines that follow each other make one segment; every other line is its own."""
    open_body: Segment | None = None
    for line, kind in zip(lines, kinds, strict=True):
        if kind != "body":
            if open_body:
                yield open_body
                open_body = None
            yield Segment(line.start, line.end, kind)
            continue
        start = line.start
        if dateline_length:
            yield Segment(line.start, line.start + dateline_length, "byline")
            start, dateline_length = line.start + dateline_length, 0
            start += len(line.text) - len(line.text[start - line.start :].lstrip()) - (start - line.start)
        open_body = Segment(open_body.start if open_body else start, line.end, "body")
    if open_body:
        yield open_body
